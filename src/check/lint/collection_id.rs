//! An id that is none.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// An id that is none.
pub const RULE: Rule = Rule {
    id: RuleId("lint/collection-id"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a `_postman_id` that is no UUID",
    why: "Postman knows a collection by its UUID: keep it, and an import can replace the collection instead of adding another. What it makes of any other word nobody can rely on.",
    fix: "Take `_postman_id` out, or write a UUID and keep it for ever.",
    wrong: &[
        Sample::File(
            r#"{"info": {"_postman_id": «"my-collection"», "name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#,
        ),
        Sample::File(
            r#"{"info": {"_postman_id": «"5f8c1d3e-3c0a-4d5b-9b57-0d6c1a2b3c4g"», "name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#,
        ),
    ],
    right: &[
        Sample::File(
            r#"{"info": {"_postman_id": "5f8c1d3e-3c0a-4d5b-9b57-0d6c1a2b3c4d", "name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#,
        ),
        Sample::File(
            r#"{"info": {"_postman_id": "1234567-5f8c1d3e-3c0a-4d5b-9b57-0d6c1a2b3c4d", "name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#,
        ),
        Sample::Collection(r#""item": []"#),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = collection.node.get("info").and_then(|info| info.get("_postman_id")) else { return };
    // Postman's API writes the number of the owner before the id.
    let is_id = |id: &str| {
        let owned = id.split_once('-').filter(|(owner, _)| owner.bytes().all(|byte| byte.is_ascii_digit()));
        is_uuid(id) || owned.is_some_and(|(_, id)| is_uuid(id))
    };
    if node.as_str().is_some_and(|id| !is_id(&id)) {
        reporter.at(node, "the id of this collection is no UUID").help("take it out, or write a UUID");
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
