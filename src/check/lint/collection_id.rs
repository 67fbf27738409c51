//! The rule `lint/collection-id`: a collection id that is not a UUID.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A collection id that is not a UUID.
pub const RULE: Rule = Rule {
    id: RuleId("lint/collection-id"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a `_postman_id` that is not a UUID",
    why: "Postman identifies a collection by its UUID: with the same UUID an import can replace the collection instead of adding another one. Its behaviour with any other text is not documented.",
    fix: "Remove `_postman_id`, or write a UUID and never change it.",
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
    // Postman's API writes the number of the owner before the UUID.
    let is_id = |id: &str| {
        let with_owner = id.split_once('-').filter(|(owner, _)| owner.bytes().all(|byte| byte.is_ascii_digit()));
        is_uuid(id) || with_owner.is_some_and(|(_, id)| is_uuid(id))
    };
    if node.as_str().is_some_and(|id| !is_id(&id)) {
        reporter.at(node, "`_postman_id` is not a UUID").help("remove it, or write a UUID");
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
