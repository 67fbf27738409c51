//! The text of a private environment: written from the template and the values of a person, or with values replaced in an existing one.

use super::{EnvironmentTemplate, Resolved};
use crate::document::{Document, NodeRef, print, quote};
use crate::postman::{Environment, Variable};
use crate::requirements::{FilledBy, RequiredVariable};
use crate::text::Span;
use camino::Utf8PathBuf;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::HashMap;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The keys that the app writes only into exports.
const EXPORT_KEYS: [&str; 2] = ["_postman_exported_at", "_postman_exported_using"];

/// A variable of the private environment: its members with an empty value, and its value.
struct PrivateVariable {
    members: Map<String, Value>,
    value: SecretString,
}

/// The text of the private environment: the variables of `template` with the values of `resolved`, then required variables that the template does
/// not list, then other variables of `old`, the existing private environment. Missing values are empty.
pub fn private_environment(
    template: &EnvironmentTemplate,
    resolved: &Resolved,
    old: Option<&Document>,
) -> Zeroizing<String> {
    let mut entries: Vec<PrivateVariable> = effective(template.environment())
        .into_iter()
        .map(|variable| private_variable(template, resolved, variable))
        .collect();
    let is_listed = |name: &str| template.environment().variables().any(|known| known.key().as_deref() == Some(name));
    for variable in template.variables().iter().filter(|variable| !is_listed(&variable.name)) {
        entries.push(PrivateVariable {
            members: members_of_required(variable),
            value: resolved_value(resolved, &variable.name),
        });
    }
    let old = old.into_iter().flat_map(|old| effective(Environment::new(old.root())));
    for variable in old {
        let is_known = |name: &str| is_listed(name) || template.variable(name).is_some();
        if variable.key().is_some_and(|name| !is_known(&name)) {
            entries.push(PrivateVariable { members: members_of(variable), value: value_of(variable) });
        }
    }
    let (lists, values): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .map(|mut entry| {
            entry.members.insert("value".to_owned(), json!(""));
            (Value::Object(entry.members), entry.value)
        })
        .unzip();
    fill(&skeleton(template, lists), &values)
}

/// The variables of an environment, each name once: the last that is enabled, else the last. The app sends that one; Newman sends the last of all, so with
/// one of each name both send the same.
fn effective(environment: Environment<'_>) -> Vec<Variable<'_>> {
    let all: Vec<Variable<'_>> = environment.variables().collect();
    let mut chosen: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for (index, variable) in all.iter().enumerate() {
        let name = variable.key().unwrap_or_default();
        let known = chosen.get(&name).copied();
        if known.is_none_or(|known| variable.is_enabled() || !all[known].is_enabled()) {
            chosen.insert(name, index);
        }
    }
    let is_chosen =
        |(index, variable): (usize, Variable<'_>)| chosen.get(&variable.key().unwrap_or_default()) == Some(&index);
    all.iter().copied().enumerate().filter(|entry| is_chosen(*entry)).map(|(_, variable)| variable).collect()
}

fn private_variable(template: &EnvironmentTemplate, resolved: &Resolved, variable: Variable<'_>) -> PrivateVariable {
    let mut members = members_of(variable);
    let name = variable.key().unwrap_or_default();
    let Some(required) = template.variable(&name) else {
        return PrivateVariable { members, value: value_of(variable) };
    };
    if required.secret {
        members.insert("type".to_owned(), json!("secret"));
    }
    let value = resolved_value(resolved, &name);
    if !value.expose_secret().is_empty() && !variable.is_enabled() {
        // A person who gives it a value wants to send it.
        members.insert("enabled".to_owned(), json!(true));
        members.shift_remove("disabled");
    }
    // A missing personal value is empty: Postman would send the placeholder of the template.
    let is_kept = value.expose_secret().is_empty() && required.filled_by != FilledBy::Person;
    PrivateVariable { members, value: if is_kept { value_of(variable) } else { value } }
}

fn resolved_value(resolved: &Resolved, name: &str) -> SecretString {
    resolved.value(name).cloned().unwrap_or_default()
}

fn value_of(variable: Variable<'_>) -> SecretString {
    SecretString::from(&*variable.value().unwrap_or_default())
}

/// The members of a variable with an empty value, in the order of the app.
fn members_of(variable: Variable<'_>) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("key".to_owned(), json!(variable.key().unwrap_or_default()));
    members.insert("value".to_owned(), json!(""));
    members.insert("type".to_owned(), json!("default"));
    for (key, value) in variable.node().members() {
        let Some(key) = key.as_str().filter(|key| !matches!(&**key, "key" | "value")) else { continue };
        members.insert(key.into_owned(), value.read().unwrap_or_default());
    }
    members.entry("enabled").or_insert_with(|| json!(variable.is_enabled()));
    members
}

fn members_of_required(variable: &RequiredVariable) -> Map<String, Value> {
    let kind = if variable.secret { "secret" } else { "default" };
    let pairs = [("key", json!(variable.name)), ("value", json!("")), ("type", json!(kind)), ("enabled", json!(true))];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The environment with empty values, printed in the canonical format.
fn skeleton(template: &EnvironmentTemplate, values: Vec<Value>) -> String {
    let node = template.environment().node();
    let mut members = Map::new();
    members.insert("id".to_owned(), json!(id(template)));
    members.insert("name".to_owned(), json!(format!("{} (private)", template.name())));
    members.insert("values".to_owned(), Value::Array(values));
    for (key, value) in node.members() {
        let Some(key) = key.as_str() else { continue };
        if !members.contains_key(&*key) && !EXPORT_KEYS.contains(&&*key) {
            members.insert(key.into_owned(), value.read().unwrap_or_default());
        }
    }
    members.entry("_postman_variable_scope").or_insert_with(|| json!("environment"));
    let text = Value::Object(members).to_string();
    Document::json("", text.as_str()).map_or(text, |document| print(document.root()))
}

/// The id of the private environment, always the same and different from the template's: importing one does not replace the other.
fn id(template: &EnvironmentTemplate) -> String {
    let shared = template.environment().node().get("id").and_then(|id| Some(id.as_str()?.into_owned()));
    let namespace = shared.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let seed = namespace.unwrap_or_else(|| {
        let name = shared.unwrap_or_else(|| template.name().into_owned());
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("environment:{name}").as_bytes())
    });
    Uuid::new_v5(&seed, b"private").to_string()
}

/// Writes the values into the skeleton. No other copy of them remains; the text is wiped when it is dropped.
fn fill(skeleton: &str, values: &[SecretString]) -> Zeroizing<String> {
    let Ok(document) = Document::json("", skeleton) else { return Zeroizing::default() };
    let nodes = Environment::new(document.root()).variables().filter_map(|variable| variable.node().get("value"));
    let edits: Vec<_> = nodes.map(NodeRef::span).zip(values).collect();
    splice(skeleton, &edits)
}

/// The reason why values cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The environment does not list the variable.
    #[error(
        "{path} has no variable `{name}`; write the environment again with `postsmith env`, or add the variable in Postman"
    )]
    NoVariable {
        /// The file.
        path: Utf8PathBuf,
        /// The variable.
        name: String,
    },
}

/// Returns the text of the environment `document` with new values of variables; every other byte is unchanged.
///
/// # Errors
/// When the environment does not list a variable.
pub fn store_values(document: &Document, values: &[(String, SecretString)]) -> Result<Zeroizing<String>, StoreError> {
    let mut edits = Vec::new();
    for (name, value) in values {
        // If a name occurs twice, the last one counts, as in Postman.
        let enabled = Environment::new(document.root()).variables().filter(|variable| variable.is_enabled());
        let node = enabled.filter(|variable| variable.key().as_deref() == Some(name)).last();
        let Some(node) = node.and_then(|variable| variable.node().get("value")) else {
            return Err(StoreError::NoVariable { path: document.path().to_owned(), name: name.clone() });
        };
        edits.push((node.span(), value));
    }
    edits.sort_by_key(|(span, _)| span.start);
    Ok(splice(document.text(), &edits))
}

/// Returns `text` with each span replaced by its value as a JSON string. The spans are in order. The result is wiped when it is dropped.
fn splice(text: &str, edits: &[(Span, &SecretString)]) -> Zeroizing<String> {
    let quoted: Vec<_> = edits.iter().map(|(_, value)| Zeroizing::new(quote(value.expose_secret()))).collect();
    // The capacity is exact: a string that grows leaves copies in memory.
    let length = text.len() + quoted.iter().map(|value| value.len()).sum::<usize>();
    let mut spliced = Zeroizing::new(String::with_capacity(length));
    let mut at = 0;
    for ((span, _), value) in edits.iter().zip(&quoted) {
        spliced.push_str(&text[at..span.start]);
        spliced.push_str(value);
        at = span.end;
    }
    spliced.push_str(&text[at..]);
    spliced
}

#[cfg(test)]
mod tests {
    use super::{private_environment, store_values};
    use crate::check::check;
    use crate::document::{Document, print};
    use crate::env::{EnvironmentTemplate, Values, resolve};
    use crate::finding::{Finding, Severity};
    use crate::requirements::RequiredVariable;
    use serde_json::Value;

    const TEMPLATE: &str = r#"{"name": "Shop", "color": null, "id": "2df51e41-3773-558d-aa7c-106241bdb12b", "values": [{"key": "HOST", "value": "shop.example", "type": "default", "enabled": true},
        {"key": "S_PASSWORD", "value": ""}, {"key": "OFF", "value": "kept", "enabled": false}, {"key": "N", "value": 5}, {"key": "S_TOKEN", "value": "<your token>", "type": "secret"}],
        "_postman_variable_scope": "environment", "_postman_exported_at": "2020"}"#;

    fn written(file: &str, old: Option<&str>) -> String {
        let used = RequiredVariable { secret: true, ..RequiredVariable::named("USED_SECRET") };
        let document = Document::json("shop.postman_environment.json", TEMPLATE).unwrap();
        let template = EnvironmentTemplate::new(document, vec![used]).unwrap();
        let old = old.map(|text| Document::json("old.json", text).unwrap());
        let mut values = Values::default();
        values.file(".env".as_ref(), file.as_bytes()).unwrap();
        if let Some(old) = &old {
            values.private(old);
        }
        values.template(template.document());
        private_environment(&template, &resolve(template.variables(), &values, &[]), old.as_ref()).to_string()
    }

    #[test]
    fn private_environment_has_its_own_id_and_name_and_the_values() {
        let text = written("S_PASSWORD='a\"\\{{b é'\nUSED_SECRET=k7Jq9x\n", None);
        let document = Document::json("p.json", text.as_str()).unwrap();
        assert_eq!(print(document.root()), text, "the text is in the canonical format");
        let is_new = |finding: &Finding| finding.severity > Severity::Note && finding.rule.group() != "secret";
        let left: Vec<_> = check(&document).into_iter().filter(is_new).collect();
        assert!(left.is_empty(), "{left:?}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["name"], "Shop (private)");
        assert!(value["id"] != "2df51e41-3773-558d-aa7c-106241bdb12b" && value["id"].as_str().unwrap().len() == 36);
        let keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["id", "name", "values", "color", "_postman_variable_scope"]);
        let of = |at: usize| {
            let text = |key: &str| value["values"][at][key].as_str().unwrap().to_owned();
            (text("key"), text("value"), text("type"), value["values"][at]["enabled"].as_bool().unwrap())
        };
        let row = |key: &str, value: &str, kind: &str, on| (key.to_owned(), value.to_owned(), kind.to_owned(), on);
        assert_eq!(of(0), row("HOST", "shop.example", "default", true));
        assert_eq!(of(1), row("S_PASSWORD", "a\"\\{{b é", "secret", true));
        assert_eq!(of(2), row("OFF", "kept", "default", false));
        assert_eq!(of(3), row("N", "5", "default", true));
        assert_eq!(of(4), row("S_TOKEN", "", "secret", true));
        assert_eq!(of(5), row("USED_SECRET", "k7Jq9x", "secret", true));
        assert_eq!(written("S_PASSWORD='a\"\\{{b é'\nUSED_SECRET=k7Jq9x\n", None), text);
    }

    #[test]
    fn of_variables_with_one_name_the_one_that_the_app_sends_is_written() {
        let template = r#"{"name": "Shop", "values": [{"key": "BASE", "value": "https://one.example"}, {"key": "BASE", "value": "https://two.example", "enabled": false},
            {"key": "OFF", "value": "1", "enabled": false}, {"key": "OFF", "value": "2", "enabled": false}]}"#;
        let document = Document::json("shop.postman_environment.json", template).unwrap();
        let template = EnvironmentTemplate::new(document, Vec::new()).unwrap();
        let mut values = Values::default();
        values.template(template.document());
        let text = private_environment(&template, &resolve(template.variables(), &values, &[]), None).to_string();
        let value: Value = serde_json::from_str(&text).unwrap();
        let rows: Vec<_> = value["values"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["key"].as_str(), row["value"].as_str(), row["enabled"].as_bool()))
            .collect();
        assert_eq!(
            rows,
            [(Some("BASE"), Some("https://one.example"), Some(true)), (Some("OFF"), Some("2"), Some(false))]
        );
    }

    #[test]
    fn second_run_keeps_existing_values() {
        let first = written("S_PASSWORD=k7Jq9x", None);
        assert_eq!(written("", Some(&first)), first);
        let mut value: Value = serde_json::from_str(&first).unwrap();
        value["values"]
            .as_array_mut()
            .unwrap()
            .push(serde_json::json!({"key": "MINE", "value": "m", "type": "any", "enabled": true}));
        let second = written("USED_SECRET=x8Kr2w", Some(&value.to_string()));
        for kept in ["\"k7Jq9x\"", "\"x8Kr2w\"", "\"MINE\"", "\"any\""] {
            assert!(second.contains(kept), "{kept}");
        }
    }

    #[test]
    fn stored_value_replaces_the_effective_one_and_every_other_byte_stays() {
        let text = "{\"name\": \"p\",  \"values\": [{\"key\": \"B\", \"value\": \"old\"}, {\"key\": \"A\", \"value\": 5},\n \
            {\"key\": \"B\", \"value\": \"\"}, {\"key\": \"B\", \"value\": \"off\", \"enabled\": false}]}";
        let document = Document::json("p.json", text).unwrap();
        let values = |names: [&str; 2]| names.map(|name| (name.to_owned(), format!("new \"{name}").into()));
        let stored = store_values(&document, &values(["B", "A"])).unwrap();
        let expected = text.replace("\"value\": 5", r#""value": "new \"A""#);
        assert_eq!(*stored, expected.replace("\"value\": \"\"", r#""value": "new \"B""#));
        let error = store_values(&document, &values(["A", "C"])).unwrap_err().to_string();
        assert!(error.starts_with("p.json has no variable `C`"), "{error}");
    }
}
