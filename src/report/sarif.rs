//! The report as SARIF 2.1.0, for code hosts and editors.

use super::fingerprint::path;
use super::{Report, RuleFacts};
use crate::finding::{Finding, Location};
use crate::text::escape_hidden_json;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The report as text, with a newline at its end.
pub fn render(report: &Report<'_>) -> String {
    let mut rules: Vec<Value> = report.rules.iter().map(rule).collect();
    let mut indexes: HashMap<&str, usize> = report.rules.iter().zip(0..).map(|(rule, at)| (rule.id, at)).collect();
    let mut results = Vec::new();
    for (finding, print) in report.findings.iter().zip(report.fingerprints) {
        let id = finding.rule.id();
        let index = *indexes.entry(id).or_insert_with(|| {
            rules.push(json!({ "id": id }));
            rules.len() - 1
        });
        results.push(result(finding, index, print));
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    escape_hidden_json(format!("{log:#}\n"))
}

fn rule(rule: &RuleFacts) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": {
            "text": format!("{}\n\n{}", rule.why, rule.fix),
            "markdown": format!("{}\n\n**How to fix it:** {}", rule.why, rule.fix),
        },
        "defaultConfiguration": { "level": rule.severity.name() },
        "properties": { "precision": rule.confidence.name() },
    })
}

fn result(finding: &Finding, rule: usize, print: &str) -> Value {
    let help = finding.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": rule,
        "level": finding.severity.name(),
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [location(&finding.location)],
        "partialFingerprints": { "postsmith/v2": print },
    });
    let properties = properties(finding);
    if !properties.is_empty() {
        result["properties"] = Value::Object(properties);
    }
    result
}

/// What SARIF has no key for: the commit of a file in the history, and the page on which a token is revoked.
fn properties(finding: &Finding) -> Map<String, Value> {
    let mut properties = Map::new();
    if let Some(commit) = &finding.location.commit {
        properties.insert("commit".to_owned(), commit.as_str().into());
    }
    if let Some(page) = finding.credential.as_ref().and_then(|credential| credential.revocation) {
        properties.insert("revocation".to_owned(), page.into());
    }
    properties
}

fn location(of: &Location) -> Value {
    let mut location = Map::new();
    let region = json!({
        "startLine": of.start.line,
        "startColumn": of.start.column,
        "endLine": of.end.line,
        "endColumn": of.end.column,
        "byteOffset": of.span.start,
        "byteLength": of.span.len(),
    });
    let artifact = json!({ "uri": uri(&path(of)) });
    location.insert("physicalLocation".to_owned(), json!({ "artifactLocation": artifact, "region": region }));
    let mut logical = Map::new();
    if let Some(pointer) = &of.pointer {
        logical.insert("fullyQualifiedName".to_owned(), pointer.as_str().into());
    }
    if let Some(breadcrumb) = &of.breadcrumb {
        logical.insert("name".to_owned(), breadcrumb.as_str().into());
    }
    if !logical.is_empty() {
        location.insert("logicalLocations".to_owned(), json!([logical]));
    }
    Value::Object(location)
}

/// The URI of a path. A relative path gives a relative URI. The `!/` before a member of an archive stays as it is.
fn uri(path: &str) -> String {
    let bytes = path.as_bytes();
    let has_drive = matches!(bytes, [drive, b':', b'/', ..] if drive.is_ascii_alphabetic());
    let mut uri = String::from(match bytes {
        // A network share: `//host/share`.
        [b'/', b'/', ..] => "file:",
        [b'/', ..] => "file://",
        _ if has_drive => "file:///",
        _ => "",
    });
    for (at, byte) in path.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=@/".contains(&byte) || (has_drive && at == 1);
        if plain {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
