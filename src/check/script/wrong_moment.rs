//! What is not there yet.

use crate::check::facts::ScriptUse;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};

/// What is not there yet.
pub const RULE: Definition = Definition {
    id: Rule("script/wrong-moment"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a pre-request script that reads the response",
    why: "There is no response before the request is sent: the script throws, or reads the value of nothing.",
    mend: "Move the script to the tests of the request.",
    wrong: &[Sample::Prerequest("«pm.response».json();"), Sample::Prerequest("const a = «responseBody»;")],
    right: &[
        Sample::Script("pm.response.json();"),
        Sample::Prerequest(
            "pm.sendRequest('https://example.com', (error, response) => {
  response.json();
});",
        ),
    ],
    judge: Judge::Script(judge),
};

fn judge(script: &ScriptUse<'_>, reporter: &mut Reporter<'_>) {
    if script.listen != "prerequest" {
        return;
    }
    for chain in &script.script.chains {
        let range = match chain.words().as_slice() {
            ["pm", "response", ..] => chain.names[0].1.start..chain.names[1].1.end,
            ["responseBody" | "responseCode" | "responseHeaders" | "responseTime", ..] => chain.names[0].1.clone(),
            _ => continue,
        };
        reporter
            .script(&script.program, range, "there is no response before the request is sent")
            .help("move this to the tests of the request");
    }
}
