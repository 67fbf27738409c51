//! The rule `lint/auth-parameters`: an auth block that lacks a parameter of its type.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Kind;
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType};

/// An auth block that lacks a parameter of its type.
pub const RULE: Rule = Rule {
    id: RuleId("lint/auth-parameters"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an auth block without the parameters that its type needs",
    why: "Postman sends no credential, or an empty one. The API answers 401 and does not say why.",
    fix: "Add the parameters, with variables as values: `{\"key\": \"token\", \"value\": \"{{TOKEN}}\", \"type\": \"string\"}`.",
    wrong: &[
        Sample::Request(r#""auth": «{"type": "bearer"}»"#),
        Sample::Request(r#""auth": {"type": "bearer", "bearer": «[]»}"#),
        Sample::Request(r#""auth": {"type": "hawk", "hawk": «[{"key": "authId", "value": "{{P}}"}]»}"#),
        Sample::Collection(r#""item": [], "auth": {"type": "apikey", "apikey": «[{"key": "in", "value": "header"}]»}"#),
        Sample::Request(r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": «""»}]}"#),
    ],
    right: &[
        Sample::Request(
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{TOKEN}}", "type": "string"}]}"#,
        ),
        Sample::Request(r#""auth": {"type": "noauth"}"#),
        Sample::Request(r#""auth": {"type": "oauth2", "oauth2": [{"key": "addTokenTo", "value": "header"}]}"#),
        Sample::Collection(r#""item": [], "auth": null"#),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let requests = collection.requests().map(|request| request.request.node());
    for auth in collection.owners().chain(requests).filter_map(Auth::of) {
        let Some(auth_type) = auth.auth_type().map(AuthType::descriptor).filter(|row| row.needs_parameters) else {
            continue;
        };
        let (kind, needed) = (auth_type.name, auth_type.required().collect::<Vec<_>>());
        let Some(list) = auth.parameters() else {
            let message = format!("auth block of the type `{kind}` has no parameters");
            let parameters = if needed.is_empty() { String::new() } else { format!(" with {}", quoted_list(&needed)) };
            reporter.at(auth.node(), message).help(format!("add the key `{kind}`{parameters}"));
            continue;
        };
        if !matches!(list.kind(), Kind::Array | Kind::Object) {
            continue;
        }
        let missing: Vec<_> = needed.iter().copied().filter(|name| auth.parameter(name).is_none()).collect();
        if !missing.is_empty() {
            reporter
                .at(list, format!("auth block of the type `{kind}` lacks {}", quoted_list(&missing)))
                .help("add each missing parameter, with a variable as its value");
            continue;
        }
        let empty = needed
            .iter()
            .filter_map(|name| auth.parameter(name))
            .find(|value| value.as_str().is_some_and(|text| text.is_empty()));
        if let Some(value) = empty {
            // Many people empty their tokens before they export a file.
            let report =
                reporter.at(value, format!("parameter of the `{kind}` auth block is empty, so no credential is sent"));
            report.help("write a variable here, and keep its value in an environment").severity(Severity::Note);
        }
    }
}

fn quoted_list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}
