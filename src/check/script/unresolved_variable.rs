//! The rule `script/unresolved-variable`: a `{{name}}` in a script that Postman does not replace.

use crate::analysis::{EventScript, is_variable_name};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::{Argument, Chain, Script};
use crate::text::{Reference, references};
use std::collections::BTreeSet;
use std::ops::Range;

/// A `{{name}}` in a script that Postman does not replace.
pub const RULE: Rule = Rule {
    id: RuleId("script/unresolved-variable"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a `{{name}}` in the arguments of `pm.sendRequest` or of an assertion",
    why: "Postman replaces variables in requests, not in scripts: `pm.sendRequest` sends the braces and the name unchanged, also in the URL (measured in Newman 6.2.2 and in the app's engine), and an assertion compares with them.",
    fix: "Read the variable with `pm.variables.get(\"name\")`, or replace all of a text with `pm.variables.replaceIn(text)`.",
    wrong: &[
        Sample::Prerequest("pm.sendRequest('«{{BASE}}»/token', () => {});"),
        Sample::Prerequest(
            "pm.sendRequest({ url: 'https://example.com', header: { 'X-Client': '«{{CLIENT}}»' } }, done);\nfunction done() {}",
        ),
        Sample::Prerequest("const id = 1;\npm.sendRequest(`«{{BASE}}»/users/${id}`, () => {});"),
        Sample::Prerequest("const url = '«{{BASE}}»/token';\npm.sendRequest({ url: url, method: 'POST' }, () => {});"),
        Sample::Script("pm.test('a', () => pm.expect(pm.response.json().id).to.eql('«{{ID}}»'));"),
    ],
    right: &[
        Sample::Prerequest("pm.sendRequest(pm.variables.replaceIn('{{BASE}}/token'), () => {});"),
        Sample::Prerequest(
            "pm.sendRequest({\n  // {{BASE}}\n  url: pm.variables.get('BASE')\n}, () => { pm.environment.set('a', '{{BASE}}'); });",
        ),
        Sample::Prerequest(
            "pm.request.headers.upsert({ key: 'X-Client', value: '{{CLIENT}}' });\npm.visualizer.set('<p>{{name}}</p>', {});",
        ),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let (parsed, text) = (&*script.script, script.program.text.as_str());
    if !text.contains("{{") {
        return;
    }
    let mut seen = BTreeSet::new();
    for chain in &parsed.chains {
        let (message, call) = match chain.words().as_slice() {
            ["pm", "sendRequest"] => {
                ("`pm.sendRequest` sends the braces and the name: it replaces no variables", chain)
            }
            ["pm", "expect", ..] => {
                ("the assertion compares with the braces and the name: a script replaces no variables", chain)
            }
            _ => continue,
        };
        for (range, name) in unresolved(call, parsed, text) {
            if seen.insert(range.start) {
                let help =
                    format!("use `pm.variables.get(\"{name}\")`, or `pm.variables.replaceIn(...)` around the text");
                reporter.script(&script.program, range, message).help(help);
            }
        }
    }
}

/// The references in the arguments of `call`, and in the texts of the variables that they name, with the names.
fn unresolved(call: &Chain, script: &Script, text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for argument in call.call.iter().flatten() {
        match argument {
            Argument::Text(_, range) => found.extend(references_in(text, range)),
            Argument::Function(_) => {}
            Argument::Other(range, names) => {
                if names.iter().any(|name| name == "replaceIn") {
                    continue;
                }
                found.extend(references_in(text, range));
                let declared = script.texts.iter().filter(|declared| names.contains(&declared.name));
                found.extend(declared.flat_map(|declared| references_in(text, &declared.range)));
            }
        }
    }
    found
}

/// The references to variables in a part of a script, those in comments left out.
fn references_in(text: &str, range: &Range<usize>) -> Vec<(Range<usize>, String)> {
    let is_comment = |at: usize| {
        let line = text[..at].rsplit('\n').next().unwrap_or_default().trim_start();
        line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
    };
    let found = references(&text[range.clone()]).filter_map(|Reference { name, range: inside }| {
        let inside = range.start + inside.start..range.start + inside.end;
        let is_name = is_variable_name(name.strip_prefix('$').unwrap_or(name));
        (is_name && !is_comment(inside.start)).then(|| (inside, name.to_owned()))
    });
    found.collect()
}
