//! The rule `lint/schema-url`: a collection without the URL of a published schema.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// The published versions, with the release candidates of v2, which old exports name.
const PUBLISHED: &[&str] = &[
    "v2.1.0",
    "v2.0.0",
    "v1.0.0",
    "v2.0.0-rc.1",
    "v2.0.0-rc.2",
    "v2.0.0-rc.3",
    "v2.0.0-rc.4",
    "v2.0.0-beta.1",
    "v2.0.0-beta.2",
    "v2.0.0-draft.1",
    "v2.0.0-draft.2",
    "v2.0.0-draft.3",
    "v2.0.0-draft.4",
];

/// A collection without the URL of a published schema.
pub const RULE: Rule = Rule {
    id: RuleId("lint/schema-url"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a collection whose `info.schema` is not the URL of a published schema",
    why: "Postman recognises the format of a file by this URL, and refuses to import a file with an unknown one.",
    fix: "Write `https://schema.getpostman.com/json/collection/v2.1.0/collection.json` exactly.",
    wrong: &[
        Sample::File(
            r#"{"info": {"name": "Sample", "schema": «"http://schema.getpostman.com/json/collection/v2.1.0/collection.json"»}, "item": []}"#,
        ),
        Sample::File(
            r#"{"info": {"name": "Sample", "schema": «"https://schema.getpostman.com/json/collection/v2.1/collection.json"»}, "item": []}"#,
        ),
        Sample::File(
            r#"{"info": {"name": "Sample", "schema": «"http://schema.getpostman.com/json/collection/v2.0.0-rc.1/collection.json"»}, "item": []}"#,
        ),
        Sample::File(r#"{"info": {"name": "Sample", "schema": «"v2.1"»}, "item": []}"#),
        Sample::File(
            r#"{"info": {"name": "Sample", "schema": «"https://schema.getpostman.com/json/collection/v3.0.0/collection.json"»}, "item": []}"#,
        ),
    ],
    right: &[
        Sample::Collection(r#""item": []"#),
        Sample::File(
            r#"{"info": {"name": "Sample", "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"}, "item": []}"#,
        ),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = collection.node.get("info").and_then(|info| info.get("schema")) else { return };
    let Some(schema) = node.as_str().filter(|schema| !PUBLISHED.iter().any(|version| **schema == schema_url(version)))
    else {
        return;
    };
    let report = reporter.at(node, "`info.schema` is not the URL of a published collection schema");
    // Some programs accept a similar URL, others do not.
    let is_similar = schema.contains("schema.getpostman.com");
    let report = report.severity(if is_similar { Severity::Warning } else { Severity::Error });
    match intended_version(&schema) {
        Some(version) => {
            report.help(format!("write `{}`", schema_url(version))).fix(node, format!("\"{}\"", schema_url(version)))
        }
        None => report
            .help(format!("write `{}`, or the URL of v2.0.0 if auth parameters are objects", schema_url("v2.1.0"))),
    };
}

/// The URL of the schema of `version`.
fn schema_url(version: &str) -> String {
    format!("https://schema.getpostman.com/json/collection/{version}/collection.json")
}

/// The version that a wrong URL names, in full or by its first two numbers.
fn intended_version(schema: &str) -> Option<&'static str> {
    let (_, path) = schema.split_once("schema.getpostman.com")?;
    let mut versions = path.split('/').filter(|segment| segment.starts_with("v2."));
    let (name, None) = (versions.next()?, versions.next()) else { return None };
    PUBLISHED.iter().copied().find(|version| *version == name || version.strip_suffix(".0") == Some(name))
}
