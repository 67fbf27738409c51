//! A script that was not read.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A script that was not read.
pub const RULE: Rule = Rule {
    id: RuleId("script/too-complex"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a script that is too long or too deeply nested to be read",
    why: "What it does was not judged. More than 512 KiB, brackets more than 500 deep, or much of both (depth times bytes above 16 MiB) are mostly libraries that somebody pasted.",
    fix: "Load libraries with `pm.require`, or keep them out of the collection.",
    wrong: &[],
    right: &[],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    if script.script.is_too_complex {
        reporter.script(
            &script.program,
            0..0,
            "this script is too long or too deeply nested to be read, so it was not judged",
        );
    }
}
