//! A Content-Type that does not fit the body.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A Content-Type that does not fit the body.
pub const RULE: Rule = Rule {
    id: RuleId("lint/content-type"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a Content-Type header that says something else than the body",
    why: "Postman and Newman write their own in its place (measured with Newman 6.2.2), so the header that people see is not sent; other clients send it, and a multipart body without its boundary is read by nobody.",
    fix: "Take the header out: Postman writes it to fit the body.",
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
    let fits: fn(&str) -> bool = match mode.as_deref() {
        Some("formdata") => |kind| kind.starts_with("multipart/") && kind.contains("boundary="),
        Some("urlencoded") => |kind| kind.starts_with("application/x-www-form-urlencoded"),
        _ => return,
    };
    for header in request.request.headers().iter().filter(|header| !header.disabled) {
        if !header.key.trim().eq_ignore_ascii_case("content-type") {
            continue;
        }
        let kind = header.value.trim().to_lowercase();
        if kind.is_empty() || kind.contains("{{") || fits(&kind) {
            continue;
        }
        let node = header.node.get("value").unwrap_or(header.node);
        let message = match mode.as_deref() {
            Some("formdata") => {
                "Postman writes this header itself for a multipart body, with the boundary that it must name"
            }
            _ => "this says something else than the body, which is a form, and Postman replaces it",
        };
        reporter.at(node, message).help("take the header out: it is written to fit the body");
    }
}
