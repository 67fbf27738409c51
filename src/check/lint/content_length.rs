//! The rule `lint/content-length`: a Content-Length header that is written by hand.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A Content-Length header that is written by hand.
pub const RULE: Rule = Rule {
    id: RuleId("lint/content-length"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a Content-Length header that is written by hand",
    why: "Postman sends it instead of the length that it computes (measured in Newman 6.2.2): with a number that is too high the request hangs until it times out, with one that is too low the server reads a part of the body.",
    fix: "Remove the header. A number that is right today, and one that cannot be compared, is a note: it is wrong after the next change of the body.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Length", "value": «"12"»}], "body": {"mode": "raw", "raw": "hello"}"#,
        ),
        Sample::Request(
            r#""method": "POST", "header": [{"key": "content-length", "value": «"5"»}], "body": {"mode": "raw", "raw": "hello"}"#,
        ),
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Length", "value": «"7"»}], "body": {"mode": "raw", "raw": "{{BODY}}"}"#,
        ),
        Sample::Request(r#""method": "GET", "header": [{"key": "Content-Length", "value": «"7"»}]"#),
    ],
    right: &[
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Length", "value": "12", "disabled": true}, {"key": "Content-Length", "value": ""}], "body": {"mode": "raw", "raw": "hello"}"#,
        ),
        Sample::Request(r#""method": "POST", "header": [{"key": "Content-Length", "value": "0"}]"#),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    for header in request.headers().iter().filter(|header| !header.disabled) {
        let value = header.value.trim();
        if !header.key.trim().eq_ignore_ascii_case("content-length") || value.is_empty() {
            continue;
        }
        let body = request.request.body().filter(|body| !body.is_empty());
        let length = match body {
            None => Some(0),
            Some(body) if body.mode().as_deref() == Some("raw") => {
                body.raw().filter(|text| !text.contains("{{")).map(|text| text.len())
            }
            Some(_) => None,
        };
        let (written, node) = (value.parse::<usize>().ok(), header.node.get("value").unwrap_or(header.node));
        match (written, length) {
            (Some(0), Some(0)) => {}
            (Some(written), Some(length)) if written != length => {
                let message = format!("Content-Length header says {written}, and the body has {length} bytes");
                reporter.at(node, message).help("remove the header: Postman computes it");
            }
            _ => {
                let report =
                    reporter.at(node, "Content-Length header is written by hand, and is sent whatever the body is");
                report.help("remove the header: Postman computes it").severity(Severity::Note);
            }
        }
    }
}
