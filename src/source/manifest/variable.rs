//! `[variables.NAME]`: a variable of every environment.

use super::{Checker, Manifest, Role};
use schemars::JsonSchema;
use serde::Deserialize;

/// `[variables.NAME]`: a variable of every environment.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// What it is for.
    pub description: Option<String>,
    /// Where to get its value.
    #[serde(rename = "where")]
    pub found_at: Option<String>,
    /// Whether its value must never be shared. A secret is built as an empty value of type `secret`.
    #[serde(default)]
    pub secret: bool,
    /// Its value in every environment that gives none of its own. Not for a secret.
    pub value: Option<String>,
    /// What a value looks like, for guides. Never a real one.
    pub example: Option<String>,
}

/// What a secret's value would mean.
pub(super) const SHARED: &str =
    "a secret gets no value here: what stands in this file is shared with everybody who has the source";
/// What to do instead.
pub(super) const KEEP_PRIVATE: &str = "leave the value out; each person enters it in Postman";

/// Checks `[variables]`: the names, the secrets, and that the standard variables are there.
pub(super) fn check(checker: &mut Checker<'_>, manifest: &Manifest) {
    for (name, variable) in manifest.variables.iter() {
        let keys = ["variables", name, "value"];
        let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(letter) {
            checker.key(&keys[..2], "this is not the name of a variable", "use letters, digits, `_`, `-` and `.`");
        }
        let Some(value) = &variable.value else { continue };
        if variable.secret && !value.is_empty() {
            checker.value(&keys, format!("`{name}`: {SHARED}"), KEEP_PRIVATE);
        }
        checker.variables(&keys, value, &manifest.variables);
    }
    let grant = manifest.oauth.as_ref().map(|oauth| oauth.grant);
    for role in Role::ALL {
        let name = manifest.variable_name(role);
        match manifest.variables.get(&name) {
            Some(variable) => standard(checker, role, &name, variable),
            None if role == Role::BaseUrl => {
                let message = format!("the variable `{name}` is not declared");
                checker.value(&["api", "prefix"], message, declare(&name, role));
            }
            None => {
                if let Some(grant) = grant.filter(|&grant| role.is_needed(grant)) {
                    let message =
                        format!("the grant `{}` needs the variable `{name}`, which is not declared", grant.name());
                    checker.value(&["oauth", "grant"], message, declare(&name, role));
                }
            }
        }
    }
}

fn declare(name: &str, role: Role) -> String {
    let secret = if role.is_secret() { " and `secret = true`" } else { "" };
    format!("declare it: `[variables.{name}]` with a `description`{secret}")
}

fn standard(checker: &mut Checker<'_>, role: Role, name: &str, variable: &Variable) {
    if role.is_secret() && !variable.secret {
        let message = format!("`{name}` holds a secret and is not marked as one");
        checker.key(&["variables", name], message, "add `secret = true`");
    }
    if role == Role::BaseUrl {
        if variable.secret {
            let message = format!("`{name}` cannot be a secret: the environments hold its value");
            checker.value(&["variables", name, "secret"], message, "leave `secret` out");
        }
        if variable.value.is_some() {
            let message = format!("the value of `{name}` stands in `[api] base_url` already");
            checker.value(&["variables", name, "value"], message, "leave `value` out here");
        }
    }
}
