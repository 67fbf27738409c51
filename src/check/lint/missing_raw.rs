//! The rule `lint/missing-raw`: a URL in parts that lacks `raw`.

use super::missing_url::has_host;
use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Kind;
use crate::finding::{RuleId, Severity};
use crate::postman::Url;

/// A URL in parts that lacks `raw`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-raw"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a URL in parts that lacks `raw`",
    why: "Postman and Newman send the parts, so the request still works. But people, diffs and most other programs read `raw`.",
    fix: "Write the whole URL as `raw`.",
    wrong: &[Sample::Item(
        r#"{"name": "Me", "request": {"method": "GET", "url": «{"host": ["{{BASE}}"], "path": ["me"]}»}, "response": []}"#,
    )],
    right: &[
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": {"raw": "{{BASE}}/me", "host": ["{{BASE}}"], "path": ["me"]}}, "response": []}"#,
        ),
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}"#),
        // The rule `lint/missing-url` reports a missing URL.
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": {"query": []}}, "response": []}"#),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url().map(Url::node).filter(|node| node.kind() == Kind::Object) else { return };
    if url.get("raw").is_none() && has_host(url) {
        reporter.at(url, "URL has no `raw`, which people and most programs read").help("write the whole URL as `raw`");
    }
}
