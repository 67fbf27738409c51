//! A named file that is none of Postman's.

use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A named file that is none of Postman's.
pub const RULE: Rule = Rule {
    id: RuleId("unrecognised"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a file that is none of Postman's",
    why: "A named file that is skipped in silence would look as if it were right.",
    fix: "A collection has `info` and `item`, an environment has `name` and `values`. Name folders instead of files when other files lie among them.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};
