//! `[variables.NAME]`: a variable of every environment.

use super::{Api, Checker, Manifest, Role};
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
    // Without a prefix no standard variable has a name.
    if Api::is_prefix(&manifest.api.prefix) {
        for role in Role::ALL {
            standard(checker, manifest, role);
        }
    }
}

/// The variable of `role` is there when it is needed, and is what its role asks for.
fn standard(checker: &mut Checker<'_>, manifest: &Manifest, role: Role) {
    let name = manifest.variable_name(role);
    if let Some(variable) = manifest.variables.get(&name) {
        variable.check_role(checker, role, &name);
    } else if role == Role::BaseUrl {
        checker.value(&["api", "prefix"], format!("the variable `{name}` is not declared"), declare(&name, role));
    } else if let Some(oauth) = &manifest.oauth
        && role.is_needed(oauth.grant)
    {
        let message = format!("the grant `{}` needs the variable `{name}`, which is not declared", oauth.grant.name());
        checker.value(&["oauth", "grant"], message, declare(&name, role));
    }
}

fn declare(name: &str, role: Role) -> String {
    let secret = if role.is_secret() { " and `secret = true`" } else { "" };
    format!("declare it: `[variables.{name}]` with a `description`{secret}")
}

impl Variable {
    fn check_role(&self, checker: &mut Checker<'_>, role: Role, name: &str) {
        if role.is_secret() && !self.secret {
            let message = format!("`{name}` holds a secret and is not marked as one");
            checker.key(&["variables", name], message, "add `secret = true`");
        }
        if role != Role::BaseUrl {
            return;
        }
        if self.secret {
            let message = format!("`{name}` cannot be a secret: the environments hold its value");
            checker.value(&["variables", name, "secret"], message, "leave `secret` out");
        }
        if self.value.is_some() {
            let message = format!("the value of `{name}` stands in `[api] base_url` already");
            checker.value(&["variables", name, "value"], message, "leave `value` out here");
        }
    }
}
