//! The rule `lint/missing-url`: a request that has no URL.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// A request that has no URL.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-url"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a request that has no URL",
    why: "The schema accepts it, but the request fails, and so does a run of the collection.",
    fix: "Write the URL, or remove the request. An empty URL is a warning, because the app writes one for a new request. A URL with nothing but `raw`, of which Newman sends nothing, is a warning too.",
    wrong: &[
        Sample::Item(r#"{"name": "Me", "request": «{"method": "GET"}», "response": []}"#),
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": {"raw": «""»}}, "response": []}"#),
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": «" "»}, "response": []}"#),
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": «{"query": []}»}, "response": []}"#),
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": «{"raw": "https://api.example.com/me"}»}, "response": []}"#,
        ),
    ],
    right: &[
        Sample::Item(r#"{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}"#),
        Sample::Item(r#"{"name": "Me", "request": "{{BASE}}/me", "response": []}"#),
        Sample::Item(
            r#"{"name": "Me", "request": {"method": "GET", "url": {"host": ["{{BASE}}"], "path": ["me"]}}, "response": []}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let node = request.request.node();
    let Some(url) = request.request.url() else {
        if node.kind() == Kind::Object {
            reporter.at(node, "request has no URL").help("add `url`");
        }
        return;
    };
    let is_empty_text = |node: NodeRef<'_>| node.as_str().is_some_and(|text| text.trim().is_empty());
    match url.node().kind() {
        Kind::String if is_empty_text(url.node()) => {
            reporter.at(url.node(), "request has an empty URL").help("write the URL").severity(Severity::Warning);
        }
        Kind::Object => {
            let has_host = has_host(url.node());
            match url.node().get("raw") {
                Some(raw) if is_empty_text(raw) && !has_host => {
                    reporter.at(raw, "request has an empty URL").help("write the URL").severity(Severity::Warning);
                }
                None if has_host => {}
                None => _ = reporter.at(url.node(), "URL has neither `raw` nor `host`").help("write the URL"),
                Some(raw) if !has_host && raw.kind() == Kind::String => {
                    let report = reporter
                        .at(url.node(), "URL has no `host`, and Newman sends only the parts, so it sends nothing");
                    report.help("write the URL as one string, or add `host` and `path`").severity(Severity::Warning);
                }
                Some(_) => {}
            }
        }
        _ => {}
    }
}

/// Whether the URL object has a host.
pub(super) fn has_host(url: NodeRef<'_>) -> bool {
    url.get("host").is_some_and(|host| !host.is_empty() || host.as_str().is_some_and(|host| !host.is_empty()))
}
