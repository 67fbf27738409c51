//! An `await` outside of a function.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// An `await` outside of a function.
pub const RULE: Rule = Rule {
    id: RuleId("script/top-level-await"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "an `await` that stands in no async function",
    why: "The released Newman (6.2.2) takes it for a syntax error, and `await (...)` for a call of something that is not there: nothing of the script runs, or nothing from there on, and the request is sent all the same. The newest sandbox, postman-sandbox 6.7.4, runs it (both measured), so it works in the newest app and fails in CI.",
    fix: "Use the callback, `pm.sendRequest(request, (error, response) => { ... })`, or put an async function around it and call it.",
    wrong: &[
        Sample::Prerequest("const answer = «await» pm.sendRequest('https://example.com');"),
        Sample::Script(
            "if (a) {
  «await» b();
}",
        ),
        Sample::Script("for «await» (const a of b) { c(a); }"),
        Sample::Script("«await» (a);"),
        Sample::Script("b();\n«await» [a];"),
    ],
    right: &[
        Sample::Prerequest(
            "(async () => {
  const answer = await pm.sendRequest('https://example.com');
})();",
        ),
        Sample::Script("var awaited = 1;"),
        Sample::Script("const await = (a) => a;\nawait (1);"),
        Sample::Script("async function f() { for await (const a of b) { await (a); } }"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    for range in &script.script.awaits {
        let what = "`await` stands in no async function, which Newman 6.2.2 does not run";
        reporter
            .script(&script.program, range.clone(), what)
            .help("use the callback of `pm.sendRequest`, or an async function around it");
    }
}
