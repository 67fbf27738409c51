//! The steps `refresh`, `new-token` and `old-token`.

use super::network::probe_redirect;
use super::session::{Outcome, Session};
use super::{api_request, token_request};
use crate::doctor::DoctorStep;
use crate::doctor::diagnosis::{Diagnosis, diagnose_failure, diagnose_token_response};
use crate::http::FailureKind;
use crate::oauth::{Cause, Grant};
use crate::source::manifest::Role;
use zeroize::Zeroizing;

/// A refresh took place. Holds the access token that was in use before, if there was one.
pub(super) struct ReplacedToken(Option<Zeroizing<String>>);

/// Exchanges the refresh token for new tokens, and sets `replaced` when that works.
///
/// The refresh token that was replaced is never tried again: servers treat that as theft and revoke the new one as well.
pub(super) fn refresh(session: &mut Session<'_>, replaced: &mut Option<ReplacedToken>) -> Outcome {
    match session.target.grant {
        Some(Grant::Password) => {}
        Some(_) => return Outcome::skipped("this grant has no refresh token; a new access token is requested instead"),
        None => return Outcome::skipped("the manifest has no [oauth]"),
    }
    let is_fresh = session.tokens.is_some();
    let Some(token) = session.refresh_token() else {
        if is_fresh {
            return Outcome::skipped("the server issued no refresh token");
        }
        let name = session.target.variable(Role::RefreshToken);
        return Outcome::failed(Diagnosis::certain(Cause::ValueMissing).fact(format!("{name}: the value is empty")));
    };
    let Some(url) = session.target.url(session.values) else {
        return Outcome::failed(Diagnosis::certain(Cause::BaseUrlForm));
    };
    if !is_fresh && !session.stores_tokens {
        return Outcome::skipped("this could use up your stored refresh token; add --save to store the new one");
    }
    if let Some(diagnosis) = probe_redirect(session, DoctorStep::Refresh, &url, "POST") {
        return Outcome::failed(diagnosis);
    }
    let grant = Grant::RefreshToken;
    let request = session.target.token_request(url.clone(), grant, session.values, Some(&token));
    let response = match session.send(DoctorStep::Refresh, &request) {
        Ok(response) => response,
        Err(failure) => return Outcome::failed(diagnose_failure(&failure)),
    };
    let json = match diagnose_token_response(&response, &url, grant, is_fresh, &session.mask) {
        Ok(json) => json,
        Err(refusal) => return Outcome::failed(refusal.diagnosis),
    };
    let (tokens, outcome) = token_request::check_token_response(session, &response, &json, grant);
    let Some(mut tokens) = tokens else { return outcome };
    let is_rotated = tokens.refresh().is_some_and(|new| new != token.as_str());
    *replaced = Some(ReplacedToken(session.access_token()));
    if tokens.refresh.is_none() {
        tokens.refresh = Some(token.as_str().to_owned().into());
    }
    session.tokens = Some(tokens);
    let fact = if is_rotated {
        "the response holds a new refresh token, which must be stored after each refresh"
    } else {
        "the refresh token stays valid"
    };
    Outcome { diagnosis: outcome.diagnosis.fact(fact), ..outcome }
}

/// Sends the verify request with the new access token.
pub(super) fn verify_new_token(session: &mut Session<'_>, is_refreshed: bool) -> Outcome {
    if !is_refreshed {
        return Outcome::skipped("no token was refreshed");
    }
    api_request::verify(session, DoctorStep::NewToken)
}

/// Sends the verify request with the access token from before the refresh.
pub(super) fn try_old_token(session: &mut Session<'_>, replaced: Option<&ReplacedToken>) -> Outcome {
    let Some(old) = replaced.and_then(|replaced| replaced.0.as_ref()) else {
        return Outcome::skipped("no token was refreshed, or there was none before");
    };
    if session.access_token().as_ref() == Some(old) {
        return Outcome::skipped("the refresh returned the same access token");
    }
    let call = &session.target.verify;
    let Some(url) = api_request::call_url(session, call) else {
        return Outcome::failed(Diagnosis::certain(Cause::BaseUrlForm));
    };
    match api_request::send_call(session, DoctorStep::OldToken, (call, &url), Some(old), None) {
        Ok(response) => Outcome::passed(match response.status {
            200..=299 => "the old token still works".to_owned(),
            401 => "the refresh revoked the old token".to_owned(),
            other => format!("with the old token the response is {other}"),
        }),
        Err(failure) if matches!(failure.kind, FailureKind::Certificate(_)) => {
            Outcome::failed(diagnose_failure(&failure))
        }
        Err(failure) => Outcome::noted(diagnose_failure(&failure)),
    }
}
