//! An environment as everybody may have it: what is a secret, or of somebody's last run, is empty.

use crate::document::{Document, Kind, NodeRef, SyntaxError, quote};
use crate::postman::{Environment, Variable};
use crate::secret::decode::KnownValues;
use crate::secret::{Risk, SHORTEST_TOKEN, is_secret_name, scan};
use crate::text::{self, Edit, Span};
use std::collections::HashSet;

/// The members of a variable that hold a value of it.
const VALUES: [&str; 4] = ["value", "initialValue", "currentValue", "sessionValue"];
/// The members of a variable that are handed over.
const KEPT: [&str; 8] = ["key", "name", "type", "enabled", "disabled", "description", "id", "uuid"];
/// The members of an environment that are handed over.
const KEPT_OUTSIDE: [&str; 6] = ["id", "uid", "name", "values", "color", "timestamp"];

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
    /// Keys that Postman does not read, or that nobody else needs: they may hold anything.
    pub(super) dropped: Vec<String>,
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
pub(super) fn template(
    document: &Document,
    rules: &Rules<'_>,
    taken: &mut KnownValues,
) -> Result<Template, SyntaxError> {
    let found = scan(document);
    let found: HashSet<usize> = found
        .iter()
        .filter(|secret| secret.risk >= Risk::Medium)
        .map(|secret| {
            taken.add(secret.value());
            secret.node.index()
        })
        .collect();
    let (mut edits, mut emptied, mut spans, mut dropped) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let environment = Environment::new(document.root());
    let is_kept = |key: &str| KEPT_OUTSIDE.contains(&key) || key.starts_with("_postman_");
    drop_members(environment.node(), is_kept, &mut edits, &mut spans, &mut dropped);
    for variable in environment.variables() {
        let is_kept = |key: &str| KEPT.contains(&key) || VALUES.contains(&key);
        let others = drop_members(variable.node(), is_kept, &mut edits, &mut spans, &mut dropped);
        let name = variable.key().unwrap_or_default();
        let values: Vec<NodeRef<'_>> = values(variable).collect();
        let is_secret = variable.is_secret()
            || is_secret_name(&name)
            || (rules.is_declared)(&name)
            || values.iter().any(|value| value.descendants().any(|node| found.contains(&node.index())));
        let is_stored = rules.is_set.contains(&*name)
            && values.iter().any(|value| value.as_str().is_some_and(|value| is_token(&value)));
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
            // Former values of it, or copies.
            for text in others.iter().flat_map(|other| other.descendants()).filter_map(NodeRef::as_str) {
                taken.add(&text);
            }
            edits.extend(masked(variable));
        }
        if !values.is_empty() {
            let (file, name) = (document.path().to_owned(), name.into_owned());
            emptied.push(Emptied { file, name, is_secret });
        }
    }
    let text = text::apply(document.text(), edits).unwrap_or_else(|_| document.text().to_owned());
    dropped.sort();
    dropped.dedup();
    Ok(Template { document: Document::json(document.path(), text)?, emptied, dropped, spans })
}

/// Everything that is a value of `variable`; a key that stands twice has two.
fn values(variable: Variable<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    let members = variable.node().members();
    members.filter(|(key, _)| VALUES.iter().any(|name| key.is_str(name))).map(|(_, value)| value)
}

fn is_empty(value: NodeRef<'_>) -> bool {
    value.kind() == Kind::Null || value.is_str("")
}

/// Whether a value that scripts store may be a token. Whatever else they store, whoever runs them next may have, and may need before they run.
fn is_token(value: &str) -> bool {
    value.len() >= SHORTEST_TOKEN && !value.contains("://") && !value.contains(char::is_whitespace)
}

/// Takes the members of `object` out that are not to be kept, and returns their values.
fn drop_members<'d>(
    object: NodeRef<'d>,
    is_kept: impl Fn(&str) -> bool,
    edits: &mut Vec<Edit>,
    spans: &mut Vec<Span>,
    dropped: &mut Vec<String>,
) -> Vec<NodeRef<'d>> {
    let members: Vec<(NodeRef<'d>, NodeRef<'d>)> = object.members().collect();
    let mut others = Vec::new();
    let mut has_kept = false;
    for (index, (key, value)) in members.iter().enumerate() {
        let name = key.as_str().unwrap_or_default();
        if is_kept(&name) {
            has_kept = true;
            continue;
        }
        // With the comma before it, or (nothing stays before it) behind it.
        let span = match (index.checked_sub(1).filter(|_| has_kept), members.get(index + 1)) {
            (Some(before), _) => Span::new(members[before].1.span().end, value.span().end),
            (None, Some((next, _))) => Span::new(key.span().start, next.span().start),
            (None, None) => Span::new(key.span().start, value.span().end),
        };
        edits.push(Edit { span, replacement: String::new() });
        spans.push(Span::new(key.span().start, value.span().end));
        dropped.push(name.into_owned());
        others.push(*value);
    }
    others
}

/// What makes the app show dots for whatever is filled in.
fn masked(variable: Variable<'_>) -> Option<Edit> {
    let kind = variable.node().get("type").filter(|kind| kind.kind() == Kind::String && !kind.is_str("secret"))?;
    Some(Edit { span: kind.span(), replacement: quote("secret") })
}

#[cfg(test)]
mod tests {
    use super::{Rules, template};
    use crate::document::Document;
    use crate::secret::decode::KnownValues;
    use std::collections::HashSet;

    #[test]
    fn secrets_and_what_scripts_store_are_empty_and_nothing_else_changes() {
        let text = r#"{"name": "E", "values": [{"key": "BASE", "value": "https://a.example"}, {"key": "API_KEY", "value": "k3y-f0r-n0b0dy", "type": "default"},
            {"key": "PIN", "value": 4711, "type": "any"}, {"key": "ORDER", "value": "17"}, {"key": "RUN", "value": "Zq81kLm20Pw93Xv7"}, {"key": "KIND", "value": "Bearer"},
            {"key": "ORG", "value": "42"}, {"key": "OLD", "value": "0ld-v4lu3", "type": "secret", "enabled": false}]}"#;
        let document = Document::json("e.json", text).unwrap();
        let is_set: HashSet<String> = ["ORDER", "RUN", "KIND"].map(str::to_owned).into();
        let rules = Rules { is_declared: &|name| name == "PIN", is_set: &is_set };
        let mut taken = KnownValues::default();
        let template = template(&document, &rules, &mut taken).unwrap();
        let expected = text
            .replace("\"k3y-f0r-n0b0dy\", \"type\": \"default\"", "\"\", \"type\": \"secret\"")
            .replace("4711, \"type\": \"any\"", "\"\", \"type\": \"secret\"")
            .replace("Zq81kLm20Pw93Xv7", "")
            .replace("0ld-v4lu3", "");
        assert_eq!(template.document.text(), expected);
        let names: Vec<_> = template.emptied.iter().map(|one| (one.name.as_str(), one.is_secret)).collect();
        assert_eq!(names, [("API_KEY", true), ("PIN", true), ("RUN", false), ("OLD", true)]);
        assert_eq!(taken.values(), ["k3y-f0r-n0b0dy", "0ld-v4lu3"]);
    }

    #[test]
    fn what_postman_does_not_read_is_taken_out_wherever_it_stands() {
        let text = r#"{"x": 1, "y": 2, "name": "E", "z": [3], "values": [{"old": "0ld-v4lu3-x", "key": "A_TOKEN", "value": "", "type": "secret", "more": {}}, {"odd": 1}], "end": 4}"#;
        let document = Document::json("e.json", text).unwrap();
        let rules = Rules { is_declared: &|_| false, is_set: &HashSet::new() };
        let mut taken = KnownValues::default();
        let template = template(&document, &rules, &mut taken).unwrap();
        let expected = r#"{"name": "E", "values": [{"key": "A_TOKEN", "value": "", "type": "secret"}, {}]}"#;
        assert_eq!(template.document.text(), expected);
        assert_eq!(template.dropped, ["end", "more", "odd", "old", "x", "y", "z"]);
        assert_eq!(taken.values(), ["0ld-v4lu3-x"]);
    }
}
