//! The rule `lint/empty-collection`: a collection without a request.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A collection without a request.
pub const RULE: Rule = Rule {
    id: RuleId("lint/empty-collection"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "a collection that holds no request",
    why: "Newman runs nothing and exits with 0. The export of a collection that had not been synchronised looks like this.",
    fix: "Export the collection again, or delete the file.",
    wrong: &[
        Sample::Collection(r#""item": «[]»"#),
        Sample::Collection(r#""item": «[{"name": "Folder", "item": []}]»"#),
    ],
    right: &[Sample::Request(r#""method": "GET""#)],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    // A collection of the format v3 is spread over files.
    if collection.node.is_derived() || collection.requests().next().is_some() {
        return;
    }
    if let Some(items) = collection.node.get("item") {
        reporter.at(items, "collection holds no request").help("export it again, or delete the file");
    }
}
