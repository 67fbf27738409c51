//! The rule `script/top-level-await`: an `await` outside of an async function.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// An `await` outside of an async function.
pub const RULE: Rule = Rule {
    id: RuleId("script/top-level-await"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "an `await` outside of an async function",
    why: "The released Newman (6.2.2) reports a syntax error, or treats `await (...)` as a call of an undefined function. The script does not run, or stops there, but Newman still sends the request. The newest sandbox, postman-sandbox 6.7.4, runs it (both measured), so it works in the newest app and fails in CI.",
    fix: "Use the callback, `pm.sendRequest(request, (error, response) => { ... })`, or wrap it in an async function and call that.",
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
        let message = "`await` is outside of an async function, which Newman 6.2.2 does not run";
        reporter
            .script(&script.program, range.clone(), message)
            .help("use the callback of `pm.sendRequest`, or wrap it in an async function");
    }
}
