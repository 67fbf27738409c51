//! A key that stands twice in one object.

use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Document;
use crate::finding::{RuleId, Severity};

/// A key that stands twice in one object.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-key"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a key that stands twice in one object",
    why: "Of the two values one is lost on import, and which one depends on who reads the file.",
    fix: "Take one of them out.",
    wrong: &[
        Sample::Request(r#""method": "GET", «"method"»: "POST""#),
        Sample::Collection(r#""item": [], "item\u0073": 1, «"items"»: 2"#),
    ],
    right: &[Sample::Request(r#""method": "GET", "header": [{"key": "method", "value": "method"}]"#)],
    check: Check::Document(check_document),
};

/// Nobody reads more of one file, and the place of each takes a walk from the top.
const MOST: usize = 500;

fn check_document(document: &Document, reporter: &mut Reporter<'_>) {
    for (first, repeated) in document.root().duplicate_keys().into_iter().take(MOST) {
        let line = document.position(first.span().start).line;
        reporter
            .at(repeated, format!("this key stands in its object already, on line {line}"))
            .help("take one of the two out: readers disagree on which one counts");
    }
}
