//! A request without a URL.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};

/// A request without a URL.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-url"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a request without a URL",
    why: "The schema accepts it; sending it fails, and a run of the collection with it.",
    fix: "Write the URL, or take the request out. An empty URL, which the app writes for a request that was just begun, is a warning; so is one with `raw` alone, of which Newman sends nothing.",
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
            reporter.at(node, "this request has no URL").help("write `url`");
        }
        return;
    };
    let is_blank = |node: NodeRef<'_>| node.as_str().is_some_and(|text| text.trim().is_empty());
    match url.node().kind() {
        Kind::String if is_blank(url.node()) => {
            reporter.at(url.node(), "the URL of this request is empty").help("write it").severity(Severity::Warning);
        }
        Kind::Object => {
            let has_host = has_host(url.node());
            match url.node().get("raw") {
                Some(raw) if is_blank(raw) && !has_host => {
                    reporter.at(raw, "the URL of this request is empty").help("write it").severity(Severity::Warning);
                }
                None if has_host => {}
                None => _ = reporter.at(url.node(), "this URL has neither `raw` nor a host").help("write the URL"),
                Some(raw) if !has_host && raw.kind() == Kind::String => {
                    let report = reporter.at(
                        url.node(),
                        "this URL has no `host`: Newman sends what the parts say, and nothing with them missing",
                    );
                    report.help("write the URL as one string, or with `host` and `path`").severity(Severity::Warning);
                }
                Some(_) => {}
            }
        }
        _ => {}
    }
}

/// Whether the URL, an object, has a host.
pub(super) fn has_host(url: NodeRef<'_>) -> bool {
    url.get("host").is_some_and(|host| !host.is_empty() || host.as_str().is_some_and(|host| !host.is_empty()))
}
