//! The rule `lint/bad-listen`: an event whose `listen` no program knows.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{Event, FileKind};
use crate::text::suggest;

/// The values of `listen` that Postman knows.
const KNOWN: &[&str] = &["prerequest", "test"];
/// The values of `type` that the format v3 has for the same.
const KNOWN_V3: &[&str] = &["beforeRequest", "afterResponse", "http:beforeRequest", "http:afterResponse"];

/// An event whose `listen` no program knows.
pub const RULE: Rule = Rule {
    id: RuleId("lint/bad-listen"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "an event whose `listen` is neither `prerequest` nor `test`",
    why: "The schema accepts any text, but the script never runs: it stores no token and counts no test, and Postman shows no error.",
    fix: "Write `prerequest` for a script that runs before the request, `test` for one that runs after the response. `--fix` corrects typos.",
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
        if collection.kind == FileKind::CollectionV3 {
            let report = reporter.at(node, "script has an unknown `type`, so it never runs");
            match suggest(&listen, KNOWN_V3.iter().copied()) {
                Some(suggestion) => report.help(format!("did you mean `{suggestion}`?")),
                None => report.help(
                    "write `beforeRequest` to run it before the request, `afterResponse` to run it after the response; in the \
                        definition of a folder, `http:beforeRequest` and `http:afterResponse`",
                ),
            };
            continue;
        }
        let report = reporter.at(node, "event has an unknown `listen`, so its script never runs");
        match suggest(&listen, KNOWN.iter().copied()) {
            Some(suggestion) => {
                report.help(format!("did you mean `{suggestion}`?")).fix(node, format!("\"{suggestion}\""))
            }
            None => report.help("write `prerequest` to run it before the request, `test` to run it after the response"),
        };
    }
}
