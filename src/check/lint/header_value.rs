//! A header value over several lines.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, quote};
use crate::finding::{RuleId, Severity};

/// A header value over several lines.
pub const RULE: Rule = Rule {
    id: RuleId("lint/header-value"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a header value with a newline in it",
    why: "Newman refuses to send the request: `Invalid character in header content` (measured with Newman 6.2.2). It is mostly pasted along with the value.",
    fix: "Take the newline out: `--fix` does it at the ends.",
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
        // The headers of one string end at their lines.
        let Some(node) = header.node.get("value").filter(|node| node.kind() == Kind::String) else { continue };
        let is_newline = |letter: char| matches!(letter, '\r' | '\n');
        let Some(start) = header.value.find(is_newline) else { continue };
        let rest = &header.value[start..];
        let length = rest.len() - rest.trim_start_matches(is_newline).len();
        let report = reporter.part(node, start..start + length, "no header value has a newline in it");
        let bare = header.value.trim_matches(is_newline);
        if bare.contains(is_newline) {
            report.help("write the value in one line");
        } else {
            report.help("take it out").fix(node, quote(bare));
        }
    }
}
