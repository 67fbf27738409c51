//! The private environment: a copy of the template with the values put in.

use super::store::splice;
use super::{Resolved, Template};
use crate::document::{Document, NodeRef, print};
use crate::postman::{Environment, Variable};
use crate::requirements::{FilledBy, RequiredVariable};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};
use uuid::Uuid;
use zeroize::Zeroizing;

/// How the name of every private environment ends: git is told to ignore it by that.
pub const PRIVATE: &str = ".private.postman_environment.json";

/// What the app writes into exports, which this is none.
const OF_EXPORTS: [&str; 2] = ["_postman_exported_at", "_postman_exported_using"];

/// A variable of the new environment without its value, and the value.
struct Entry {
    members: Map<String, Value>,
    value: SecretString,
}

/// The text of the private environment: the variables of `template` with the values of `resolved`, then what a person needs and the template does not
/// list, then what `old`, the private environment that is there already, has beside these. What is missing is empty.
pub fn private(template: &Template, resolved: &Resolved, old: Option<&Document>) -> Zeroizing<String> {
    let mut entries: Vec<Entry> =
        template.environment().variables().map(|variable| of_template(template, resolved, variable)).collect();
    let is_listed = |name: &str| template.environment().variables().any(|known| known.key().as_deref() == Some(name));
    for need in template.needs().iter().filter(|need| !is_listed(&need.name)) {
        entries.push(Entry { members: members(need), value: given(resolved, &need.name) });
    }
    let old = old.into_iter().flat_map(|old| Environment::new(old.root()).variables().collect::<Vec<_>>());
    for variable in old {
        let is_known = |name: &str| is_listed(name) || template.need(name).is_some();
        if variable.key().is_some_and(|name| !is_known(&name)) {
            entries.push(Entry { members: read(variable), value: own(variable) });
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

fn of_template(template: &Template, resolved: &Resolved, variable: Variable<'_>) -> Entry {
    let mut members = read(variable);
    let name = variable.key().unwrap_or_default();
    let Some(need) = template.need(&name) else { return Entry { members, value: own(variable) } };
    if need.secret {
        members.insert("type".to_owned(), json!("secret"));
    }
    let value = given(resolved, &name);
    if !value.expose_secret().is_empty() && !variable.is_enabled() {
        // Whoever gives it a value wants it to be sent.
        members.insert("enabled".to_owned(), json!(true));
        members.shift_remove("disabled");
    }
    // What a person leaves out is empty; what stands in its place in the template would be sent.
    let is_kept = value.expose_secret().is_empty() && need.filled_by != FilledBy::Person;
    Entry { members, value: if is_kept { own(variable) } else { value } }
}

fn given(resolved: &Resolved, name: &str) -> SecretString {
    resolved.value(name).cloned().unwrap_or_default()
}

fn own(variable: Variable<'_>) -> SecretString {
    SecretString::from(&*variable.value().unwrap_or_default())
}

/// The members of a variable but for its value, in the app's order.
fn read(variable: Variable<'_>) -> Map<String, Value> {
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

fn members(need: &RequiredVariable) -> Map<String, Value> {
    let kind = if need.secret { "secret" } else { "default" };
    let pairs = [("key", json!(need.name)), ("value", json!("")), ("type", json!(kind)), ("enabled", json!(true))];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The environment in the canonical form, with empty values.
fn skeleton(template: &Template, values: Vec<Value>) -> String {
    let node = template.environment().node();
    let mut members = Map::new();
    members.insert("id".to_owned(), json!(id(template)));
    members.insert("name".to_owned(), json!(format!("{} (private)", template.name())));
    members.insert("values".to_owned(), Value::Array(values));
    for (key, value) in node.members() {
        let Some(key) = key.as_str() else { continue };
        if !members.contains_key(&*key) && !OF_EXPORTS.contains(&&*key) {
            members.insert(key.into_owned(), value.read().unwrap_or_default());
        }
    }
    members.entry("_postman_variable_scope").or_insert_with(|| json!("environment"));
    let text = Value::Object(members).to_string();
    Document::json("", text.as_str()).map_or(text, |document| print(document.root()))
}

/// An id of its own, always the same: imported beside the template, neither takes the place of the other.
fn id(template: &Template) -> String {
    let shared = template.environment().node().get("id").and_then(|id| Some(id.as_str()?.into_owned()));
    let namespace = shared.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let seed = namespace.unwrap_or_else(|| {
        let name = shared.unwrap_or_else(|| template.name().into_owned());
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("environment:{name}").as_bytes())
    });
    Uuid::new_v5(&seed, b"private").to_string()
}

/// Puts the values into the skeleton. They stand in this text only, which is wiped when it is dropped.
fn fill(skeleton: &str, values: &[SecretString]) -> Zeroizing<String> {
    let Ok(document) = Document::json("", skeleton) else { return Zeroizing::default() };
    let nodes = Environment::new(document.root()).variables().filter_map(|variable| variable.node().get("value"));
    let edits: Vec<_> = nodes.map(NodeRef::span).zip(values).collect();
    splice(skeleton, &edits)
}

#[cfg(test)]
mod tests {
    use super::private;
    use crate::check::check;
    use crate::document::{Document, print};
    use crate::env::{Template, Values, resolve};
    use crate::finding::{Finding, Severity};
    use crate::requirements::RequiredVariable;
    use serde_json::Value;

    const TEMPLATE: &str = r#"{"name": "Shop", "color": null, "id": "2df51e41-3773-558d-aa7c-106241bdb12b", "values": [{"key": "HOST", "value": "shop.example", "type": "default", "enabled": true},
        {"key": "S_PASSWORD", "value": ""}, {"key": "OFF", "value": "kept", "enabled": false}, {"key": "N", "value": 5}, {"key": "S_TOKEN", "value": "<your token>", "type": "secret"}],
        "_postman_variable_scope": "environment", "_postman_exported_at": "2020"}"#;

    fn made(file: &str, old: Option<&str>) -> String {
        let used = RequiredVariable { secret: true, ..RequiredVariable::named("USED_SECRET") };
        let document = Document::json("shop.postman_environment.json", TEMPLATE).unwrap();
        let template = Template::new(document, vec![used]).unwrap();
        let old = old.map(|text| Document::json("old.json", text).unwrap());
        let mut values = Values::default();
        values.file(".env".as_ref(), file.as_bytes()).unwrap();
        if let Some(old) = &old {
            values.private(old);
        }
        values.template(template.document());
        private(&template, &resolve(template.needs(), &values, &[]), old.as_ref()).to_string()
    }

    #[test]
    fn values_stand_in_a_copy_with_an_id_and_a_name_of_its_own() {
        let text = made("S_PASSWORD='a\"\\{{b é'\nUSED_SECRET=k7Jq9x\n", None);
        let document = Document::json("p.json", text.as_str()).unwrap();
        assert_eq!(print(document.root()), text, "it is in the canonical form");
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
        assert_eq!(made("S_PASSWORD='a\"\\{{b é'\nUSED_SECRET=k7Jq9x\n", None), text);
    }

    #[test]
    fn a_second_run_keeps_what_is_there() {
        let first = made("S_PASSWORD=k7Jq9x", None);
        assert_eq!(made("", Some(&first)), first);
        let mut value: Value = serde_json::from_str(&first).unwrap();
        value["values"]
            .as_array_mut()
            .unwrap()
            .push(serde_json::json!({"key": "MINE", "value": "m", "type": "any", "enabled": true}));
        let second = made("USED_SECRET=x8Kr2w", Some(&value.to_string()));
        for kept in ["\"k7Jq9x\"", "\"x8Kr2w\"", "\"MINE\"", "\"any\""] {
            assert!(second.contains(kept), "{kept}");
        }
    }
}
