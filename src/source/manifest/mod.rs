//! The manifest, `postsmith.toml`: what is built and for whom.

mod api;
mod attach;
mod check_table;
mod collection;
mod environment;
mod form;
mod layout;
mod oauth;
mod role;
mod validate;
mod variable;

pub use api::{Api, Header};
pub use attach::{AttachedDescription, AttachedScript, When};
pub use check_table::{CheckGroup, Checks, Suppression};
pub use collection::Collection;
pub use environment::Environment;
pub use form::Form;
pub use layout::Layout;
pub use oauth::Oauth;
pub use role::Role;
pub use variable::Variable;

pub(super) use validate::{Checker, validate};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// The name of the manifest in a source's folder.
pub const MANIFEST: &str = "postsmith.toml";

/// Postsmith's manifest: names the collection, its API, variables and environments.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Postsmith manifest (postsmith.toml)")]
pub struct Manifest {
    /// The collection that is built.
    pub collection: Collection,
    /// Where the parts of the source lie.
    #[serde(default)]
    pub source: Layout,
    /// The API that the collection calls.
    pub api: Api,
    /// How tokens are got and renewed. Without it no OAuth script is built in.
    pub oauth: Option<Oauth>,
    /// Every variable that requests, scripts and templates use, by its name. This order is the order in the environments.
    #[serde(default)]
    pub variables: IndexMap<String, Variable>,
    /// The environments, by a key that keeps their identity when they are renamed.
    #[serde(default)]
    pub environments: IndexMap<String, Environment>,
    /// How `postsmith check` judges.
    #[serde(default)]
    pub check: Checks,
    /// Scripts in files of their own, beside those in the request files.
    #[serde(default)]
    pub scripts: Vec<AttachedScript>,
    /// Descriptions in files of their own: Markdown templates.
    #[serde(default)]
    pub descriptions: Vec<AttachedDescription>,
}

impl Manifest {
    /// The name of the standard variable of `role`: `PREFIX_BASE_URL` and so on.
    pub fn variable_name(&self, role: Role) -> String {
        format!("{}_{}", self.api.prefix, role.suffix())
    }

    /// The standard variables that are declared, with their names.
    pub fn roles(&self) -> impl Iterator<Item = (Role, String)> {
        Role::ALL
            .into_iter()
            .map(|role| (role, self.variable_name(role)))
            .filter(|(_, name)| self.variables.get(name).is_some())
    }

    /// The token URL as it is written or, when it is not, `{{PREFIX_BASE_URL}}/oauth/token`. `None` without `[oauth]`.
    pub fn token_url(&self) -> Option<String> {
        let oauth = self.oauth.as_ref()?;
        let default = || format!("{{{{{}}}}}/oauth/token", self.variable_name(Role::BaseUrl));
        Some(oauth.token_url.clone().unwrap_or_else(default))
    }

    /// The value of a variable in an environment: the environment's own, else the default. Empty for a secret or when
    /// nothing is given.
    pub fn value<'m>(&'m self, environment: &'m Environment, name: &str) -> &'m str {
        environment.values.get(name).map_or_else(|| self.default_value(name), String::as_str)
    }

    /// The value of a variable in every environment that has none of its own. Empty for a secret or when nothing is given.
    pub fn default_value(&self, name: &str) -> &str {
        let own = self.variables.get(name).and_then(|variable| variable.value.as_deref());
        let base_url = || (name == self.variable_name(Role::BaseUrl)).then_some(self.api.base_url.as_str());
        own.or_else(base_url).unwrap_or_default()
    }

    /// The output name of the environment `key`, without `.postman_environment.json`.
    pub fn environment_file_name(&self, key: &str) -> String {
        let own = self.environments.get(key).and_then(|environment| environment.file_name.clone());
        own.unwrap_or_else(|| format!("{}-{}", self.collection.file_name(), collection::slug(key)))
    }
}
