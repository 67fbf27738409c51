//! The rule `script/unknown-member`: a member of `pm` that does not exist.

use crate::analysis::EventScript;
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Chain;
use crate::script::sandbox::{owner_of, unknown_member};
use crate::text::suggest;
use std::collections::HashSet;

/// A member of `pm` that does not exist.
pub const RULE: Rule = Rule {
    id: RuleId("script/unknown-member"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a member of `pm` or of its objects that does not exist",
    why: "The value is `undefined`, and a call of it throws an error: the rest of the script does not run, but Postman still sends the request.",
    fix: "Correct the name. The known members are those of the sandbox in Newman 6 and in the Postman app, and those that the script itself assigns or tests (`if (pm.a)`, `pm.a?.b`).",
    wrong: &[
        Sample::Script("pm.«enviroment».set('a', 'b');"),
        Sample::Script("pm.environment.«sett»('a', 'b');"),
        Sample::Script("const a = pm.response.«jsonn»();"),
        Sample::Prerequest(
            r#"console.log(1);
if (a) { pm.«sendrequest»("https://example.com", done); }"#,
        ),
        Sample::Script("pm.test.«skipp»('a');"),
        Sample::Script("const a = JSON.parse(pm.response.«body»);"),
        Sample::Script("const a = pm.response.«statusCode»;"),
        Sample::Script("pm.checks = {};\npm.«check»();"),
    ],
    right: &[
        Sample::Script(
            "pm.environment.set('a', 'b');
pm.response.to.have.status(200);
pm.expect(pm.response.json().anything).to.eql(1);
pm.request.headers.add({ key: 'a', value: 'b' });
pm.execution.setNextRequest(null);",
        ),
        Sample::Script(
            "const pm = mine();
pm.anything();",
        ),
        Sample::Script("pm.response.json().jsonn;"),
        // The script assigns the member, or tests whether it exists.
        Sample::Script("pm.check = (name) => pm.test(name, () => {});\npm.check('a');"),
        Sample::Script("pm['helpers'] = { check: () => 1 };\npm.helpers.check();"),
        Sample::Script("if (pm.newest) { pm.newest.run(); }\npm.other?.run();"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let chains = &script.script.chains;
    let assigned: HashSet<String> = chains.iter().filter(|chain| chain.is_assigned).map(Chain::path).collect();
    for chain in chains {
        let words = chain.words();
        let Some((index, known)) = unknown_member(&words) else { continue };
        let path = words[..=index].join(".");
        if assigned.contains(&path) || script.script.guarded.contains(&path) {
            continue;
        }
        let (name, range) = &chain.names[index];
        let owner = words[..index].join(".");
        let range = without_quotes(&script.program.text, range.clone());
        let report =
            reporter.script(&script.program, range, format!("`{owner}` has no member `{}`", display_name(name)));
        if let Some(other) = owner_of(name).filter(|other| *other != owner) {
            report.help(format!("did you mean `{other}.{name}`?"));
        } else if let Some(suggestion) = suggest(name, known.iter().copied()) {
            report.help(format!("did you mean `{owner}.{suggestion}`?"));
        } else {
            report.help(format!(
                "use one of {}",
                known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
            ));
        }
    }
}

/// The range of a name without its quotes, as in `a["b"]`.
fn without_quotes(program: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    match program.as_bytes().get(range.start) {
        Some(b'"' | b'\'' | b'`') if range.len() > 2 => range.start + 1..range.end - 1,
        _ => range,
    }
}
