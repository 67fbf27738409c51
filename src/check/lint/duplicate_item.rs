//! Two of one name.

use crate::analysis::{Entity, TreeItem};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Event;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Two of one name.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-item"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "requests or folders of one name in one folder",
    why: "Reports of runs, and `pm.execution.setNextRequest`, cannot tell them apart. Neighbours that are the same in method, URL, headers, body, auth and scripts are mostly a copy that somebody forgot: those are warnings. A step that is repeated later on is only noted.",
    fix: "Rename one, or take the copy out.",
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
    let mut before: HashMap<Option<usize>, &TreeItem<'_>> = HashMap::new();
    for facts in &collection.items {
        let neighbour = before.insert(facts.parent, facts);
        let Some(name) = facts.item.name().filter(|name| !name.trim().is_empty()) else { continue };
        let Some(node) = facts.item.node().get("name") else { continue };
        let what = if facts.request.is_some() { "request" } else { "folder" };
        if seen.insert((facts.parent, facts.request.is_some(), name)) {
            continue;
        }
        if neighbour.is_some_and(|neighbour| is_same(neighbour, facts)) {
            reporter
                .at(
                    node,
                    "this request is the same as the one before it: name, method, URL, headers, body, auth, scripts",
                )
                .help("take one of the two out")
                .severity(Severity::Warning);
        } else {
            reporter
                .at(node, format!("a {what} before it in the same folder has this name too"))
                .help("rename one of them");
        }
    }
}

/// Whether the two are one request of one name: nothing but saved responses and ids differs.
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

/// What its scripts say, and when. A copy's scripts have ids of their own.
fn scripts<'d>(facts: &TreeItem<'d>) -> Vec<(Option<Cow<'d, str>>, String)> {
    let events = Event::of(facts.item.node());
    events.filter_map(|event| Some((event.listen(), event.program()?.text))).collect()
}

fn source<'d>(node: NodeRef<'d>, key: &str) -> Option<&'d str> {
    node.get(key).map(NodeRef::source)
}
