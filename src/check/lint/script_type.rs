//! The rule `lint/script-type`: a script with an unknown `type`.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::Event;

/// A script with an unknown `type`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/script-type"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a script whose `type` is not `text/javascript`",
    why: "The schema accepts any text, but newer programs skip a script whose type they do not know.",
    fix: "Write `text/javascript`, or remove `type`. `--fix` writes it.",
    wrong: &[Sample::Item(
        r#"{"name": "Me", "request": {"url": "{{BASE}}/me"}, "response": [],
"event": [{"listen": "test", "script": {"type": «"text/javscript"», "exec": ["pm.test('a');"]}}]}"#,
    )],
    right: &[Sample::Script("pm.test('a');")],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for event in collection.owners().flat_map(Event::of) {
        let Some(node) = event.script().and_then(|script| script.get("type")) else { continue };
        if node.as_str().is_some_and(|kind| kind != "text/javascript" && kind != "module") {
            reporter
                .at(node, "script has an unknown `type`, so newer programs skip it")
                .help("write `text/javascript`")
                .fix(node, "\"text/javascript\"");
        }
    }
}
