//! The rule `lint/duplicate-header`: a header that a request has twice.

use crate::analysis::RequestContext;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::AuthType;
use std::collections::HashMap;

/// A header that a request has twice.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-header"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a header that a request has twice, or that an API-key block of the request sends too",
    why: "Of two Content-Type headers Postman sends the last; of other headers it sends both, and most servers read one of them or the two joined with a comma. An API-key block replaces the header (measured in Newman 6.2.2).",
    fix: "Keep one of the two.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "X-A", "value": "1"}, {"key": «"x-a"», "value": "2"}]"#),
        Sample::Request(
            r#""header": [{"key": "Content-Type", "value": "text/plain"}, {"key": «"Content-Type"», "value": "application/json"}]"#,
        ),
        Sample::Request(
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "{{K}}"}]}, "header": [{"key": «"x-key"», "value": "{{L}}"}]"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": "Authorization"}, {"key": "value", "value": "{{K}}"}]}, "header": [{"key": "Authorization", "value": "{{L}}"}]"#,
        ),
        Sample::Request(
            r#""header": [{"key": "X-A", "value": "1"}, {"key": "x-a", "value": "2", "disabled": true}, {"key": "", "value": ""}, {"key": "", "value": ""}]"#,
        ),
        Sample::Request(r#""header": [{"key": "Cookie", "value": "a=1"}, {"key": "Cookie", "value": "b=1"}]"#),
        Sample::Request(
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": "x-key"}, {"key": "in", "value": "query"}]}, "header": [{"key": "x-key", "value": "{{L}}"}]"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let headers = request.headers();
    if headers.is_empty() {
        return;
    }
    let auth = request.auth.filter(|auth| auth.auth_type() == Some(AuthType::ApiKey));
    let in_header = |auth: &crate::postman::Auth<'_>| auth.text("in").is_none_or(|place| place != "query");
    // An Authorization header beside a block is the matter of `lint/auth-twice`.
    let block = auth.filter(in_header).and_then(|auth| auth.text("key")).map(|name| name.trim().to_lowercase());
    let block = block.filter(|name| name != "authorization");
    let mut seen = HashMap::new();
    for header in headers.iter().filter(|header| !header.disabled && !header.key.trim().is_empty()) {
        let name = header.key.trim().to_lowercase();
        let node = header.node.get("key").unwrap_or(header.node);
        let shown = display_name(header.key.trim());
        if block.as_deref() == Some(&*name) {
            reporter
                .at(node, format!("header `{shown}` is not sent: the API-key block of the request replaces it"))
                .help("remove the header, or the block");
            continue;
        }
        let Some(first) = seen.insert(name.clone(), &header.value) else { continue };
        // Cookies are joined, as HTTP demands (RFC 6265, section 5.4).
        if name == "cookie" {
            continue;
        }
        let message = match (name.as_str(), *first == header.value) {
            ("content-type", _) => format!("header `{shown}` is written twice, and only the last is sent"),
            (_, true) => format!("header `{shown}` is written twice with one value, and sent twice"),
            (_, false) => format!("header `{shown}` is written twice, and both values are sent"),
        };
        reporter.at(node, message).help("keep one of the two");
    }
}
