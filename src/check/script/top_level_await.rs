//! An `await` outside of a function.

use crate::check::facts::ScriptUse;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};

/// An `await` outside of a function.
pub const RULE: Definition = Definition {
    id: Rule("script/top-level-await"),
    severity: Severity::Error,
    confidence: Confidence::High,
    what: "an `await` that stands in no async function",
    why: "Every released Newman takes it for a syntax error: nothing of the script runs, and the request is sent all the same. Only the newest app reads it.",
    mend: "Use the callback, `pm.sendRequest(request, (error, response) => { ... })`, or put an async function around it and call it.",
    wrong: &[
        Sample::Prerequest("const answer = «await» pm.sendRequest('https://example.com');"),
        Sample::Script(
            "if (a) {
  «await» b();
}",
        ),
    ],
    right: &[
        Sample::Prerequest(
            "(async () => {
  const answer = await pm.sendRequest('https://example.com');
})();",
        ),
        Sample::Script("var awaited = 1;"),
    ],
    judge: Judge::Script(judge),
};

fn judge(script: &ScriptUse<'_>, reporter: &mut Reporter<'_>) {
    for range in &script.script.awaits {
        let what = "`await` stands in no async function, which every released Newman takes for a syntax error";
        reporter
            .script(&script.program, range.clone(), what)
            .help("use the callback of `pm.sendRequest`, or an async function around it");
    }
}
