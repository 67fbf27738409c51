//! What is not there yet.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// What is not there yet.
pub const RULE: Rule = Rule {
    id: RuleId("script/wrong-moment"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a pre-request script that reads the response",
    why: "There is no response before the request is sent: the script throws, or reads the value of nothing.",
    fix: "Move the script to the tests of the request. It is said once for each script, and neither of a script that asks whether there is a response (`if (pm.response)`, `pm.response?.code`) nor of a function that is only kept there.",
    wrong: &[
        Sample::Prerequest("«pm.response».json();"),
        Sample::Prerequest("const a = «responseBody»;"),
        // Once for each script.
        Sample::Prerequest("const a = «pm.response».code;\nconst b = pm.response.json();"),
        Sample::Prerequest("pm.test('a', () => { «pm.response».to.have.status(200); });"),
        Sample::Prerequest("function check() {\n  return «pm.response».code;\n}\ncheck();"),
    ],
    right: &[
        Sample::Script("pm.response.json();"),
        Sample::Prerequest(
            "pm.sendRequest('https://example.com', (error, response) => {
  response.json();
});",
        ),
        // It knows that there may be none.
        Sample::Prerequest("if (pm.response) { pm.response.json(); }\nconst code = pm.response.code;"),
        Sample::Prerequest("const code = pm.response?.code;"),
        Sample::Prerequest("const code = pm.response && pm.response.code;"),
        Sample::Prerequest("if (typeof responseBody !== 'undefined') { JSON.parse(responseBody); }"),
        Sample::Prerequest("if (pm.info.eventName === 'test') { pm.response.json(); }"),
        // It is kept for the tests.
        Sample::Prerequest("check = () => pm.response.code === 200;"),
        Sample::Prerequest("helpers = { check: function () { return pm.response.code; } };"),
        Sample::Prerequest("pm.globals.set('check', () => pm.response.code);"),
        Sample::Prerequest("function check() { return pm.response.code; }\npm.globals.set('check', check.toString());"),
    ],
    check: Check::Script(check_script),
};

/// What is there after the request only.
const OF_RESPONSE: &[&str] = &["pm.response", "responseBody", "responseCode", "responseHeaders", "responseTime"];

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let script_knows = || {
        let asks_moment = script.script.chains.iter().any(|chain| chain.words() == ["pm", "info", "eventName"]);
        asks_moment || OF_RESPONSE.iter().any(|path| script.script.guarded.contains(*path))
    };
    if script.listen != "prerequest" || script_knows() {
        return;
    }
    let first = script.script.chains.iter().filter(|chain| !chain.is_kept).find_map(|chain| {
        let first = &chain.names[0];
        match chain.words().as_slice() {
            ["pm", "response", ..] => Some(first.1.start..chain.names[1].1.end),
            [name, ..] if OF_RESPONSE.contains(name) => Some(first.1.clone()),
            _ => None,
        }
    });
    if let Some(range) = first {
        reporter
            .script(&script.program, range, "there is no response before the request is sent")
            .help("move this to the tests of the request");
    }
}
