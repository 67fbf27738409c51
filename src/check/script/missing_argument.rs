//! The rule `script/missing-argument`: a call without the argument that it needs.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Argument;

/// A call without the argument that it needs.
pub const RULE: Rule = Rule {
    id: RuleId("script/missing-argument"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a test without a function, or a variable that is set without a value",
    why: "`pm.test` with a name only asserts nothing, and the test is not even counted. A variable that is set without a value holds `undefined`. No error is thrown (measured in Newman 6.2.2).",
    fix: "Add the argument.",
    wrong: &[
        Sample::Script("«pm.test»('it works');"),
        Sample::Script("«pm.environment.set»('id');"),
        Sample::Script("«postman.setEnvironmentVariable»('id');"),
    ],
    right: &[
        Sample::Script(
            "pm.test('it works', () => {});\npm.test.skip('later');\npm.environment.set('id', '');\npm.variables.set(...pair);\nlet pair = ['a', 'b'];",
        ),
        Sample::Script("pm.request.headers.get('a');\npm.environment.unset('id');"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    for chain in &script.script.chains {
        let Some([only]) = chain.call.as_deref() else { continue };
        let is_spread =
            matches!(only, Argument::Other(range, _) if script.program.text[range.clone()].starts_with("..."));
        let (message, help) = match chain.words().as_slice() {
            ["pm", "test"] => {
                ("this test has no function, so it asserts nothing", "add a function: `pm.test(name, () => { ... })`")
            }
            ["pm", "environment" | "globals" | "variables" | "collectionVariables", "set"]
            | ["postman", "setEnvironmentVariable" | "setGlobalVariable"] => {
                ("this sets the variable without a value, so it holds `undefined`", "add the value")
            }
            _ => continue,
        };
        if !is_spread {
            reporter.script(&script.program, chain.range(), message).help(help);
        }
    }
}
