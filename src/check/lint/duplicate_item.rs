//! The rule `lint/duplicate-item`: two requests or folders with the same name.

use crate::analysis::{Entity, TreeItem};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Event;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Two requests or folders with the same name.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-item"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "two requests or two folders with the same name in one folder",
    why: "Run reports and `pm.execution.setNextRequest` cannot distinguish them. Two adjacent requests with the same method, URL, headers, body, auth and scripts are usually a forgotten copy: that is a warning. A request that is repeated after another step is a note.",
    fix: "Rename one of them, or remove the copy.",
    wrong: &[
        Sample::Collection(
            r#""item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []},
{"name": «"Me"», "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}]"#,
        ),
        Sample::Collection(
            r#""item": [{"name": "Me", "request": "{{BASE}}/me", "response": []},
{"name": «"Me"», "request": "{{BASE}}/you", "response": []}]"#,
        ),
        Sample::Item(r#"{"name": "F", "item": [{"name": "A", "item": []}, {"name": «"A"», "item": []}]}"#),
        // Repeated on purpose, after another step.
        Sample::Collection(
            r#""item": [{"name": "Me", "request": "{{BASE}}/me"}, {"name": "You", "request": "{{BASE}}/you"}, {"name": «"Me"», "request": "{{BASE}}/me"}]"#,
        ),
    ],
    right: &[Sample::Collection(
        r#""item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []},
{"name": "F", "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}]}]"#,
    )],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    let mut previous: HashMap<Option<usize>, &TreeItem<'_>> = HashMap::new();
    for tree_item in &collection.items {
        let neighbour = previous.insert(tree_item.parent, tree_item);
        let Some(name) = tree_item.item.name().filter(|name| !name.trim().is_empty()) else { continue };
        let Some(node) = tree_item.item.node().get("name") else { continue };
        let what = if tree_item.request.is_some() { "request" } else { "folder" };
        if seen.insert((tree_item.parent, tree_item.request.is_some(), name)) {
            continue;
        }
        if neighbour.is_some_and(|neighbour| is_same(neighbour, tree_item)) {
            reporter
                .at(
                    node,
                    "request is a copy of the one before it: same name, method, URL, headers, body, auth and scripts",
                )
                .help("remove one of the two")
                .severity(Severity::Warning);
        } else {
            reporter
                .at(node, format!("{what} has the same name as an earlier {what} in its folder"))
                .help("rename one of them");
        }
    }
}

/// Whether the two are requests that differ in nothing but saved examples and ids.
fn is_same(one: &TreeItem<'_>, other: &TreeItem<'_>) -> bool {
    let (Some(first), Some(second)) = (&one.request, &other.request) else { return false };
    let (first, second) = (first.request.node(), second.request.node());
    if one.item.name() != other.item.name() || scripts(one) != scripts(other) {
        return false;
    }
    if first.kind() != Kind::Object || second.kind() != Kind::Object {
        return first.source() == second.source();
    }
    ["method", "url", "body", "header", "auth"].iter().all(|key| source(first, key) == source(second, key))
}

/// The event and the text of each script, without ids: a copy's scripts have other ids.
fn scripts<'d>(tree_item: &TreeItem<'d>) -> Vec<(Option<Cow<'d, str>>, String)> {
    let events = Event::of(tree_item.item.node());
    events.filter_map(|event| Some((event.listen(), event.program()?.text))).collect()
}

fn source<'d>(node: NodeRef<'d>, key: &str) -> Option<&'d str> {
    node.get(key).map(NodeRef::source)
}
