//! The steps `verify`, `rights` and `headers`: GET requests to the API with a token, and without single headers.

use super::network::probe_redirect;
use super::session::{Outcome, Session};
use crate::doctor::DoctorStep;
use crate::doctor::diagnosis::{
    ApiContext, Diagnosis, ErrorText, diagnose_api_response, diagnose_failure, note_content_type,
};
use crate::doctor::target::ApiCall;
use crate::http::{ClientFailure, ClientResponse, FailureKind, HttpUrl};
use crate::oauth::Cause;
use crate::source::manifest::Role;
use crate::text::references;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// Sends the verify request with the token of this walk, or the stored one.
pub(super) fn verify(session: &mut Session<'_>, step: DoctorStep) -> Outcome {
    let target = session.target;
    check_call(session, step, &target.verify)
}

/// Sends a request whose URL holds personal values, with a token that the API has accepted.
pub(super) fn check_rights(session: &mut Session<'_>) -> Outcome {
    let target = session.target;
    let Some(call) = &target.rights else {
        return Outcome::skipped("no GET request has personal values in its URL");
    };
    if let Some(empty) = references(&call.url).find(|reference| session.values.get(reference.name).is_none()) {
        return Outcome::skipped(format!("{} is empty", empty.name));
    }
    check_call(session, DoctorStep::Rights, call)
}

fn check_call(session: &mut Session<'_>, step: DoctorStep, call: &ApiCall) -> Outcome {
    let token = session.access_token().filter(|_| session.target.grant.is_some());
    if token.is_none() && session.target.grant.is_some() {
        let name = session.target.variable(Role::AccessToken);
        return Outcome::failed(Diagnosis::certain(Cause::ValueMissing).fact(format!("{name}: the value is empty")));
    }
    let Some(url) = call_url(session, call) else {
        return Outcome::failed(Diagnosis::certain(Cause::BaseUrlForm));
    };
    if let Some(diagnosis) = probe_redirect(session, step, &url, "GET") {
        return Outcome::failed(diagnosis);
    }
    match send_call(session, step, (call, &url), token.as_ref(), None) {
        Err(failure) => Outcome::failed(diagnose_failure(&failure)),
        Ok(response) => {
            let context = ApiContext {
                url: &url,
                grant: session.target.grant,
                fixed_headers: session.target.fixed_headers().collect(),
                has_login: session.tokens.is_some(),
                has_verified: step == DoctorStep::Rights,
                is_personal: session.target.is_personal(call),
            };
            match diagnose_api_response(&response, &context, &session.mask) {
                None => {
                    let fact = format!("{}: the response is {}", call.name, response.status);
                    match note_content_type(&response, &session.mask) {
                        None => Outcome::passed(fact),
                        Some(note) => Outcome::noted(Diagnosis::certain(Cause::ResponseNotJson).fact(fact).fact(note)),
                    }
                }
                Some(diagnosis) => Outcome::failed(narrow_down(session, step, (call, &url), &response, diagnosis)),
            }
        }
    }
}

/// The URL of `call` with the values filled in.
pub(super) fn call_url(session: &Session<'_>, call: &ApiCall) -> Option<HttpUrl> {
    HttpUrl::parse(&session.values.fill(&call.url))
}

/// Sends `call` with `token`, without the header named `without`.
pub(super) fn send_call(
    session: &mut Session<'_>,
    step: DoctorStep,
    (call, url): (&ApiCall, &HttpUrl),
    token: Option<&Zeroizing<String>>,
    without: Option<&str>,
) -> Result<ClientResponse, ClientFailure> {
    let token = token.map(|token| token.as_str());
    let request = session.target.call_request(call, url.clone(), session.values, token, without);
    session.send(step, &request)
}

/// Narrows down the causes that a response leaves open: by the stored expiry, and by what the API responds without single headers.
fn narrow_down(
    session: &mut Session<'_>,
    step: DoctorStep,
    call: (&ApiCall, &HttpUrl),
    response: &ClientResponse,
    diagnosis: Diagnosis,
) -> Diagnosis {
    let may_be =
        |cause| diagnosis.causes.iter().any(|diagnosed| diagnosed.cause == cause && diagnosed.how_to_tell.is_some());
    if may_be(Cause::TokenUnknown) && session.tokens.is_none() && is_stored_token_expired(session) {
        return Diagnosis { facts: diagnosis.facts, ..Diagnosis::certain(Cause::TokenExpired) };
    }
    if !may_be(Cause::ClientHeaderMissing) {
        return diagnosis;
    }
    // Where the response without a header is different, that header arrives.
    let error = |response: &ClientResponse, session: &Session<'_>| ErrorText::new(response).shown(&session.mask);
    let first = error(response, session);
    let token = session.access_token();
    // A number or a time in the error text would look like a different response.
    let again = send_call(session, step, call, token.as_ref(), None);
    if !again.is_ok_and(|again| error(&again, session) == first) {
        return diagnosis;
    }
    let is_different = |response: &ClientResponse, session: &Session<'_>| {
        response.status < 500 && response.status != 429 && error(response, session) != first
    };
    let without = send_call(session, step, call, None, Some("Authorization"));
    if without.is_ok_and(|without| is_different(&without, session)) {
        let fact = "without `Authorization` the response is different: the token arrives and is refused";
        return Diagnosis { facts: diagnosis.facts, ..Diagnosis::certain(Cause::TokenUnknown) }.fact(fact);
    }
    let fixed: Vec<String> = session.target.fixed_headers().map(str::to_owned).collect();
    for name in fixed {
        let without = send_call(session, step, call, token.as_ref(), Some(&name));
        if without.is_ok_and(|without| is_different(&without, session)) {
            let fact = format!("without `{name}` the response is different: the header arrives");
            let causes = [Cause::TokenUnknown, Cause::MalformedAuthorization];
            return Diagnosis { facts: diagnosis.facts, ..Diagnosis::one_of(&causes, WHICH_TOKEN) }.fact(fact);
        }
    }
    diagnosis.fact("without `Authorization`, and without the other headers, the response is the same")
}

/// How to tell a refused token from one that does not arrive.
const WHICH_TOKEN: &str = "Without a token the response is the same: send the request from another network, without a proxy that may remove Authorization.";

fn is_stored_token_expired(session: &Session<'_>) -> bool {
    let expiry = session.values.get(&session.target.variable(Role::TokenExpiry));
    let expires = expiry.and_then(|value| value.trim().parse().ok()).map(Duration::from_millis);
    expires
        .and_then(|expires| SystemTime::UNIX_EPOCH.checked_add(expires))
        .is_some_and(|expires| expires < session.client.now())
}

/// Sends the verify request without each fixed header, to see which of them the API needs.
pub(super) fn check_headers(session: &mut Session<'_>) -> Outcome {
    let fixed: Vec<String> = session.target.fixed_headers().map(str::to_owned).collect();
    if fixed.is_empty() {
        return Outcome::skipped("the manifest has no header that every request must carry");
    }
    let token = session.access_token().filter(|_| session.target.grant.is_some());
    let call = &session.target.verify;
    let Some(url) = call_url(session, call) else {
        return Outcome::failed(Diagnosis::certain(Cause::BaseUrlForm));
    };
    let mut notes = Diagnosis::default();
    for name in fixed {
        match send_call(session, DoctorStep::Headers, (call, &url), token.as_ref(), Some(&name)) {
            Ok(response) => {
                let need = match response.status {
                    200..=299 => "is not needed for this request",
                    400..=499 if response.status != 429 => "is needed",
                    _ => "may be needed",
                };
                notes = notes.fact(format!("`{name}` {need}: without it the response is {}", response.status));
            }
            // Another server responds now, so the step must not pass.
            Err(failure) if matches!(failure.kind, FailureKind::Certificate(_)) => {
                return Outcome::failed(diagnose_failure(&failure));
            }
            Err(failure) => {
                notes.causes.extend(diagnose_failure(&failure).causes);
                notes = notes.fact(format!("without `{name}`: {}", failure.kind));
            }
        }
    }
    if notes.is_empty() { Outcome { diagnosis: notes, ..Outcome::passed("") } } else { Outcome::noted(notes) }
}
