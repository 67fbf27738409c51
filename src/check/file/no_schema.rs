//! A form without a schema.

use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A form without a schema.
pub const RULE: Rule = Rule {
    id: RuleId("no-schema"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a collection of the form v1, which no published schema covers",
    why: "Postman stopped exporting this form in 2017; the app still imports it. Only its syntax and its secrets are judged.",
    fix: "Import it into Postman and export it as \"Collection v2.1\".",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};
