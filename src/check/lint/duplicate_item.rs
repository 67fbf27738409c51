//! Two of one name.

use crate::check::facts::{ItemFacts, Subject};
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{Rule, Severity};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Two of one name.
pub const RULE: Definition = Definition {
    id: Rule("lint/duplicate-item"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "requests or folders of one name in one folder",
    why: "Reports of runs, and `pm.execution.setNextRequest`, cannot tell them apart. Two that are the same request are mostly a copy that somebody forgot: those are warnings.",
    mend: "Rename one, or take the copy out.",
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
    ],
    right: &[Sample::Collection(
        r#""item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []},
{"name": "F", "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}]}]"#,
    )],
    judge: Judge::Collection(judge),
};

fn judge(collection: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let mut seen: HashMap<(Option<usize>, bool, String), &ItemFacts<'_>> = HashMap::new();
    for facts in &collection.items {
        let Some(name) = facts.item.name().filter(|name| !name.trim().is_empty()) else { continue };
        let Some(node) = facts.item.node().get("name") else { continue };
        let what = if facts.request.is_some() { "request" } else { "folder" };
        match seen.entry((facts.parent, facts.request.is_some(), name.into_owned())) {
            Entry::Vacant(place) => _ = place.insert(facts),
            Entry::Occupied(first) if is_same(first.get(), facts) => {
                let report =
                    reporter.at(node, "this request stands in its folder twice, with the same name, method and URL");
                report.help("take one of the two out").severity(Severity::Warning);
            }
            Entry::Occupied(_) => {
                reporter
                    .at(node, format!("there is another {what} of this name in the same folder"))
                    .help("rename one of the two");
            }
        }
    }
}

/// Whether the two are one request: nothing but saved responses and ids differs.
fn is_same(one: &ItemFacts<'_>, other: &ItemFacts<'_>) -> bool {
    let (Some(one), Some(other)) = (&one.request, &other.request) else { return false };
    let (one, other) = (one.request.node(), other.request.node());
    if one.kind() != Kind::Object || other.kind() != Kind::Object {
        return one.source() == other.source();
    }
    ["method", "url", "body", "header"].iter().all(|key| source(one, key) == source(other, key))
}

fn source<'d>(node: NodeRef<'d>, key: &str) -> Option<&'d str> {
    node.get(key).map(NodeRef::source)
}
