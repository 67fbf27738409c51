//! The API of 2016.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::{Argument, Chain};
use std::ops::Range;

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
    ("tests", "`pm.test`"),
    ("responseBody", "`pm.response.text()`"),
    ("responseCode", "`pm.response.code` for `responseCode.code`"),
    ("responseHeaders", "`pm.response.headers`"),
    ("responseTime", "`pm.response.responseTime`"),
    ("responseCookies", "`pm.cookies`"),
];

/// The API of 2016.
pub const RULE: Rule = Rule {
    id: RuleId("script/legacy-api"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "the legacy API: `postman.*`, `tests[...]`, `responseBody` and their like",
    why: "Postman keeps it for old collections only: it knows no collection variables, and assertions show no reason when they fail.",
    fix: "Use what the message names in its place. The calls of `postman` are warnings: each has one that takes its place. Old globals and `setNextRequest` are notes: they do what they always did, and scripts are full of them. The setters of `postman` turn values into text (`5` into `\"5\"`, an object into `\"[object Object]\"`, a function into its program); those of `pm` keep them, and a function is called where the variable is used. Each name has one finding in a script.",
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
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let mut found: Vec<(Legacy, usize)> = Vec::new();
    for legacy in script.script.chains.iter().filter_map(|chain| Legacy::of(chain, &script.program.text)) {
        match found.iter_mut().find(|(first, _)| first.message == legacy.message && first.help == legacy.help) {
            Some((_, more)) => *more += 1,
            None => found.push((legacy, 0)),
        }
    }
    for (legacy, more) in found {
        reporter
            .script(&script.program, legacy.range, legacy.message)
            .help(legacy.help)
            .more(more)
            .severity(legacy.severity);
    }
}

/// One use of the legacy API.
struct Legacy {
    range: Range<usize>,
    message: String,
    help: String,
    severity: Severity,
}

impl Legacy {
    fn of(chain: &Chain, program: &str) -> Option<Self> {
        let words = chain.words();
        if let ["postman", member, ..] = words.as_slice() {
            let (old, new) = OF_POSTMAN.iter().find(|(old, _)| old == member)?;
            let help = match chain.call.as_deref() {
                Some([_, Argument::Function, ..]) if old.ends_with("Variable") => {
                    format!(
                        "use `{new}` with `String(...)` around the function, as `{new}` calls a function where the variable is used"
                    )
                }
                _ => format!("use `{new}`"),
            };
            return Some(Self {
                range: chain.names[0].1.start..chain.names[1].1.end,
                message: format!("`postman.{old}` is the legacy API"),
                help,
                severity: if *old == "setNextRequest" { Severity::Note } else { Severity::Warning },
            });
        }
        let (old, new) = words.first().and_then(|first| GLOBALS.iter().find(|(old, _)| old == first))?;
        let range = if *old == "tests" { whole_index(program, chain.range()) } else { chain.names[0].1.clone() };
        let message = format!("`{old}` belongs to the legacy API");
        Some(Self { range, message, help: format!("use {new}"), severity: Severity::Note })
    }
}

/// With the bracket behind the index.
fn whole_index(program: &str, range: Range<usize>) -> Range<usize> {
    let rest = &program[range.end..];
    range.start..range.end + usize::from(rest.starts_with(']'))
}
