//! The rules about suppressions themselves. [`Suppressions`](super::suppression::Suppressions) finds their findings.

use super::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

const fn rule(id: &'static str, what: &'static str, why: &'static str, fix: &'static str) -> Rule {
    Rule {
        id: RuleId(id),
        severity: Severity::Warning,
        confidence: Confidence::High,
        what,
        why,
        fix,
        wrong: &[],
        right: &[],
        check: Check::Elsewhere,
    }
}

/// A suppression that matches no finding.
pub const UNUSED: Rule = rule(
    "suppression/unused",
    "a suppression in the manifest that matches no finding",
    "Its finding was fixed or has moved. The suppression would hide the next mistake at the same location.",
    "Delete the `[[check.suppression]]`, or correct its `rule`, `path`, `pointer` or `item`.",
);

/// A suppression whose `until` has passed.
pub const EXPIRED: Rule = rule(
    "suppression/expired",
    "a suppression in the manifest that has expired",
    "It was meant to be temporary. Its findings are reported again.",
    "Fix the findings and delete the suppression, or agree on a later day in `until`.",
);
