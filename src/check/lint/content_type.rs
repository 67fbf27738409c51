//! The rule `lint/content-type`: a Content-Type header that does not match the body.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A Content-Type header that does not match the body.
pub const RULE: Rule = Rule {
    id: RuleId("lint/content-type"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a Content-Type header that does not match the body",
    why: "Postman and Newman replace it with their own header (measured with Newman 6.2.2), so they do not send the header that people see. Other clients send it, and no server can read a multipart body without its boundary.",
    fix: "Remove the header: Postman writes one that matches the body.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Type", "value": «"multipart/form-data"»}], "body": {"mode": "formdata", "formdata": [{"key": "a", "value": "b", "type": "text"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "header": [{"key": "content-type", "value": «"application/json"»}], "body": {"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "b"}]}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "application/json"}], "body": {"mode": "raw", "raw": "{}"}"#,
        ),
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "{{TYPE}}"}, {"key": "Content-Type", "value": "multipart/form-data", "disabled": true}], "body": {"mode": "formdata", "formdata": [{"key": "a", "value": "b", "type": "text"}]}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(body) = request.request.body().filter(|body| !body.is_empty()) else { return };
    let mode = body.mode();
    let matches_body: fn(&str) -> bool = match mode.as_deref() {
        Some("formdata") => |value| value.starts_with("multipart/") && value.contains("boundary="),
        Some("urlencoded") => |value| value.starts_with("application/x-www-form-urlencoded"),
        _ => return,
    };
    for header in request.headers().iter().filter(|header| !header.disabled) {
        if !header.key.trim().eq_ignore_ascii_case("content-type") {
            continue;
        }
        let media_type = header.value.trim().to_lowercase();
        if media_type.is_empty() || media_type.contains("{{") || matches_body(&media_type) {
            continue;
        }
        let node = header.node.get("value").unwrap_or(header.node);
        let message = match mode.as_deref() {
            Some("formdata") => "Content-Type header has no boundary for the multipart body, so Postman replaces it",
            _ => "Content-Type header does not match the urlencoded body, so Postman replaces it",
        };
        reporter.at(node, message).help("remove the header: Postman writes one that matches the body");
    }
}
