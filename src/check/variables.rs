//! Variables of a group: a collection with its environments.

use crate::document::{Document, Kind, NodeRef};
use crate::finding::{Finding, Place, Rule};
use crate::postman::{Collection, Environment, Reference, Variable, references};
use crate::text::suggest;
use std::collections::BTreeSet;

/// A variable that is used and that neither the collection nor one of the environments declares.
pub const UNDECLARED: Rule = Rule("undeclared-variable");

/// Where a `{{NAME}}` is text for people or the program of a script, not a use.
const NOT_A_USE: &[&str] = &["description", "exec", "response", "_postman_id", "name"];

/// The uses of variables in the requests, auth blocks and variables of `collection` that nothing declares.
///
/// Every environment must declare what it is to be sent with, so each that lacks the name is listed.
pub fn undeclared(collection: &Document, environments: &[&Document]) -> Vec<Finding> {
    let own: BTreeSet<_> = Collection::new(collection.root()).variables().filter_map(Variable::key).collect();
    let environments: Vec<_> = environments
        .iter()
        .map(|document| {
            let view = Environment::new(document.root());
            let name = view.name().unwrap_or_default();
            (name, view.variables().filter_map(Variable::key).collect::<BTreeSet<_>>())
        })
        .collect();
    let mut findings = Vec::new();
    for (node, name) in uses(collection.root()) {
        let lacking: Vec<_> = environments.iter().filter(|(_, keys)| !keys.contains(name.as_str())).collect();
        if own.contains(name.as_str()) || (lacking.is_empty() && !environments.is_empty()) {
            continue;
        }
        let known = own.iter().chain(environments.iter().flat_map(|(_, keys)| keys));
        let message = if lacking.len() == environments.len() {
            format!("the variable `{name}` is used but not declared")
        } else {
            let names: Vec<_> = lacking.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            format!("the variable `{name}` is used but not declared in {}", names.join(", "))
        };
        let help = match suggest(&name, known.map(AsRef::as_ref)) {
            Some(near) if near != name => format!("did you mean `{near}`?"),
            _ => format!("declare it, in a source as [variables.{name}]"),
        };
        findings.push(Finding::error(UNDECLARED, Place::of(node), message).help(help));
    }
    findings
}

/// The strings below `root` that are sent, with the names of the variables in them.
fn uses(root: NodeRef<'_>) -> Vec<(NodeRef<'_>, String)> {
    let mut found = Vec::new();
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        match node.kind() {
            Kind::String => {
                let text = node.as_str().unwrap_or_default();
                let names = references(&text).filter(Reference::is_declared_by_user);
                found.extend(names.map(|used| (node, used.name.to_owned())));
            }
            Kind::Array => pending.extend(node.elements()),
            Kind::Object => {
                let sent = |key: NodeRef<'_>| !NOT_A_USE.iter().any(|skipped| key.is_str(skipped));
                pending.extend(node.members().filter(|(key, _)| sent(*key)).map(|(_, value)| value));
            }
            Kind::Null | Kind::Bool(_) | Kind::Number => {}
        }
    }
    found.sort_by_key(|(node, _)| node.index());
    found
}

#[cfg(test)]
mod tests {
    use super::undeclared;
    use crate::document::Document;

    fn findings(collection: &str, environments: &[&str]) -> Vec<String> {
        let collection = Document::json("c.json", collection).unwrap();
        let environments: Vec<_> = environments.iter().map(|text| Document::json("e.json", *text).unwrap()).collect();
        let environments: Vec<_> = environments.iter().collect();
        undeclared(&collection, &environments).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn uses_are_found_and_texts_for_people_are_not_uses() {
        let collection = r#"{"variable": [{"key": "OWN", "value": "{{A}}"}], "item": [{"name": "{{x}}", "description": "{{y}}",
            "event": [{"script": {"exec": ["`${{a}}`", "{{z}}"]}}], "response": [{"body": "{{w}}"}],
            "request": {"url": {"raw": "{{A}}/{{OWN}}/{{$guid}}/{{vault:k}}/{{AA}}"}}}]}"#;
        let shown = findings(collection, &[r#"{"name": "e", "values": [{"key": "A"}]}"#]);
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert!(shown[0].contains("the variable `AA` is used but not declared (undeclared-variable)"), "{shown:?}");
    }

    #[test]
    fn the_environments_that_lack_it_are_named() {
        let shown = findings(
            r#"{"item": [{"request": "{{A}}"}]}"#,
            &[r#"{"name": "one", "values": [{"key": "A"}]}"#, r#"{"name": "two", "values": []}"#],
        );
        assert!(shown[0].contains("not declared in \"two\""), "{shown:?}");
        assert_eq!(findings(r#"{"item": [{"request": "{{A}}"}]}"#, &[]).len(), 1);
    }
}
