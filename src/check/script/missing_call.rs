//! The rule `script/missing-call`: a method of the response that is not called.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use std::collections::HashSet;

/// A method of the response that is not called.
pub const RULE: Rule = Rule {
    id: RuleId("script/missing-call"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "`pm.response.json` or `pm.response.text` without parentheses",
    why: "It is the function and not what the function returns: every member of it is `undefined`, and a test of its text fails.",
    fix: "Write `pm.response.json()`.",
    wrong: &[
        Sample::Script("const body = «pm.response.json»;"),
        Sample::Script("pm.environment.set('id', «pm.response.json».id);"),
        Sample::Script("pm.expect(«pm.response.text»).to.include('a');"),
    ],
    right: &[
        Sample::Script(
            "const body = pm.response.json();\npm.environment.set('id', pm.response.json().id);\npm.response.to.have.body('a');",
        ),
        Sample::Script(
            "if (pm.response.json) { pm.response.json(); }\nconst read = pm.response.json.bind(pm.response);",
        ),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let chains = &script.script.chains;
    let is_method = |words: &[&str]| matches!(words, ["pm", "response", "json" | "text", ..]);
    // A call is a chain of its own, which begins at the same byte.
    let called: HashSet<usize> = (chains.iter())
        .filter(|chain| chain.names.len() == 3 && chain.call.is_some() && is_method(&chain.words()))
        .map(|chain| chain.range().start)
        .collect();
    for chain in chains.iter().filter(|chain| is_method(&chain.words())) {
        let path = chain.words()[..3].join(".");
        let is_bound = chain.words().get(3).is_some_and(|next| matches!(*next, "bind" | "call" | "apply"));
        let start = chain.range().start;
        if called.contains(&start) || is_bound || chain.is_assigned || script.script.is_guarded(&path) {
            continue;
        }
        let range = start..chain.names[2].1.end;
        let message = format!("`{path}` is not called, so this is the function and not the body");
        reporter.script(&script.program, range, message).help(format!("write `{path}()`"));
    }
}
