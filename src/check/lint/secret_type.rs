//! The rule `lint/secret-type`: a secret that the app shows on the screen.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use crate::secret::{Position, is_secret_name, scan_field};
use crate::text::{Span, references};

/// A secret that the app shows on the screen.
pub const RULE: Rule = Rule {
    id: RuleId("lint/secret-type"),
    severity: Severity::Note,
    confidence: Confidence::Medium,
    what: "a variable of an environment or the globals that has the name of a secret, but not the type `secret`",
    why: "The app shows its value in clear to everybody who sees the screen or a recording of it. The type only masks the screen; a value in the file is a finding of the group `secret`.",
    fix: "Give it the type `secret`. `--fix` does it where the value is a credential. Postman still exports the value, so leave it empty in the file.",
    wrong: &[
        Sample::Values(r#"{"key": «"API_PASSWORD"», "value": "", "type": "default", "enabled": true}"#),
        Sample::Values(r#"{"key": «"API_PASSWORD"», "value": "Summer!2031", "type": "default", "enabled": true}"#),
        Sample::Values(r#"{"key": «"client_secret"», "value": "", "enabled": true}"#),
        Sample::File(
            r#"{"name": "Old", "values": [{
  "key": «"password"»,
  "value": "Summer!2031"
}]}"#,
        ),
    ],
    right: &[
        Sample::Values(r#"{"key": "API_PASSWORD", "value": "", "type": "secret", "enabled": true}"#),
        Sample::Values(r#"{"key": "BASE_URL", "value": "", "type": "default", "enabled": true}"#),
        Sample::Values(r#"{"key": "API_PASSWORD", "value": "{{OTHER}}", "type": "default", "enabled": true}"#),
        Sample::Values(r#"{"key": "API_PASSWORD", "value": 8, "type": "default", "enabled": true}"#),
    ],
    check: Check::Values(check_values),
};

fn check_values(values: &Entity<'_>, reporter: &mut Reporter<'_>) {
    for variable in values.variables().filter(|variable| !variable.is_secret()) {
        let Some((node, key)) = variable.key_node().zip(variable.key()).filter(|(_, key)| is_secret_name(key)) else {
            continue;
        };
        if !can_hold_secret(variable) {
            continue;
        }
        let message = format!("variable `{}` has the name of a secret, but not the type `secret`", display_name(&key));
        let report = reporter.at(node, message).help("give it the type `secret`, so that the app masks it");
        // The name alone is no proof: `--fix` changes the type of a variable that holds a credential.
        let is_proven =
            variable.value().is_some_and(|value| !scan_field(&key, &value, Position::Environment).is_empty());
        match variable.node().get("type") {
            _ if !is_proven => report,
            Some(kind) => report.fix(kind, "\"secret\""),
            None => match insertion(variable.node()) {
                Some((span, text)) => report.edit(span, text),
                None => report,
            },
        };
    }
}

/// Whether the value is missing, or a text without references to other variables.
fn can_hold_secret(variable: Variable<'_>) -> bool {
    variable.node().get("value").is_none_or(|value| match value.kind() {
        Kind::Null => true,
        Kind::String => value.as_str().is_some_and(|text| references(&text).next().is_none()),
        Kind::Number | Kind::Bool(_) | Kind::Array | Kind::Object => false,
    })
}

/// The edit that adds `type` after the first member, with the whitespace that the object has between members.
fn insertion(object: NodeRef<'_>) -> Option<(Span, String)> {
    let text = object.document().text();
    let mut members = object.members();
    let (key, value) = members.next()?;
    let colon = text.get(key.span().end..value.span().start)?;
    let comma = members.next().and_then(|(next, _)| text.get(value.span().end..next.span().start)).unwrap_or(", ");
    Some((Span::at(value.span().end), format!("{comma}\"type\"{colon}\"secret\"")))
}
