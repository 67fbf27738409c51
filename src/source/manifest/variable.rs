//! `[variables.NAME]`: a variable of every environment.

use super::{Api, Checker, Form, Manifest, Role};
use crate::document::Document;
use crate::finding::Finding;
use indexmap::IndexMap;
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
    /// The form that a value must have, where that can be told.
    pub form: Option<Form>,
}

impl Variable {
    /// Reads `[variables]` of a manifest, whatever else is in it: names are checked, and what standard variables ask for is not.
    pub fn read_all(manifest: &Document) -> Result<IndexMap<String, Self>, Vec<Finding>> {
        let Some(node) = manifest.root().get("variables") else { return Ok(IndexMap::default()) };
        let variables: IndexMap<String, Self> = node.read().map_err(|error| vec![Finding::data(manifest, &error)])?;
        let mut checker = Checker::new(manifest);
        variables.iter().for_each(|(name, variable)| variable.check(&mut checker, name));
        if checker.findings.is_empty() { Ok(variables) } else { Err(checker.findings) }
    }

    fn check(&self, checker: &mut Checker<'_>, name: &str) {
        let letter = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        if name.is_empty() || !name.chars().all(letter) {
            let keys = ["variables", name];
            checker.key(&keys, "this is not the name of a variable", "use letters, digits, `_`, `-` and `.`");
        }
        let keys = ["variables", name, "value"];
        let Some(value) = &self.value else { return };
        if self.secret && !value.is_empty() {
            checker.value(&keys, format!("`{name}`: {SHARED}"), KEEP_PRIVATE);
        } else {
            self.check_form(checker, &keys, value);
        }
    }

    /// `value`, which stands at `keys`, has the form that the variable asks for. What variables make of it nobody knows here.
    pub(super) fn check_form(&self, checker: &mut Checker<'_>, keys: &[&str], value: &str) {
        let is_known = !value.is_empty() && !value.contains("{{");
        if let Some(form) = self.form.filter(|form| is_known && !form.fits(value)) {
            checker.value(keys, format!("this value is not {}", form.what()), "mend it, or leave `form` out");
        }
    }
}

/// What a secret's value would mean.
pub(super) const SHARED: &str =
    "a secret gets no value here: what stands in this file is shared with everybody who has the source";
/// What to do instead.
pub(super) const KEEP_PRIVATE: &str = "leave the value out; each person enters it in Postman";

/// Checks `[variables]`: the names, the secrets, and that the standard variables are there.
pub(super) fn check(checker: &mut Checker<'_>, manifest: &Manifest) {
    for (name, variable) in manifest.variables.iter() {
        variable.check(checker, name);
        if let Some(value) = &variable.value {
            checker.variables(&["variables", name, "value"], value, &manifest.variables);
        }
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
