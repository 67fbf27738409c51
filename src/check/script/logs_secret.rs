//! The rule `script/logs-secret`: a script that writes a secret to the console.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::Argument;
use crate::secret::is_secret_name;

/// A script that writes a secret to the console.
pub const RULE: Rule = Rule {
    id: RuleId("script/logs-secret"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a script that writes a token or password to the console, or shows it in the visualizer",
    why: "Newman prints the console to the CI log, where everybody can read it and where it stays. A secret in the visualizer can end up in screenshots: that is a note.",
    fix: "Remove the line, or log whether the value exists (`Boolean(token)`) instead of the value.",
    wrong: &[
        Sample::Script("console.log(«pm.response.json().access_token»);"),
        Sample::Script("console.log('token', «pm.environment.get('ACCESS_TOKEN')»);"),
        Sample::Script(
            "const token = pm.response.json().token;
console.info(«`it is ${token}`»);",
        ),
        Sample::Script("pm.visualizer.set('<p>{{token}}</p>', «{ token: pm.response.json().access_token }»);"),
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
        Sample::Script("pm.visualizer.set('<p>{{token}}</p>', { token: Boolean(access_token), name: user.name });"),
    ],
    check: Check::Script(check_script),
};

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    for chain in &script.script.chains {
        let (output, severity) = match chain.words().as_slice() {
            ["console", "log" | "info" | "warn" | "error" | "debug"] => ("writes to the console", Severity::Warning),
            // The visualizer shows it to the sender of the request, who also sees it in the response.
            ["pm", "visualizer", "set"] => ("shows in the visualizer", Severity::Note),
            _ => continue,
        };
        for argument in chain.call.iter().flatten() {
            let Argument::Other(range, names) = argument else { continue };
            let is_derived = names
                .iter()
                .any(|name| matches!(name.as_str(), "Boolean" | "has" | "length" | "includes" | "substring" | "slice"));
            if !is_derived && let Some(name) = names.iter().find(|name| is_secret_name(name)) {
                reporter
                    .script(&script.program, range.clone(), format!("script {output} the value of `{name}`"))
                    .help("remove it, or log only whether the value exists")
                    .severity(severity);
            }
        }
    }
}
