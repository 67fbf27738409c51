//! The rule `script/too-complex`: a script that is too complex to check.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule};
use crate::finding::{RuleId, Severity};

/// A script that is too complex to check.
pub const RULE: Rule = Rule {
    id: RuleId("script/too-complex"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a script that is too long or too deeply nested to be checked",
    why: "No other script rule checked it. A script with more than 512 KiB, with brackets nested more than 500 deep, or with much of both (depth times bytes above 16 MiB) is usually a pasted library.",
    fix: "Load the library with `pm.require`, or remove it from the collection.",
    wrong: &[],
    right: &[],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    if script.script.is_too_complex {
        reporter.script(&script.program, 0..0, "script is too long or too deeply nested, so it was not checked");
    }
}
