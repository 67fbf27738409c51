//! The rule `lint/unnamed-item`: a request, folder, collection or environment without a name.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// A request, folder, collection or environment without a name.
pub const RULE: Rule = Rule {
    id: RuleId("lint/unnamed-item"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a folder, request, collection or environment without a name",
    why: "Postman shows an empty line in the sidebar, and a run report cannot say which request failed.",
    fix: "Give it a name that says what it does or holds.",
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
    group.collections().for_each(|collection| check_items(collection, reporter));
    group.values().for_each(|values| check_name(Some(values.node), values.kind.name(), reporter));
}

/// Reports the requests and folders without a name, and the collection itself.
fn check_items(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for tree_item in &collection.items {
        let node = tree_item.item.node();
        let name = node.get("name");
        // The rule `schema/type` reports a name that is not a text.
        if node.kind() != Kind::Object
            || name.is_some_and(|name| name.as_str().is_none_or(|name| !name.trim().is_empty()))
        {
            continue;
        }
        let what = if tree_item.request.is_some() { "request" } else { "folder" };
        reporter.at(name.unwrap_or(node), format!("{what} has no name")).help("give it a name, which run reports show");
    }
    check_name(collection.node.get("info"), "collection", reporter);
}

/// Reports an empty name. The rule `schema/required` reports a missing one.
fn check_name(owner: Option<NodeRef<'_>>, what: &str, reporter: &mut Reporter<'_>) {
    let Some(name) = owner.and_then(|owner| owner.get("name")) else { return };
    if name.as_str().is_some_and(|name| name.trim().is_empty()) {
        reporter.at(name, format!("{what} has no name")).help("give it a name, which Postman's sidebar shows");
    }
}
