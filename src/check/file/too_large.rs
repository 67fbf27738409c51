//! A file over the limit.

use crate::check::rule::{Confidence, Definition, Judge};
use crate::finding::{Rule, Severity};

/// A file over the limit.
pub const RULE: Definition = Definition {
    id: Rule("too-large"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a file that is larger than what is read",
    why: "A file of this size is read by nobody, and reading it would take all memory.",
    mend: "Split the collection, or leave large bodies out of saved responses.",
    wrong: &[],
    right: &[],
    judge: Judge::Elsewhere,
};
