//! A form without a schema.

use crate::check::rule::{Confidence, Definition, Judge};
use crate::finding::{Rule, Severity};

/// A form without a schema.
pub const RULE: Definition = Definition {
    id: Rule("no-schema"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a collection of the form v1, which no published schema covers",
    why: "Postman stopped exporting this form in 2017; the app still imports it. Only its syntax and its secrets are judged.",
    mend: "Import it into Postman and export it as \"Collection v2.1\".",
    wrong: &[],
    right: &[],
    judge: Judge::Elsewhere,
};
