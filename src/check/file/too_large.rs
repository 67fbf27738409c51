//! A file over the limit.

use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A file over the limit.
pub const RULE: Rule = Rule {
    id: RuleId("too-large"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a file that is larger than what is read",
    why: "A file of this size is read by nobody, and reading it would take all memory.",
    fix: "Split the collection, or leave large bodies out of saved responses.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};
