//! SARIF 2.1.0 (OASIS), for code scanning.

use super::{Report, RuleFacts, fingerprint};
use crate::finding::{Finding, Severity};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The document.
pub fn render(report: &Report<'_>) -> String {
    let prints = fingerprint::fingerprints(report.findings);
    let results: Vec<_> =
        report.findings.iter().zip(&prints).map(|(finding, print)| result(report, finding, print)).collect();
    let rules: Vec<_> = report.rules.iter().map(rule).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            // Columns count characters, as people do.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn rule(facts: &RuleFacts) -> Value {
    let precision = match facts.confidence {
        "high" => "very-high",
        other => other,
    };
    json!({
        "id": facts.id,
        "shortDescription": {"text": facts.what},
        "fullDescription": {"text": facts.why},
        "help": {"text": facts.mend, "markdown": format!("**Why.** {}\n\n**How to mend it.** {}", facts.why, facts.mend)},
        "defaultConfiguration": {"level": level(facts.severity)},
        "properties": {"precision": precision, "tags": [facts.id.split('/').next()]},
    })
}

const fn level(severity: Severity) -> &'static str {
    severity.name()
}

fn result(report: &Report<'_>, finding: &Finding, print: &str) -> Value {
    let place = &finding.place;
    let help = finding.help.as_ref().map(|help| format!(". {help}")).unwrap_or_default();
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(place.path.as_str())},
            "region": {
                "startLine": place.start.line,
                "startColumn": place.start.column,
                "endLine": place.end.line,
                "endColumn": place.end.column,
                "byteOffset": place.span.start,
                "byteLength": place.span.len(),
            },
        },
    });
    if let Some(pointer) = &place.pointer {
        let mut logical = json!({"fullyQualifiedName": pointer.as_str()});
        if let Some(names) = &place.names {
            logical["name"] = names.as_str().into();
        }
        location["logicalLocations"] = json!([logical]);
    }
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "level": level(finding.severity),
        "message": {"text": format!("{}{help}", finding.message)},
        "locations": [location],
        "partialFingerprints": {"postsmith/v1": print},
    });
    if let Some(index) = report.rules.iter().position(|facts| facts.id == finding.rule.id()) {
        result["ruleIndex"] = index.into();
    }
    result
}

/// A path as a relative URI (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'!' => {
                out.push(char::from(byte))
            }
            // Writing to a String cannot fail.
            other => _ = write!(out, "%{other:02X}"),
        }
    }
    out
}
