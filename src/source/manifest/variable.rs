//! `[variables.NAME]`: a variable of every environment.

use super::{Api, Checker, Manifest, Role, ValueFormat};
use crate::document::Document;
use crate::finding::Finding;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[variables.NAME]`: a variable of every environment.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredVariable {
    /// What the variable is for.
    pub description: Option<String>,
    /// Where to get the value.
    #[serde(rename = "where")]
    pub found_at: Option<String>,
    /// Whether the value is a secret. A secret is built as an empty value of type `secret`.
    #[serde(default)]
    pub secret: bool,
    /// The value in every environment that has none of its own. Not allowed for a secret.
    pub value: Option<String>,
    /// A sample value, for guides. Never a real value.
    pub example: Option<String>,
    /// The format that a value must have. Values of another format are errors here, in `postsmith env` and in `postsmith doctor`.
    pub format: Option<ValueFormat>,
}

impl DeclaredVariable {
    /// Reads `[variables]` of a manifest, even if other tables have mistakes. The rules for standard variables are not checked.
    ///
    /// # Errors
    /// The findings about the table.
    pub fn read_all(manifest: &Document) -> Result<IndexMap<String, Self>, Vec<Finding>> {
        let Some(node) = manifest.root().get("variables") else { return Ok(IndexMap::default()) };
        let variables: IndexMap<String, Self> = node.read().map_err(|error| vec![Finding::data(manifest, &error)])?;
        let mut checker = Checker::new(manifest);
        variables.iter().for_each(|(name, variable)| variable.check(&mut checker, name));
        if checker.findings.is_empty() { Ok(variables) } else { Err(checker.findings) }
    }

    fn check(&self, checker: &mut Checker<'_>, name: &str) {
        let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(is_allowed) {
            let keys = ["variables", name];
            checker.key(&keys, "this is not a valid variable name", "use letters, digits, `_`, `-` and `.`");
        }
        let keys = ["variables", name, "value"];
        let Some(value) = &self.value else { return };
        if self.secret && !value.is_empty() {
            checker.value(&keys, format!("`{name}`: {SHARED}"), KEEP_PRIVATE);
        } else {
            self.check_format(checker, &keys, value);
        }
    }

    /// Checks that `value`, which is at `keys`, has the format of the variable. A value with variables in it is not checked.
    pub(super) fn check_format(&self, checker: &mut Checker<'_>, keys: &[&str], value: &str) {
        let is_known = !value.is_empty() && !value.contains("{{");
        if let Some(format) = self.format.filter(|format| is_known && !format.fits(value)) {
            checker.value(
                keys,
                format!("this value is not {}", format.what()),
                "correct the value, or remove `format`",
            );
        }
    }
}

/// The message about a secret that has a value in the manifest, and its help.
pub(super) const SHARED: &str =
    "a secret must not have a value in the manifest: everybody who has the source can read it";
pub(super) const KEEP_PRIVATE: &str = "remove the value; each person enters it in Postman";

/// Checks `[variables]`: names, secrets, and whether the standard variables are declared.
pub(super) fn check(checker: &mut Checker<'_>, manifest: &Manifest) {
    for (name, variable) in &manifest.variables {
        variable.check(checker, name);
        if let Some(value) = &variable.value {
            checker.variables(&["variables", name, "value"], value, &manifest.variables);
        }
    }
    // With a wrong prefix the names of the standard variables are wrong, too.
    if Api::is_prefix(&manifest.api.prefix) {
        for role in Role::ALL {
            check_standard(checker, manifest, role);
        }
    }
}

/// Checks that the variable of `role` is declared if it is needed, and that it fits its role.
fn check_standard(checker: &mut Checker<'_>, manifest: &Manifest, role: Role) {
    let name = manifest.variable_name(role);
    if let Some(variable) = manifest.variables.get(&name) {
        variable.check_role(checker, role, &name);
    } else if role == Role::BaseUrl {
        checker.value(
            &["api", "prefix"],
            format!("the variable `{name}` is not declared"),
            help_to_declare(&name, role),
        );
    } else if let Some(oauth) = &manifest.oauth
        && role.is_needed(oauth.grant)
    {
        let message = format!("the variable `{name}`, which the grant `{}` needs, is not declared", oauth.grant.name());
        checker.value(&["oauth", "grant"], message, help_to_declare(&name, role));
    }
}

fn help_to_declare(name: &str, role: Role) -> String {
    let secret = if role.is_secret() { " and `secret = true`" } else { "" };
    format!("declare it: `[variables.{name}]` with a `description`{secret}")
}

impl DeclaredVariable {
    fn check_role(&self, checker: &mut Checker<'_>, role: Role, name: &str) {
        if role.is_secret() && !self.secret {
            let message = format!("the variable `{name}` is a secret but is not marked as one");
            checker.key(&["variables", name], message, "add `secret = true`");
        }
        if role != Role::BaseUrl {
            return;
        }
        if self.secret {
            let message = format!("the variable `{name}` cannot be a secret: the environments contain its value");
            checker.value(&["variables", name, "secret"], message, "remove `secret`");
        }
        if self.value.is_some() {
            let message = format!("the value of `{name}` is already written in `[api] base_url`");
            checker.value(&["variables", name, "value"], message, "remove `value`");
        }
    }
}
