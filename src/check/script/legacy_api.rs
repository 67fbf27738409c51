//! The rule `script/legacy-api`: the legacy API of scripts, which is from 2016.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::{Argument, Chain};
use std::ops::Range;

/// Members of `postman`, with their replacements.
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
/// Old globals, with their replacements.
const GLOBALS: &[(&str, &str)] = &[
    ("tests", "`pm.test`"),
    ("responseBody", "`pm.response.text()`"),
    ("responseCode", "`pm.response.code` for `responseCode.code`"),
    ("responseHeaders", "`pm.response.headers`"),
    ("responseTime", "`pm.response.responseTime`"),
    ("responseCookies", "`pm.cookies`"),
];

/// The legacy API of scripts, which is from 2016.
pub const RULE: Rule = Rule {
    id: RuleId("script/legacy-api"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a use of the legacy API: `postman.*`, `tests[...]`, `responseBody` and similar globals",
    why: "Postman keeps it for old collections only. It has no collection variables, and its assertions give no reason for a failure.",
    fix: "Use the replacement that the message names. Calls of `postman` are warnings, because each has a replacement. Old globals and `setNextRequest` are notes, because they still work and scripts use them often. The setters of `postman` turn values into text (`5` into `\"5\"`, an object into `\"[object Object]\"`, a function into its source). The setters of `pm` keep the value, and Postman calls a function where the variable is used. Each name gets one finding in a script.",
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
                Some([_, Argument::Function(_), ..]) if old.ends_with("Variable") => {
                    format!(
                        "use `{new}` with `String(...)` around the function, as `{new}` calls a function where the variable is used"
                    )
                }
                _ => format!("use `{new}`"),
            };
            return Some(Self {
                range: chain.names[0].1.start..chain.names[1].1.end,
                message: format!("`postman.{old}` belongs to the legacy API"),
                help,
                severity: if *old == "setNextRequest" { Severity::Note } else { Severity::Warning },
            });
        }
        let (old, new) = words.first().and_then(|first| GLOBALS.iter().find(|(old, _)| old == first))?;
        let range = if *old == "tests" { include_bracket(program, chain.range()) } else { chain.names[0].1.clone() };
        let message = format!("`{old}` belongs to the legacy API");
        Some(Self { range, message, help: format!("use {new}"), severity: Severity::Note })
    }
}

/// `range` with the bracket that closes the index.
fn include_bracket(program: &str, range: Range<usize>) -> Range<usize> {
    let rest = &program[range.end..];
    range.start..range.end + usize::from(rest.starts_with(']'))
}
