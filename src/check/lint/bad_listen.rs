//! An event that nothing sets off.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Event;
use crate::text::suggest;

/// When scripts run.
const KNOWN: &[&str] = &["prerequest", "test"];

/// An event that nothing sets off.
pub const RULE: Rule = Rule {
    id: RuleId("lint/bad-listen"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "an event whose `listen` is neither `prerequest` nor `test`",
    why: "The schema accepts any text, and the script never runs: no token is stored, no test is counted, and nothing says so.",
    fix: "Write `prerequest` for a script that runs before the request, `test` for one that runs after the answer. `--fix` mends slips.",
    wrong: &[
        Sample::Item(
            r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": «"prerequests"», "script": {"exec": ["pm.variables.set('a', 'b');"]}}]}"#,
        ),
        Sample::Collection(r#""item": [], "event": [{"listen": «"tests"», "script": {"exec": []}}]"#),
    ],
    right: &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "prerequest", "script": {"exec": ["pm.variables.set('a', 'b');"]}}]}"#,
    )],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for event in collection.owners().flat_map(Event::of) {
        let Some(node) = event.node().get("listen") else { continue };
        let Some(listen) = node.as_str().filter(|listen| !KNOWN.contains(&&**listen)) else { continue };
        let report = reporter.at(node, "a script listens to an event that does not exist, so it never runs");
        match suggest(&listen, KNOWN.iter().copied()) {
            Some(meant) => report.help(format!("did you mean `{meant}`?")).fix(node, format!("\"{meant}\"")),
            None => report.help("`prerequest` runs before the request, `test` after the answer"),
        };
    }
}
