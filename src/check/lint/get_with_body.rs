//! The rule `lint/get-with-body`: a GET or HEAD request with a body, which is not sent.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};

/// A GET or HEAD request with a body, which is not sent.
pub const RULE: Rule = Rule {
    id: RuleId("lint/get-with-body"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a GET or HEAD request with a body",
    why: "Postman and Newman send the body only if `disableBodyPruning` is set, so the API never sees it.",
    fix: "Remove the body, choose another method, or set `\"protocolProfileBehavior\": {\"disableBodyPruning\": true}` on the item if the API reads the body.",
    wrong: &[Sample::Request(r#""method": "GET", "body": «{"mode": "raw", "raw": "{\"a\": 1}"}»"#)],
    right: &[
        Sample::Request(r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1}"}"#),
        Sample::Request(r#""method": "GET", "body": {"mode": "raw", "raw": ""}"#),
        Sample::Item(
            r#"{"name": "Search", "protocolProfileBehavior": {"disableBodyPruning": true}, "response": [],
"request": {"method": "GET", "url": "{{BASE}}/_search", "body": {"mode": "raw", "raw": "{}"}}}"#,
        ),
        Sample::Collection(
            r#""protocolProfileBehavior": {"disableBodyPruning": true}, "item": [{"name": "Search", "response": [],
"request": {"method": "GET", "url": "{{BASE}}/_search", "body": {"mode": "raw", "raw": "{}"}}}]"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    // Without an explicit method the request is not meant as a GET with a body.
    let Some(method) = request.request.node().get("method").and_then(NodeRef::as_str) else { return };
    if !matches!(&*method, "GET" | "HEAD") {
        return;
    }
    let Some(body) = request.request.body().filter(|body| !body.is_empty()) else { return };
    if request.prunes_body {
        reporter
            .at(body.node(), format!("{method} request has a body, which is not sent"))
            .help("remove the body, or set `disableBodyPruning` in `protocolProfileBehavior` if the API reads it");
    }
}
