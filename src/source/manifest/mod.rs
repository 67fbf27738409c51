//! The manifest, `postsmith.toml`: one file for each of its tables.

mod api;
mod attach;
mod check_table;
mod collection;
mod environment;
mod layout;
mod oauth;
mod role;
mod validate;
mod value_format;
mod variable;

pub use api::{Api, ApiHeader};
pub use attach::{AttachedDescription, AttachedScript, ScriptEvent};
pub use check_table::{CheckGroup, Checks, Suppression};
pub use collection::DeclaredCollection;
pub use environment::DeclaredEnvironment;
pub use layout::Layout;
pub use oauth::Oauth;
pub use role::Role;
pub use value_format::ValueFormat;
pub use variable::DeclaredVariable;

pub(super) use validate::{Checker, validate};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// The file name of the manifest in the folder of a source.
pub const MANIFEST: &str = "postsmith.toml";

/// The manifest of a source: its collection, API, variables and environments.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Postsmith manifest (postsmith.toml)")]
pub struct Manifest {
    /// The collection to build.
    pub collection: DeclaredCollection,
    /// The folders of the source.
    #[serde(default)]
    pub source: Layout,
    /// The API that the collection calls.
    pub api: Api,
    /// How to get and refresh tokens. Without it the collection has no OAuth scripts.
    pub oauth: Option<Oauth>,
    /// Every variable that requests, scripts and templates use, by its name. Environments list the variables in this order.
    #[serde(default)]
    pub variables: IndexMap<String, DeclaredVariable>,
    /// The environments, by a key that is their identity: an environment keeps its id when its name changes.
    #[serde(default)]
    pub environments: IndexMap<String, DeclaredEnvironment>,
    /// How `postsmith check` judges.
    #[serde(default)]
    pub check: Checks,
    /// Script files, in addition to the scripts in request files.
    #[serde(default)]
    pub scripts: Vec<AttachedScript>,
    /// Description files: Markdown templates.
    #[serde(default)]
    pub descriptions: Vec<AttachedDescription>,
}

impl Manifest {
    /// Returns the name of the standard variable of `role`, such as `PREFIX_BASE_URL`.
    pub fn variable_name(&self, role: Role) -> String {
        format!("{}_{}", self.api.prefix, role.suffix())
    }

    /// Lists the declared standard variables with their names.
    pub fn roles(&self) -> impl Iterator<Item = (Role, String)> {
        Role::ALL
            .into_iter()
            .map(|role| (role, self.variable_name(role)))
            .filter(|(_, name)| self.variables.get(name).is_some())
    }

    /// Returns the token URL, by default `{{PREFIX_BASE_URL}}/oauth/token`. `None` without `[oauth]`.
    pub fn token_url(&self) -> Option<String> {
        let oauth = self.oauth.as_ref()?;
        let default = || format!("{{{{{}}}}}/oauth/token", self.variable_name(Role::BaseUrl));
        Some(oauth.token_url.clone().unwrap_or_else(default))
    }

    /// Returns the value of a variable in an environment: the environment's own or the default. Empty for a secret and for a variable without
    /// a value.
    pub fn value<'m>(&'m self, environment: &'m DeclaredEnvironment, name: &str) -> &'m str {
        environment.values.get(name).map_or_else(|| self.default_value(name), String::as_str)
    }

    /// Returns the value of a variable in every environment that has none of its own. Empty for a secret and for a variable without a value.
    pub fn default_value(&self, name: &str) -> &str {
        let own = self.variables.get(name).and_then(|variable| variable.value.as_deref());
        let base_url = || (name == self.variable_name(Role::BaseUrl)).then_some(self.api.base_url.as_str());
        own.or_else(base_url).unwrap_or_default()
    }

    /// Returns the base name of the file of the environment `key`, without `.postman_environment.json`.
    pub fn environment_file_name(&self, key: &str) -> String {
        let own = self.environments.get(key).and_then(|environment| environment.file_name.clone());
        own.unwrap_or_else(|| format!("{}-{}", self.collection.file_name(), collection::slug(key)))
    }
}
