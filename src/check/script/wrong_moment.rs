//! The rule `script/wrong-moment`: a pre-request script that reads the response.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A pre-request script that reads the response.
pub const RULE: Rule = Rule {
    id: RuleId("script/wrong-moment"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a pre-request script that reads the response",
    why: "The response does not exist before the request is sent: the script throws an error or reads `undefined`.",
    fix: "Move the code to the post-response script of the request. Each script gets one finding. The rule does not report a script that tests whether the response exists (`if (pm.response)`, `pm.response?.code`), and a function that the script only stores.",
    wrong: &[
        Sample::Prerequest("«pm.response».json();"),
        Sample::Prerequest("const a = «responseBody»;"),
        // One finding for each script.
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
        // The script tests whether the response exists.
        Sample::Prerequest("if (pm.response) { pm.response.json(); }\nconst code = pm.response.code;"),
        Sample::Prerequest("const code = pm.response?.code;"),
        Sample::Prerequest("const code = pm.response && pm.response.code;"),
        Sample::Prerequest("if (typeof responseBody !== 'undefined') { JSON.parse(responseBody); }"),
        Sample::Prerequest("if (pm.info.eventName === 'test') { pm.response.json(); }"),
        // The script stores a function for the post-response script.
        Sample::Prerequest("check = () => pm.response.code === 200;"),
        Sample::Prerequest("helpers = { check: function () { return pm.response.code; } };"),
        Sample::Prerequest("pm.globals.set('check', () => pm.response.code);"),
        Sample::Prerequest("function check() { return pm.response.code; }\npm.globals.set('check', check.toString());"),
    ],
    check: Check::Script(check_script),
};

/// Objects that exist only after the request.
const OF_RESPONSE: &[&str] = &["pm.response", "responseBody", "responseCode", "responseHeaders", "responseTime"];

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let tests_response = || {
        let tests_event = script.script.chains.iter().any(|chain| chain.words() == ["pm", "info", "eventName"]);
        tests_event || OF_RESPONSE.iter().any(|path| script.script.guarded.contains(*path))
    };
    if script.listen != "prerequest" || tests_response() {
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
            .script(&script.program, range, "pre-request script reads the response, which does not exist yet")
            .help("move this code to the post-response script of the request");
    }
}
