//! A file that the system does not give.

use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A file that the system does not give.
pub const RULE: Rule = Rule {
    id: RuleId("unreadable"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "a file or archive that cannot be read",
    why: "What cannot be read was not judged, so nobody knows whether it is right.",
    fix: "Look at what the system says: the rights of the file, a link that leads nowhere, an archive that was cut off or is encrypted.",
    wrong: &[],
    right: &[],
    check: Check::Elsewhere,
};
