//! Something without a name.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// Something without a name.
pub const RULE: Rule = Rule {
    id: RuleId("lint/unnamed-item"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a folder, request, collection or environment without a name",
    why: "Postman shows an empty line in the tree, and reports of runs cannot say which request failed.",
    fix: "Give it a name that says what it does.",
    wrong: &[
        Sample::Item(r#"{"name": «" "», "request": {"url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Item(r#"«{"item": []}»"#),
        Sample::Item(
            r#"{"name": "Folder", "item": [{"name": «""», "request": {"url": "{{BASE}}/me"}, "response": []}]}"#,
        ),
        Sample::File(r#"{"name": «""», "values": [], "_postman_variable_scope": "environment"}"#),
    ],
    right: &[
        Sample::Item(r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Values(r#"{"key": "A", "value": "b", "enabled": true}"#),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    group.collections().for_each(|collection| items(collection, reporter));
    group.values().for_each(|values| unnamed(Some(values.node), values.kind.name(), reporter));
}

fn items(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for facts in &collection.items {
        let node = facts.item.node();
        let name = node.get("name");
        // A name that is no text is the schema's business.
        if node.kind() != Kind::Object
            || name.is_some_and(|name| name.as_str().is_none_or(|name| !name.trim().is_empty()))
        {
            continue;
        }
        let what = if facts.request.is_some() { "request" } else { "folder" };
        reporter
            .at(name.unwrap_or(node), format!("this {what} has no name"))
            .help("give it a name: reports of runs show it");
    }
    unnamed(collection.node.get("info"), "collection", reporter);
}

/// A missing name is the schema's business.
fn unnamed(owner: Option<NodeRef<'_>>, what: &str, reporter: &mut Reporter<'_>) {
    let Some(name) = owner.and_then(|owner| owner.get("name")) else { return };
    if name.as_str().is_some_and(|name| name.trim().is_empty()) {
        reporter.at(name, format!("this {what} has no name")).help("give it a name: Postman's list shows it");
    }
}
