//! The API of 2016.

use crate::check::facts::ScriptUse;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};

/// Members of `postman`, with what takes their place.
const OF_POSTMAN: &[(&str, &str)] = &[
    ("setEnvironmentVariable", "pm.environment.set"),
    ("getEnvironmentVariable", "pm.environment.get"),
    ("clearEnvironmentVariable", "pm.environment.unset"),
    ("clearEnvironmentVariables", "pm.environment.clear"),
    ("setGlobalVariable", "pm.globals.set"),
    ("getGlobalVariable", "pm.globals.get"),
    ("clearGlobalVariable", "pm.globals.unset"),
    ("clearGlobalVariables", "pm.globals.clear"),
    ("getResponseHeader", "pm.response.headers.get"),
    ("getResponseCookie", "pm.cookies.get"),
    ("setNextRequest", "pm.execution.setNextRequest"),
];
/// Old globals, with what takes their place.
const GLOBALS: &[(&str, &str)] = &[
    ("tests", "pm.test"),
    ("responseBody", "pm.response.text()"),
    ("responseCode", "pm.response.code"),
    ("responseHeaders", "pm.response.headers"),
    ("responseTime", "pm.response.responseTime"),
    ("responseCookies", "pm.cookies"),
];

/// The API of 2016.
pub const RULE: Definition = Definition {
    id: Rule("script/legacy-api"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "the legacy API: `postman.*`, `tests[...]`, `responseBody` and their like",
    why: "Postman keeps it for old collections only: it knows no collection variables, and assertions show no reason when they fail.",
    mend: "Use what the message names in its place. What has one (`postman.*`) is a warning; old globals are notes.",
    wrong: &[
        Sample::Script("«postman.setEnvironmentVariable»('a', 'b');"),
        Sample::Script("«postman.getGlobalVariable»('a');"),
        Sample::Script("a = «responseBody»;"),
        Sample::Script("«tests['ok']» = true;"),
    ],
    right: &[
        Sample::Script(
            "pm.environment.set('a', 'b');
const responseBody = pm.response.text();
console.log(responseBody);",
        ),
        Sample::Script(
            "const tests = [1];
tests[0];",
        ),
    ],
    judge: Judge::Script(judge),
};

fn judge(script: &ScriptUse<'_>, reporter: &mut Reporter<'_>) {
    let mut seen: Vec<&str> = Vec::new();
    for chain in &script.script.chains {
        let words = chain.words();
        if let ["postman", member, ..] = words.as_slice() {
            let Some((old, new)) = OF_POSTMAN.iter().find(|(old, _)| old == member) else { continue };
            let range = chain.names[0].1.start..chain.names[1].1.end;
            let report = reporter.script(&script.program, range, format!("`postman.{old}` is the legacy API"));
            let report = report.help(format!("use `{new}`"));
            if *old == "setNextRequest" {
                report.severity(Severity::Note);
            }
        } else if let Some((old, new)) = words.first().and_then(|first| GLOBALS.iter().find(|(old, _)| old == first)) {
            // Such scripts are full of them: once for each name is enough.
            if seen.contains(old) {
                continue;
            }
            seen.push(old);
            let range = if *old == "tests" {
                whole_index(&script.program.text, chain.range())
            } else {
                chain.names[0].1.clone()
            };
            reporter
                .script(&script.program, range, format!("`{old}` belongs to the legacy API"))
                .help(format!("use `{new}`"))
                .severity(Severity::Note);
        }
    }
}

/// With the bracket behind the index.
fn whole_index(program: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let rest = &program[range.end..];
    range.start..range.end + usize::from(rest.starts_with(']'))
}
