//! A named file that is none of Postman's.

use crate::check::rule::{Confidence, Definition, Judge};
use crate::finding::{Rule, Severity};

/// A named file that is none of Postman's.
pub const RULE: Definition = Definition {
    id: Rule("unrecognised"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a file that is none of Postman's",
    why: "A named file that is skipped in silence would look as if it were right.",
    mend: "A collection has `info` and `item`, an environment has `name` and `values`. Name folders instead of files when other files lie among them.",
    wrong: &[],
    right: &[],
    judge: Judge::Elsewhere,
};
