//! The rule `lint/header-value`: a header value that contains a newline.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};

/// A header value that contains a newline.
pub const RULE: Rule = Rule {
    id: RuleId("lint/header-value"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a header value that contains a newline",
    why: "Newman refuses to send the request: `Invalid character in header content` (measured with Newman 6.2.2). The newline is usually pasted along with the value.",
    fix: "Remove the newline. `--fix` does it at the beginning and the end.",
    wrong: &[
        Sample::Request(r#""header": [{"key": "X-Client", "value": "a«\n»"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "«\r\n»{{CLIENT}}"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "a«\n»b\nc"}]"#),
    ],
    right: &[Sample::Request(
        r#""header": [{"key": "X-Client", "value": "a\tb"}, {"key": "X-Other", "value": "a\n", "disabled": true}]"#,
    )],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    for header in request.request.headers().iter().filter(|header| !header.disabled && !header.key.is_empty()) {
        // Headers that are written as one string end at their lines.
        let Some(node) = header.node.get("value").filter(|node| node.kind() == Kind::String) else { continue };
        let is_newline = |character: char| matches!(character, '\r' | '\n');
        let Some(start) = header.value.find(is_newline) else { continue };
        let rest = &header.value[start..];
        let length = rest.len() - rest.trim_start_matches(is_newline).len();
        let report = reporter.part(node, start..start + length, "header value contains a newline");
        let trimmed = header.value.trim_matches(is_newline);
        if trimmed.contains(is_newline) {
            report.help("write the value on one line");
        } else {
            report.help("remove the newline").fix(node, quote(trimmed));
        }
    }
}
