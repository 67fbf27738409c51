//! A collection that does not say which form it has.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// The versions that were published, release candidates of v2 included: old exports have them.
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

/// A collection that does not say which form it has.
pub const RULE: Rule = Rule {
    id: RuleId("lint/schema-url"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a collection whose `info.schema` is not the address of a published schema",
    why: "Postman tells the form of a file by it, and refuses to import what it does not know.",
    fix: "Write `https://schema.getpostman.com/json/collection/v2.1.0/collection.json`, to the letter.",
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
    let Some(schema) = node.as_str().filter(|schema| !PUBLISHED.iter().any(|version| **schema == address(version)))
    else {
        return;
    };
    let report = reporter.at(node, "this is not the address of a published schema of collections");
    // Near enough for some readers, and not for all.
    let is_near = schema.contains("schema.getpostman.com");
    let report = report.severity(if is_near { Severity::Warning } else { Severity::Error });
    match meant(&schema) {
        Some(version) => {
            report.help(format!("write `{}`", address(version))).fix(node, format!("\"{}\"", address(version)))
        }
        None => {
            report.help(format!("write `{}`, or that of v2.0.0 when auth parameters are objects", address("v2.1.0")))
        }
    };
}

fn address(version: &str) -> String {
    format!("https://schema.getpostman.com/json/collection/{version}/collection.json")
}

/// The version that a slip was meant to be: the one that it names, or a version of which it names the first two numbers.
fn meant(schema: &str) -> Option<&'static str> {
    let (_, path) = schema.split_once("schema.getpostman.com")?;
    let mut named = path.split('/').filter(|step| step.starts_with("v2."));
    let (name, None) = (named.next()?, named.next()) else { return None };
    PUBLISHED.iter().copied().find(|version| *version == name || version.strip_suffix(".0") == Some(name))
}
