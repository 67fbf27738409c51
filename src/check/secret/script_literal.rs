//! The rule for a secret that a script writes as a literal.

use crate::analysis::EventScript;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::script::{Argument, Chain};
use crate::secret::{is_secret_header, is_secret_name, may_be_credential, may_name_credential, without_scheme};
use std::ops::Range;

/// A script that sets a secret to a literal.
pub const RULE: Rule = Rule {
    id: RuleId("secret/script-literal"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a script that sets a variable or header for a token or password to a literal",
    why: "Everybody who gets the collection gets the secret.",
    fix: "Keep the value in a variable of type `secret` of your own environment, and read it with `pm.environment.get`.",
    wrong: &[
        Sample::Prerequest("pm.environment.set('password', «'correct horse battery'»);"),
        Sample::Prerequest(r#"postman.setGlobalVariable("api_key", «"k-b3rry-k"»);"#),
        Sample::Prerequest("pm.request.headers.add({ key: 'Authorization', value: «'Bearer k-b3rry-k'» });"),
        Sample::Prerequest("pm.request.headers.upsert(«'X-Api-Key: k-b3rry-k'»);"),
        Sample::Prerequest(
            "pm.sendRequest({ url: 'https://example.com', header: { Authorization: «'Basic dXNlcjpwYXNz'» } }, () => {});",
        ),
        Sample::Prerequest("pm.request.addHeader({ value: «`k-b3rry-k`», 'key': 'x-api-key' });"),
    ],
    right: &[
        Sample::Prerequest(
            "pm.environment.set('password', pm.environment.get('other'));
pm.environment.set('access_token', '');
pm.environment.set('token', '{{OTHER}}');
pm.environment.set('token_type', 'Bearer');
pm.environment.set('password', '<your password>');
pm.environment.set('api_key', 'AKIAIOSFODNN7EXAMPLE');",
        ),
        Sample::Prerequest(
            "pm.request.headers.add({ key: 'Authorization', value: 'Bearer ' + pm.environment.get('TOKEN') });
pm.request.headers.add({ key: 'Authorization', value: 'Bearer {{TOKEN}}' });
pm.request.headers.upsert({ key: 'Authorization', value: `Bearer ${token}` });
pm.request.headers.add('Authorization: Bearer <token>');
pm.sendRequest({ url: 'https://example.com', header: { Authorization: 'Bearer ', 'X-Token-Type': 'jwt' } }, () => {});
const expected = { 'access-control-allow-credentials': 'true', 'X-CSRF-Token': 'fetch' };
pm.expect(pm.response.json()).to.eql({ password: 'hunter2', key: 'Accept', value: 'a' });",
        ),
    ],
    check: Check::Script(check_script),
};

/// Whether the rule may report anything in the script `text`: parsing takes most of its time.
pub(in crate::check) fn may_apply(text: &str) -> bool {
    may_name_credential(text)
}

fn check_script(script: &EventScript<'_>, reporter: &mut Reporter<'_>) {
    let variables = script
        .script
        .chains
        .iter()
        .filter_map(variable)
        .filter(|(name, value, _)| is_secret_name(name) && may_be_credential(value));
    let fields = script.script.fields.iter().map(|field| (&*field.name, &*field.value, &field.range));
    let headers = script.script.chains.iter().filter_map(header_line).chain(fields);
    let headers = headers.filter(|(name, value, _)| is_secret_header(name) && may_be_credential(without_scheme(value)));
    for (name, _, range) in variables.chain(headers) {
        reporter
            .script(&script.program, range.clone(), format!("this script sets the secret `{name}` to a literal"))
            .help("keep the value in a variable of type `secret`, and read it with `pm.environment.get`");
    }
}

/// The name, the value and the place of the value of a variable that a call sets.
fn variable(chain: &Chain) -> Option<(&str, &str, &Range<usize>)> {
    let is_set = matches!(
        chain.words().as_slice(),
        ["pm", "environment" | "globals" | "collectionVariables" | "variables", "set"]
            | ["postman", "setEnvironmentVariable" | "setGlobalVariable"]
    );
    match chain.call.as_deref().filter(|_| is_set)? {
        [Argument::Text(name, _), Argument::Text(value, range), ..] => Some((name, value, range)),
        _ => None,
    }
}

/// The same of a header that a call sets with one line: `add("Name: value")`.
fn header_line(chain: &Chain) -> Option<(&str, &str, &Range<usize>)> {
    let ["pm", "request", "headers", "add" | "upsert"] = chain.words().as_slice() else { return None };
    let [Argument::Text(line, range), ..] = chain.call.as_deref()? else { return None };
    line.split_once(':').map(|(name, value)| (name, value, range))
}
