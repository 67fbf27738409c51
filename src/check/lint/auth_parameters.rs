//! An auth block without its parameters.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::Kind;
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType};

/// An auth block without its parameters.
pub const RULE: Rule = Rule {
    id: RuleId("lint/auth-parameters"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "an auth block of a type without the parameters that it needs",
    why: "Nothing is sent, or an empty credential: the API answers 401, and nothing says why.",
    fix: "Add the parameters, as variables: `{\"key\": \"token\", \"value\": \"{{TOKEN}}\", \"type\": \"string\"}`.",
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
            let message = format!("this block of the type `{kind}` has no parameters");
            let parameters = if needed.is_empty() { String::new() } else { format!(" with {}", words(&needed)) };
            reporter.at(auth.node(), message).help(format!("add `{kind}`{parameters}"));
            continue;
        };
        if !matches!(list.kind(), Kind::Array | Kind::Object) {
            continue;
        }
        let missing: Vec<_> = needed.iter().copied().filter(|name| auth.parameter(name).is_none()).collect();
        if !missing.is_empty() {
            reporter.at(list, format!("`{kind}` needs {}", words(&missing))).help("add it, with a variable as value");
            continue;
        }
        let empty = needed
            .iter()
            .filter_map(|name| auth.parameter(name))
            .find(|value| value.as_str().is_some_and(|text| text.is_empty()));
        if let Some(value) = empty {
            // People who keep their tokens to themselves export it so.
            let report = reporter.at(value, format!("a parameter of `{kind}` is empty, so no credential is sent"));
            report.help("write a variable here, and its value into an environment").severity(Severity::Note);
        }
    }
}

fn words(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ")
}
