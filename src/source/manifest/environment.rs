//! `[environments.KEY]`: an environment to build.

use super::validate::Unique;
use super::variable::{KEEP_PRIVATE, SHARED};
use super::{Checker, Manifest, Role};
use crate::text::suggest;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[environments.KEY]`: an environment to build.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredEnvironment {
    /// The name that Postman shows.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The name of the built file, without `.postman_environment.json`. Default: the collection's file name, a hyphen and the key.
    pub file_name: Option<String>,
    /// The values of this environment, by the name of the variable.
    #[serde(default)]
    #[schemars(skip_serializing_if = "IndexMap::is_empty")]
    pub values: IndexMap<String, String>,
}

/// Checks `[environments]`: names, file names and values.
pub(super) fn check(checker: &mut Checker<'_>, manifest: &Manifest) {
    let mut names = Unique::default();
    let mut files = Unique::default();
    for (key, environment) in &manifest.environments {
        checker.name(&["environments", key, "name"], &environment.name);
        if let Some(earlier) = names.taken(&environment.name, key) {
            let message = format!("the environment `{earlier}` has the same name");
            checker.value(&["environments", key, "name"], message, "change one of the names");
        }
        let file = manifest.environment_file_name(key);
        if environment.file_name.is_some() {
            checker.file_name(&["environments", key, "file_name"], &file);
        }
        if let Some(earlier) = files.taken(&file, key) {
            let message = format!("the environment `{earlier}` is written to the same file");
            checker.value(&["environments", key, "file_name"], message, "write another `file_name` for one of them");
        }
        check_values(checker, manifest, key, environment);
    }
}

fn check_values(checker: &mut Checker<'_>, manifest: &Manifest, key: &str, environment: &DeclaredEnvironment) {
    for (name, value) in &environment.values {
        let keys = ["environments", key, "values", name];
        match manifest.variables.get(name) {
            None => {
                let help = suggest(name, manifest.variables.keys().map(String::as_str)).map_or_else(
                    || format!("declare it: `[variables.{name}]`, or remove it here"),
                    |near| format!("did you mean `{near}`?"),
                );
                checker.key(&keys, format!("the variable `{name}` is not declared"), help);
            }
            Some(variable) if variable.secret && !value.is_empty() => {
                checker.value(&keys, format!("`{name}`: {SHARED}"), KEEP_PRIVATE);
            }
            Some(variable) => variable.check_format(checker, &keys, value),
        }
        checker.variables(&keys, value, &manifest.variables);
        if *name == manifest.variable_name(Role::BaseUrl) {
            checker.url(&keys, value);
        }
    }
}
