//! A secret that is written out.

use crate::check::facts::ScriptUse;
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::finding::{Rule, Severity};
use crate::script::Argument;
use crate::secret::{is_placeholder, is_secret_name};

/// A secret that is written out.
pub const RULE: Definition = Definition {
    id: Rule("script/secret-in-clear"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a script that sets a token or password which is written out in it",
    why: "Whoever gets the collection gets the secret.",
    mend: "Keep the value in a variable of type `secret` of your own environment, and read it with `pm.environment.get`.",
    wrong: &[
        Sample::Prerequest("pm.environment.set('password', «'correct horse battery'»);"),
        Sample::Prerequest(r#"postman.setGlobalVariable("api_key", «"k-sample-k"»);"#),
    ],
    right: &[Sample::Prerequest(
        "pm.environment.set('password', pm.environment.get('other'));
pm.environment.set('access_token', '');
pm.environment.set('token', '{{OTHER}}');
pm.environment.set('token_type', 'Bearer');
pm.environment.set('password', '<your password>');",
    )],
    judge: Judge::Script(judge),
};

fn judge(script: &ScriptUse<'_>, reporter: &mut Reporter<'_>) {
    for chain in &script.script.chains {
        let is_set = matches!(
            chain.words().as_slice(),
            ["pm", "environment" | "globals" | "collectionVariables" | "variables", "set"]
                | ["postman", "setEnvironmentVariable" | "setGlobalVariable"]
        );
        let Some([Argument::Text(name, _), Argument::Text(value, range), ..]) =
            chain.call.as_deref().filter(|_| is_set)
        else {
            continue;
        };
        if is_secret_name(name) && !is_placeholder(value) {
            let message = format!("the secret `{name}` is written out in this script");
            reporter
                .script(&script.program, range.clone(), message)
                .help("keep it in a variable of type `secret`, and read it with `pm.environment.get`");
        }
    }
}
