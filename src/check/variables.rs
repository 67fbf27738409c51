//! Variables of a group: a collection with its environments.

use crate::document::{Document, Kind, NodeRef};
use crate::finding::{Finding, Place, Rule};
use crate::postman::{Collection, Reference, Variable, references};
use crate::text::suggest;
use std::collections::BTreeSet;

/// A variable that is used and that nothing declares.
pub const UNDECLARED: Rule = Rule("undeclared-variable");

/// Where a `{{NAME}}` is text for people or the program of a script, not a use.
const NOT_A_USE: &[&str] = &["description", "exec", "_postman_id", "name"];

/// The uses of variables in what `collection` sends (requests, also those of saved responses, auth blocks, its own variables) that neither it
/// nor `declared`, the names in its environments, declares.
pub fn undeclared(collection: &Document, declared: &[&str]) -> Vec<Finding> {
    let own: BTreeSet<_> = Collection::new(collection.root()).variables().filter_map(Variable::key).collect();
    let known: BTreeSet<&str> = own.iter().map(AsRef::as_ref).chain(declared.iter().copied()).collect();
    let unknown = uses(collection.root()).into_iter().filter(|(_, name)| !known.contains(name.as_str()));
    let finding = |(node, name): (NodeRef<'_>, String)| {
        let help = match suggest(&name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it, in a source as [variables.{name}]"),
        };
        Finding::error(UNDECLARED, Place::of(node), format!("the variable `{name}` is used but not declared"))
            .help(help)
    };
    unknown.map(finding).collect()
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
                for (key, value) in
                    node.members().filter(|(key, _)| !NOT_A_USE.iter().any(|skipped| key.is_str(skipped)))
                {
                    if key.is_str("response") {
                        // Of an answer only the request that it answered was sent.
                        pending.extend(value.elements().filter_map(|answer| answer.get("originalRequest")));
                    } else {
                        pending.push(value);
                    }
                }
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

    fn findings(collection: &str, declared: &[&str]) -> Vec<String> {
        let collection = Document::json("c.json", collection).unwrap();
        undeclared(&collection, declared).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn uses_are_found_and_texts_for_people_are_not_uses() {
        let collection = r#"{"variable": [{"key": "OWN", "value": "{{A}}"}], "item": [{"name": "{{x}}", "description": "{{y}}",
            "event": [{"script": {"exec": ["`${{a}}`", "{{z}}"]}}],
            "response": [{"body": "{{w}}", "originalRequest": {"url": "{{OLD}}"}}],
            "request": {"url": {"raw": "{{A}}/{{OWN}}/{{$guid}}/{{vault:k}}/{{AA}}"}}}]}"#;
        let shown = findings(collection, &["A"]);
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown[0].contains("the variable `OLD` is used but not declared (undeclared-variable)"), "{shown:?}");
        assert!(shown[1].contains("the variable `AA` is used but not declared (undeclared-variable)"), "{shown:?}");
    }
}
