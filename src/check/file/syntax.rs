//! A text that cannot be parsed.

use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{SYNTAX, Severity};

/// A text that cannot be parsed.
pub const RULE: Rule = Rule {
    id: SYNTAX,
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a text that is not JSON, YAML or TOML",
    why: "Nothing reads the file: not Postman, not Newman, not Postsmith.",
    fix: "Look at the place: a comma too many or too few, a quote that is missing, a file that was cut off. Export it again when it was made by a program. Save UTF-16 as UTF-8.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};
