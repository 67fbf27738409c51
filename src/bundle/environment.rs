//! The environments of a bundle: exported ones whose secrets are made empty, or a new one for a collection without any.

use super::portable_name::portable_name;
use crate::document::{Document, Kind, NodeRef, SyntaxError, quote};
use crate::postman::{Environment, Variable};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::secret::decode::KnownValues;
use crate::secret::{Risk, SHORTEST_TOKEN, is_secret_name, scan};
use crate::source::manifest::DeclaredVariable;
use crate::text::{self, Edit, Span};
use camino::Utf8PathBuf;
use indexmap::IndexMap;
use std::collections::HashSet;

/// The members of a variable that contain a value.
const VALUE_KEYS: [&str; 4] = ["value", "initialValue", "currentValue", "sessionValue"];
/// The other members of a variable that are kept.
const VARIABLE_KEYS: [&str; 8] = ["key", "name", "type", "enabled", "disabled", "description", "id", "uuid"];
/// The members of an environment that are kept.
const ENVIRONMENT_KEYS: [&str; 6] = ["id", "uid", "name", "values", "color", "timestamp"];

/// A variable whose value was removed from an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptiedVariable {
    /// The path of the environment.
    pub file: Utf8PathBuf,
    /// The name.
    pub name: String,
    /// Whether it is a secret; else it may be a token that a script stored.
    pub is_secret: bool,
}

/// An environment without its secrets, and what was removed.
pub(super) struct EmptiedEnvironment {
    pub(super) document: Document,
    pub(super) emptied: Vec<EmptiedVariable>,
    /// The keys that were removed: Postman does not read them, and they may contain secrets.
    pub(super) removed_keys: Vec<String>,
    /// The spans of removed text in the original file.
    pub(super) removed_spans: Vec<Span>,
}

/// The variables of an environment that may be secrets, besides those that look like one.
pub(super) struct SecretVariables<'r> {
    /// Whether the variable with the name is declared as a secret.
    pub(super) is_declared_secret: &'r dyn Fn(&str) -> bool,
    /// The variables that scripts set.
    pub(super) set_by_scripts: &'r HashSet<String>,
}

/// Removes the secrets of the environment `document`; every other byte is unchanged. The removed values are added to `removed_values`.
///
/// # Errors
/// When the result is not valid JSON, which would be a mistake of this function.
pub(super) fn empty_secrets(
    document: &Document,
    secrets: &SecretVariables<'_>,
    removed_values: &mut KnownValues,
) -> Result<EmptiedEnvironment, SyntaxError> {
    let found = scan(document);
    let found: HashSet<usize> = found
        .iter()
        .filter(|secret| secret.risk >= Risk::Medium)
        .map(|secret| {
            removed_values.add(secret.value());
            secret.node.index()
        })
        .collect();
    let (mut edits, mut emptied, mut removed_spans, mut removed_keys) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let environment = Environment::new(document.root());
    let is_kept = |key: &str| ENVIRONMENT_KEYS.contains(&key) || key.starts_with("_postman_");
    remove_members(environment.node(), is_kept, &mut edits, &mut removed_spans, &mut removed_keys);
    for variable in environment.variables() {
        let is_kept = |key: &str| VARIABLE_KEYS.contains(&key) || VALUE_KEYS.contains(&key);
        let removed = remove_members(variable.node(), is_kept, &mut edits, &mut removed_spans, &mut removed_keys);
        let name = variable.key().unwrap_or_default();
        let values: Vec<NodeRef<'_>> = values(variable).collect();
        let is_secret = variable.is_secret()
            || is_secret_name(&name)
            || (secrets.is_declared_secret)(&name)
            || values.iter().any(|value| value.descendants().any(|node| found.contains(&node.index())));
        let is_stored = secrets.set_by_scripts.contains(&*name)
            && values.iter().any(|value| value.as_str().is_some_and(|value| is_token(&value)));
        let values: Vec<NodeRef<'_>> = values.into_iter().filter(|value| !is_empty(*value)).collect();
        if !is_secret && !is_stored {
            continue;
        }
        for value in &values {
            edits.push(Edit { span: value.span(), replacement: quote("") });
            removed_spans.push(value.span());
            if is_secret && let Some(text) = value.as_str() {
                removed_values.add(&text);
            }
        }
        if is_secret {
            // The removed keys may contain former values or copies.
            for text in removed.iter().flat_map(|value| value.descendants()).filter_map(NodeRef::as_str) {
                removed_values.add(&text);
            }
            edits.extend(set_type_to_secret(variable));
        }
        if !values.is_empty() {
            let (file, name) = (document.path().to_owned(), name.into_owned());
            emptied.push(EmptiedVariable { file, name, is_secret });
        }
    }
    let text = text::apply(document.text(), edits).unwrap_or_else(|_| document.text().to_owned());
    removed_keys.sort();
    removed_keys.dedup();
    Ok(EmptiedEnvironment { document: Document::json(document.path(), text)?, emptied, removed_keys, removed_spans })
}

/// The values of `variable`. A duplicate key has two values.
fn values(variable: Variable<'_>) -> impl Iterator<Item = NodeRef<'_>> {
    let members = variable.node().members();
    members.filter(|(key, _)| VALUE_KEYS.iter().any(|name| key.is_str(name))).map(|(_, value)| value)
}

fn is_empty(value: NodeRef<'_>) -> bool {
    value.kind() == Kind::Null || value.is_str("")
}

/// Whether a value that scripts store may be a token. Other stored values are kept: requests may need them before the scripts run.
fn is_token(value: &str) -> bool {
    value.len() >= SHORTEST_TOKEN && !value.contains("://") && !value.contains(char::is_whitespace)
}

/// Removes the members of `object` that are not kept, and returns their values.
fn remove_members<'d>(
    object: NodeRef<'d>,
    is_kept: impl Fn(&str) -> bool,
    edits: &mut Vec<Edit>,
    removed_spans: &mut Vec<Span>,
    removed_keys: &mut Vec<String>,
) -> Vec<NodeRef<'d>> {
    let members: Vec<(NodeRef<'d>, NodeRef<'d>)> = object.members().collect();
    let mut removed = Vec::new();
    let mut has_kept = false;
    for (index, (key, value)) in members.iter().enumerate() {
        let name = key.as_str().unwrap_or_default();
        if is_kept(&name) {
            has_kept = true;
            continue;
        }
        // The comma before the member is removed too, or the comma after it if no member remains before it.
        let span = match (index.checked_sub(1).filter(|_| has_kept), members.get(index + 1)) {
            (Some(before), _) => Span::new(members[before].1.span().end, value.span().end),
            (None, Some((next, _))) => Span::new(key.span().start, next.span().start),
            (None, None) => Span::new(key.span().start, value.span().end),
        };
        edits.push(Edit { span, replacement: String::new() });
        removed_spans.push(Span::new(key.span().start, value.span().end));
        removed_keys.push(name.into_owned());
        removed.push(*value);
    }
    removed
}

/// The edit that gives the variable the type `secret`, so that the app hides its value.
fn set_type_to_secret(variable: Variable<'_>) -> Option<Edit> {
    let kind = variable.node().get("type").filter(|kind| kind.kind() == Kind::String && !kind.is_str("secret"))?;
    Some(Edit { span: kind.span(), replacement: quote("secret") })
}

/// Makes an environment with the `name` for a collection that was exported without one. It lists the `variables` that have no value in the
/// collection; none if every variable has a value. `stem` is the beginning of the file name.
///
/// # Errors
/// When the environment is not valid JSON, which would be a mistake of this function.
pub(super) fn new_environment(
    stem: &str,
    name: &str,
    variables: &[RequiredVariable],
    described: &IndexMap<String, DeclaredVariable>,
) -> Result<Option<Document>, SyntaxError> {
    let open: Vec<&RequiredVariable> =
        variables.iter().filter(|variable| variable.filled_by != FilledBy::Template).collect();
    if open.is_empty() {
        return Ok(None);
    }
    let member = |variable: &&RequiredVariable| {
        let value =
            described.get(&variable.name).filter(|_| !variable.secret).and_then(|declared| declared.value.as_deref());
        let kind = if variable.secret { "secret" } else { "default" };
        let (key, value) = (quote(&variable.name), quote(value.unwrap_or_default()));
        format!(
            "\n\t\t{{\n\t\t\t\"key\": {key},\n\t\t\t\"value\": {value},\n\t\t\t\"type\": \"{kind}\",\n\t\t\t\"enabled\": true\n\t\t}}"
        )
    };
    let values: Vec<String> = open.iter().map(member).collect();
    let text = format!(
        "{{\n\t\"name\": {},\n\t\"values\": [{}\n\t],\n\t\"_postman_variable_scope\": \"environment\"\n}}\n",
        quote(name),
        values.join(",")
    );
    Document::json(format!("{}.postman_environment.json", portable_name(stem)), text).map(Some)
}

#[cfg(test)]
mod tests {
    use super::{SecretVariables, empty_secrets};
    use crate::document::Document;
    use crate::secret::decode::KnownValues;
    use std::collections::HashSet;

    #[test]
    fn secrets_and_stored_tokens_are_removed_and_nothing_else_changes() {
        let text = r#"{"name": "E", "values": [{"key": "BASE", "value": "https://a.example"}, {"key": "API_KEY", "value": "k3y-f0r-n0b0dy", "type": "default"},
            {"key": "PIN", "value": 4711, "type": "any"}, {"key": "ORDER", "value": "17"}, {"key": "RUN", "value": "Zq81kLm20Pw93Xv7"}, {"key": "KIND", "value": "Bearer"},
            {"key": "ORG", "value": "42"}, {"key": "OLD", "value": "0ld-v4lu3", "type": "secret", "enabled": false}]}"#;
        let document = Document::json("e.json", text).unwrap();
        let set_by_scripts: HashSet<String> = ["ORDER", "RUN", "KIND"].map(str::to_owned).into();
        let secrets = SecretVariables { is_declared_secret: &|name| name == "PIN", set_by_scripts: &set_by_scripts };
        let mut removed_values = KnownValues::default();
        let environment = empty_secrets(&document, &secrets, &mut removed_values).unwrap();
        let expected = text
            .replace("\"k3y-f0r-n0b0dy\", \"type\": \"default\"", "\"\", \"type\": \"secret\"")
            .replace("4711, \"type\": \"any\"", "\"\", \"type\": \"secret\"")
            .replace("Zq81kLm20Pw93Xv7", "")
            .replace("0ld-v4lu3", "");
        assert_eq!(environment.document.text(), expected);
        let names: Vec<_> = environment.emptied.iter().map(|one| (one.name.as_str(), one.is_secret)).collect();
        assert_eq!(names, [("API_KEY", true), ("PIN", true), ("RUN", false), ("OLD", true)]);
        assert_eq!(removed_values.values(), ["k3y-f0r-n0b0dy", "0ld-v4lu3"]);
    }

    #[test]
    fn keys_that_postman_does_not_read_are_removed_everywhere() {
        let text = r#"{"x": 1, "y": 2, "name": "E", "z": [3], "values": [{"old": "0ld-v4lu3-x", "key": "A_TOKEN", "value": "", "type": "secret", "more": {}}, {"odd": 1}], "end": 4}"#;
        let document = Document::json("e.json", text).unwrap();
        let secrets = SecretVariables { is_declared_secret: &|_| false, set_by_scripts: &HashSet::new() };
        let mut removed_values = KnownValues::default();
        let environment = empty_secrets(&document, &secrets, &mut removed_values).unwrap();
        let expected = r#"{"name": "E", "values": [{"key": "A_TOKEN", "value": "", "type": "secret"}, {}]}"#;
        assert_eq!(environment.document.text(), expected);
        assert_eq!(environment.removed_keys, ["end", "more", "odd", "old", "x", "y", "z"]);
        assert_eq!(removed_values.values(), ["0ld-v4lu3-x"]);
    }
}
