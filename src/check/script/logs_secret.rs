//! A secret that is written to the console.

use crate::check::facts::ScriptUse;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};
use crate::script::Argument;
use crate::secret::is_secret_name;

/// A secret that is written to the console.
pub const RULE: Definition = Definition {
    id: Rule("script/logs-secret"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a script that writes a token or password to the console",
    why: "Newman prints the console into the logs of CI, where everybody reads it and where it stays.",
    mend: "Take the line out, or log that the value is there (`Boolean(token)`) instead of the value.",
    wrong: &[
        Sample::Script("console.log(«pm.response.json().access_token»);"),
        Sample::Script("console.log('token', «pm.environment.get('ACCESS_TOKEN')»);"),
        Sample::Script(
            "const token = pm.response.json().token;
console.info(«`it is ${token}`»);",
        ),
    ],
    right: &[
        Sample::Script(
            "console.log('token stored', Boolean(pm.environment.has('ACCESS_TOKEN')));
console.log(pm.response.json().token_type);
console.log(token ? 'there' : 'missing', !password);",
        ),
        Sample::Script(
            "console.log('password');
console.log(token.length);",
        ),
    ],
    judge: Judge::Script(judge),
};

fn judge(script: &ScriptUse<'_>, reporter: &mut Reporter<'_>) {
    for chain in &script.script.chains {
        let ["console", "log" | "info" | "warn" | "error" | "debug"] = chain.words().as_slice() else { continue };
        for argument in chain.call.iter().flatten() {
            let Argument::Other(range, names) = argument else { continue };
            let is_about = names
                .iter()
                .any(|name| matches!(name.as_str(), "Boolean" | "has" | "length" | "includes" | "substring" | "slice"));
            if !is_about && let Some(name) = names.iter().find(|name| is_secret_name(name)) {
                reporter
                    .script(&script.program, range.clone(), format!("the value of `{name}` is written to the console"))
                    .help("take the line out, or log only that it is there");
            }
        }
    }
}
