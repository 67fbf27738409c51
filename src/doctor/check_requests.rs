//! The step `request`: whether the token requests and Authorization headers in the source are right. Nothing is sent.

use super::diagnosis::Diagnosis;
use super::target::{ApiCall, SavedTokenRequest};
use super::{DoctorTarget, VariableValues};
use crate::oauth::{Cause, Grant, bearer_token};
use crate::requirements::FilledBy;
use crate::text::references;
use crate::text::substitution::substitute;

/// What is wrong with the requests of the source, and how many were checked.
pub(super) fn check_requests(target: &DoctorTarget, values: &VariableValues) -> (Diagnosis, usize) {
    let mut diagnosis = Diagnosis::default();
    for request in &target.token_requests {
        check_token_request(request, target, values, &mut diagnosis);
    }
    let calls: Vec<&ApiCall> = std::iter::once(&target.verify).chain(&target.rights).collect();
    if target.grant.is_some() {
        for call in &calls {
            let own = call.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
            for (_, value) in own {
                if let Err(error) = bearer_token(&with_sample_token(value)) {
                    diagnosis.add(Cause::MalformedAuthorization, format!("`{}`: {error}", call.name));
                }
            }
        }
    }
    (diagnosis, target.token_requests.len() + calls.len())
}

fn check_token_request(
    request: &SavedTokenRequest,
    target: &DoctorTarget,
    values: &VariableValues,
    diagnosis: &mut Diagnosis,
) {
    let mut report = |cause, what: &str| diagnosis.add(cause, format!("`{}`: {what}", request.name));
    if request.method != "POST" {
        report(Cause::BodyNotUrlencoded, "the method is not POST, so servers ignore the body");
    }
    let parameters = match &request.body {
        Ok(parameters) => parameters,
        Err(kind) => return report(Cause::BodyNotUrlencoded, &format!("the body is {kind}")),
    };
    let media_type = request.content_type.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim());
    if media_type.is_some_and(|kind| !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
        report(Cause::BodyNotUrlencoded, "its own Content-Type header is not `application/x-www-form-urlencoded`");
    }
    let get = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let grant = match get("grant_type").map(|grant| values.fill(grant)) {
        None => return report(Cause::ParameterMissing, "`grant_type` is missing"),
        Some(grant) if grant.trim().is_empty() => return report(Cause::ParameterMissing, "`grant_type` is empty"),
        Some(grant) => Grant::from_name(&grant),
    };
    let Some(grant) = grant.filter(|grant| !request.is_login || Some(*grant) == target.grant) else {
        let own = target.grant.map_or("another", Grant::name);
        return report(Cause::GrantNotAllowed, &format!("`grant_type` is not `{own}`, the grant of the manifest"));
    };
    let required: Vec<_> = target.required_variables().into_iter().map(|variable| variable.name.as_str()).collect();
    for name in grant.parameters() {
        let is_client = name.starts_with("client_");
        match get(name) {
            None if is_client && request.has_client_header => {}
            None => report(Cause::ParameterMissing, &format!("`{name}` is missing")),
            Some(value) if value.trim().is_empty() => {
                report(Cause::ParameterMissing, &format!("`{name}` is empty"));
            }
            Some(value) => {
                // The step `values` has checked the required variables, and scripts may fill in theirs later.
                let is_unset = |name: &str| {
                    let is_set_by_script = target
                        .variables
                        .iter()
                        .any(|variable| variable.name == name && variable.filled_by == FilledBy::Scripts);
                    values.get(name).is_none() && !required.contains(&name) && !is_set_by_script
                };
                if let Some(unset) = references(value).find(|reference| is_unset(reference.name)) {
                    let what = format!("`{name}` uses the variable `{}`, which has no value", unset.name);
                    report(Cause::ParameterMissing, &what);
                }
            }
        }
    }
}

/// `value` with the word `token` in place of each variable, so that its format can be checked without a secret.
fn with_sample_token(value: &str) -> String {
    substitute(value, |_| Some("token"))
}
