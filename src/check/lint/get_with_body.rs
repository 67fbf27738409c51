//! A body that is not sent.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};

/// A body that is not sent.
pub const RULE: Rule = Rule {
    id: RuleId("lint/get-with-body"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a GET or HEAD request with a body",
    why: "Postman and Newman leave the body out unless `disableBodyPruning` is set, so the API never sees it.",
    fix: "Take the body out, choose another method, or set `\"protocolProfileBehavior\": {\"disableBodyPruning\": true}` on the item when the API really reads it.",
    wrong: &[Sample::Request(r#""method": "GET", "body": «{"mode": "raw", "raw": "{\"a\": 1}"}»"#)],
    right: &[
        Sample::Request(r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1}"}"#),
        Sample::Request(r#""method": "GET", "body": {"mode": "raw", "raw": ""}"#),
        Sample::Item(
            r#"{"name": "Search", "protocolProfileBehavior": {"disableBodyPruning": true}, "response": [],
"request": {"method": "GET", "url": "{{BASE}}/_search", "body": {"mode": "raw", "raw": "{}"}}}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    // Without a method that is written out something else is wrong.
    let Some(method) = request.request.node().get("method").and_then(NodeRef::as_str) else { return };
    if !matches!(&*method, "GET" | "HEAD") {
        return;
    }
    let Some(body) = request.request.body().filter(|body| !body.is_empty()) else { return };
    let behavior = request.item.node().get("protocolProfileBehavior");
    let is_kept = behavior.and_then(|behavior| behavior.get("disableBodyPruning")?.as_bool()) == Some(true);
    if !is_kept {
        reporter
            .at(body.node(), format!("the body of a {method} request is not sent"))
            .help("take it out, or set `disableBodyPruning` in `protocolProfileBehavior` when the API reads it");
    }
}
