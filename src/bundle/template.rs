//! An environment as everybody may have it: what is a secret, or of somebody's last run, is empty.

use super::forms::Taken;
use crate::document::{Document, Kind, NodeRef, SyntaxError, quote};
use crate::postman::{Environment, Variable};
use crate::secret::{Strength, is_secret_name, scan};
use crate::text::{self, Edit, Span};
use std::collections::HashSet;

/// The members of a variable that hold a value of it.
const VALUES: [&str; 4] = ["value", "initialValue", "currentValue", "sessionValue"];
/// What a script stores and everybody may know.
const SCHEMES: [&str; 3] = ["bearer", "basic", "digest"];

/// A variable whose value was not handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emptied {
    /// Its environment, as a path.
    pub file: camino::Utf8PathBuf,
    /// Its name.
    pub name: String,
    /// Whether it is a secret; else a script stores it.
    pub is_secret: bool,
}

/// A template, and what of its file is not in it.
pub(super) struct Template {
    pub(super) document: Document,
    pub(super) emptied: Vec<Emptied>,
    /// Where values stood in the file.
    pub(super) spans: Vec<Span>,
}

/// What tells the values that are nobody else's.
pub(super) struct Rules<'r> {
    /// Whether somebody has declared the variable of that name to be a secret.
    pub(super) is_declared: &'r dyn Fn(&str) -> bool,
    /// The variables that scripts store.
    pub(super) is_set: &'r HashSet<String>,
}

/// The template of the environment `document`. Every byte stays as it is but for the values that are taken out, which `taken` learns.
pub(super) fn template(document: &Document, rules: &Rules<'_>, taken: &mut Taken) -> Result<Template, SyntaxError> {
    let found = scan(document);
    let found: HashSet<usize> = found
        .iter()
        .filter(|secret| secret.strength >= Strength::Weak)
        .map(|secret| {
            taken.add(secret.value());
            secret.node.index()
        })
        .collect();
    let (mut edits, mut emptied, mut spans) = (Vec::new(), Vec::new(), Vec::new());
    for variable in Environment::new(document.root()).variables() {
        let name = variable.key().unwrap_or_default();
        let values: Vec<NodeRef<'_>> = values(variable).collect();
        let is_secret = variable.is_secret()
            || is_secret_name(&name)
            || (rules.is_declared)(&name)
            || values.iter().any(|value| value.descendants().any(|node| found.contains(&node.index())));
        let is_stored = rules.is_set.contains(&*name) && !variable.value().is_some_and(|value| is_shared(&value));
        let values: Vec<NodeRef<'_>> = values.into_iter().filter(|value| !is_empty(*value)).collect();
        if !is_secret && !is_stored {
            continue;
        }
        for value in &values {
            edits.push(Edit { span: value.span(), replacement: quote("") });
            spans.push(value.span());
            if is_secret && let Some(text) = value.as_str() {
                taken.add(&text);
            }
        }
        if is_secret {
            edits.extend(masked(variable));
        }
        if !values.is_empty() {
            let (file, name) = (document.path().to_owned(), name.into_owned());
            emptied.push(Emptied { file, name, is_secret });
        }
    }
    let text = text::apply(document.text(), edits).unwrap_or_else(|_| document.text().to_owned());
    Ok(Template { document: Document::json(document.path(), text)?, emptied, spans })
}

/// Everything that is a value of `variable`; a key that stands twice has two.
fn values(variable: Variable<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    let members = variable.node().members();
    members.filter(|(key, _)| VALUES.iter().any(|name| key.is_str(name))).map(|(_, value)| value)
}

fn is_empty(value: NodeRef<'_>) -> bool {
    value.kind() == Kind::Null || value.is_str("")
}

/// An address or the name of a scheme: whoever runs the scripts next may have it, and may need it before they run.
fn is_shared(value: &str) -> bool {
    value.contains("://") || SCHEMES.iter().any(|scheme| value.eq_ignore_ascii_case(scheme))
}

/// What makes the app show dots for whatever is filled in.
fn masked(variable: Variable<'_>) -> Option<Edit> {
    let kind = variable.node().get("type").filter(|kind| kind.kind() == Kind::String && !kind.is_str("secret"))?;
    Some(Edit { span: kind.span(), replacement: quote("secret") })
}

#[cfg(test)]
mod tests {
    use super::{Rules, Taken, template};
    use crate::document::Document;
    use std::collections::HashSet;

    #[test]
    fn secrets_and_what_scripts_store_are_empty_and_nothing_else_changes() {
        let text = r#"{"name": "E", "values": [{"key": "BASE", "value": "https://a.example"}, {"key": "API_KEY", "value": "k3y-f0r-n0b0dy", "type": "default"},
            {"key": "PIN", "value": 4711, "type": "any"}, {"key": "ORDER", "value": "17"}, {"key": "KIND", "value": "Bearer"},
            {"key": "ORG", "value": "42"}, {"key": "OLD", "value": "0ld-v4lu3", "type": "secret", "enabled": false}]}"#;
        let document = Document::json("e.json", text).unwrap();
        let is_set: HashSet<String> = ["ORDER", "KIND"].map(str::to_owned).into();
        let rules = Rules { is_declared: &|name| name == "PIN", is_set: &is_set };
        let mut taken = Taken::default();
        let template = template(&document, &rules, &mut taken).unwrap();
        let expected = text
            .replace("\"k3y-f0r-n0b0dy\", \"type\": \"default\"", "\"\", \"type\": \"secret\"")
            .replace("4711, \"type\": \"any\"", "\"\", \"type\": \"secret\"")
            .replace("\"17\"", "\"\"")
            .replace("0ld-v4lu3", "");
        assert_eq!(template.document.text(), expected);
        let names: Vec<_> = template.emptied.iter().map(|one| (one.name.as_str(), one.is_secret)).collect();
        assert_eq!(names, [("API_KEY", true), ("PIN", true), ("ORDER", false), ("OLD", true)]);
        assert_eq!(taken.values(), ["k3y-f0r-n0b0dy", "0ld-v4lu3"]);
    }
}
