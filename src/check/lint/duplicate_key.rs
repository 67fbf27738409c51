//! The rule `lint/duplicate-key`: a key that occurs twice in one object.

use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Document;
use crate::finding::{RuleId, Severity};

/// A key that occurs twice in one object.
pub const RULE: Rule = Rule {
    id: RuleId("lint/duplicate-key"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a key that occurs twice in one object",
    why: "One of the two values is lost on import. Which one it is depends on the program that reads the file.",
    fix: "Remove one of them.",
    wrong: &[
        Sample::Request(r#""method": "GET", «"method"»: "POST""#),
        Sample::Collection(r#""item": [], "item\u0073": 1, «"items"»: 2"#),
    ],
    right: &[Sample::Request(r#""method": "GET", "header": [{"key": "method", "value": "method"}]"#)],
    check: Check::Document(check_document),
};

/// The limit for one file: to find the location of each finding takes a walk from the root.
const MAX_FINDINGS: usize = 500;

fn check_document(document: &Document, reporter: &mut Reporter<'_>) {
    for (first, repeated) in document.root().duplicate_keys().into_iter().take(MAX_FINDINGS) {
        let line = document.position(first.span().start).line;
        reporter
            .at(repeated, format!("key occurs twice in one object: first on line {line}"))
            .help("remove one of the two: programs disagree on which one counts");
    }
}
