//! The step `token`: requests a token, and searches for the token endpoint under other base URLs when it is not where it should be.

use super::network::probe_redirect;
use super::session::{Outcome, Session};
use crate::doctor::DoctorStep;
use crate::doctor::diagnosis::{
    Diagnosis, diagnose_failure, diagnose_token_response, is_token_endpoint, note_content_type,
};
use crate::doctor::tokens::{JsonBody, ReceivedTokens, lifetime_of, token_of};
use crate::http::{ClientFailure, ClientResponse, HttpUrl};
use crate::oauth::{Cause, Grant};
use crate::source::manifest::{Role, ValueFormat};
use crate::text::url::SplitUrl;
use secrecy::ExposeSecret as _;
use std::time::SystemTime;

/// Requests a token, once.
pub(super) fn request_token(session: &mut Session<'_>) -> Outcome {
    let Some(grant) = session.target.grant else { return Outcome::skipped("the manifest has no [oauth]") };
    let Some(url) = session.target.url(session.values) else {
        return Outcome::failed(Diagnosis::certain(Cause::BaseUrlForm));
    };
    if let Some(diagnosis) = probe_redirect(session, DoctorStep::Token, &url, "POST") {
        // Where the connection is encrypted, a redirect may come from a wrong base URL.
        let found = if session.is_guarded(&url) { find_token_endpoint(session, &url) } else { None };
        return Outcome::failed(found.unwrap_or(diagnosis));
    }
    let request = session.target.token_request(url.clone(), grant, session.values, None);
    let response = match session.send(DoctorStep::Token, &request) {
        Ok(response) => response,
        Err(failure) => return Outcome::failed(diagnose_failure(&failure)),
    };
    match diagnose_token_response(&response, &url, grant, false, &session.mask) {
        Ok(json) => {
            let (tokens, outcome) = check_token_response(session, &response, &json, grant);
            session.tokens = tokens;
            session.token_outcome = Some(outcome);
            Outcome::passed(format!("{grant}: the response is {}", response.status))
        }
        Err(refusal) if refusal.may_be_url => {
            // Without a response nothing can be found out; a token endpoint means that the URL is right.
            let is_wrong = probe(session, &url).is_ok_and(|response| !is_token_endpoint(&response));
            let found = if is_wrong { find_token_endpoint(session, &url) } else { None };
            Outcome::failed(found.unwrap_or(refusal.diagnosis))
        }
        Err(refusal) => Outcome::failed(consider_username(session, refusal.diagnosis)),
    }
}

/// Where the password is refused and the user name is not an e-mail address, the name may be wrong instead.
fn consider_username(session: &Session<'_>, diagnosis: Diagnosis) -> Diagnosis {
    let name = session.values.get(&session.target.variable(Role::Username)).unwrap_or_default();
    let is_password = matches!(diagnosis.causes.as_slice(), [only] if only.cause == Cause::WrongPassword);
    if !is_password || ValueFormat::Email.fits(name) {
        return diagnosis;
    }
    let how_to_tell =
        "Log in on the web site with the same name and password: if that fails, try the e-mail address there.";
    let both = Diagnosis::one_of(&[Cause::WrongPassword, Cause::UsernameForm], how_to_tell);
    Diagnosis { facts: diagnosis.facts, ..both }
}

/// The tokens in a successful token response, and what is unusual about it.
pub(super) fn check_token_response(
    session: &Session<'_>,
    response: &ClientResponse,
    json: &JsonBody,
    grant: Grant,
) -> (Option<ReceivedTokens>, Outcome) {
    let Some(access) = token_of(json, "access_token") else {
        let fact = "`access_token` is missing, empty, or not a text that a header can hold";
        return (None, Outcome::failed(Diagnosis::certain(Cause::NoAccessToken).fact(fact)));
    };
    let lifetime = lifetime_of(json);
    let refresh = token_of(json, "refresh_token");
    let kind = json.get("token_type").and_then(serde_json::Value::as_str);
    let mut notes = Diagnosis::default();
    if let Some(fact) = note_content_type(response, &session.mask) {
        notes.add(Cause::ResponseNotJson, fact);
    }
    if lifetime.is_none() {
        notes.add(Cause::NoLifetime, "`expires_in` is missing, or not a number of seconds above 0".to_owned());
    }
    if grant == Grant::Password && refresh.is_none() {
        notes.add(Cause::NoRefreshToken, "`refresh_token` is missing".to_owned());
    }
    if kind != Some("Bearer") {
        let kind = kind.map_or_else(|| "missing".to_owned(), |kind| format!("`{}`", session.mask.foreign(kind)));
        notes.add(Cause::TokenTypeSpelling, format!("`token_type` is {kind}"));
    }
    let since = session.client.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let issued = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    let tokens = ReceivedTokens { access, refresh, token_type: "Bearer", lifetime, issued };
    let outcome = if notes.is_empty() {
        let length = tokens.access.expose_secret().len();
        Outcome::passed(format!("an access token of {length} characters"))
    } else {
        Outcome::noted(notes)
    };
    (Some(tokens), outcome)
}

/// Tries other base URLs on the same host, since `requested` is not a token endpoint. No credentials are sent.
fn find_token_endpoint(session: &mut Session<'_>, requested: &HttpUrl) -> Option<Diagnosis> {
    let name = session.target.variable(Role::BaseUrl);
    let base_url = session.values.fill(&format!("{{{{{name}}}}}"));
    for (candidate, cause) in base_url_candidates(&base_url) {
        let mut values = session.values.clone();
        values.insert(name.clone(), candidate.clone());
        let Some(url) = session.target.url(&values).filter(|url| url != requested) else { continue };
        if url.host != requested.host {
            continue;
        }
        if is_token_endpoint(&probe(session, &url).ok()?) {
            let candidate = session.mask.known(&candidate);
            return Some(
                Diagnosis::certain(cause)
                    .fact(format!("`{}` is a token endpoint", session.mask.known(&url.to_string())))
                    .fact(format!("set `{name}` to `{candidate}`")),
            );
        }
    }
    None
}

/// Sends an empty form.
fn probe(session: &mut Session<'_>, url: &HttpUrl) -> Result<ClientResponse, ClientFailure> {
    let request = session.target.probe("POST", url.clone(), session.values);
    session.send(DoctorStep::Token, &request)
}

/// Base URLs that may have been meant by `base_url`, each with the cause that it would prove; the most likely first.
fn base_url_candidates(base_url: &str) -> Vec<(String, Cause)> {
    let url = SplitUrl::literal(base_url.trim());
    let Some(scheme) = url.scheme else { return Vec::new() };
    let host = url.authority;
    let parts: Vec<&str> = url.path.unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    let join = |scheme: &str, parts: &[&str]| {
        parts.iter().fold(format!("{scheme}://{host}"), |url, part| format!("{url}/{part}"))
    };
    let mut found = vec![(join(scheme, &parts), Cause::TrailingSlash)];
    let is_api = |part: &&&str| part.eq_ignore_ascii_case("api");
    let doubled = parts.iter().filter(is_api).count() > 1;
    let mut once = parts.clone();
    once.dedup_by(|one, other| one.eq_ignore_ascii_case(other));
    if doubled {
        found.push((join(scheme, &once), Cause::BaseUrlPath));
    }
    match parts.split_last() {
        Some((last, before)) if is_api(&last) => found.push((join(scheme, before), Cause::BaseUrlPath)),
        _ => found.push((join(scheme, &[&parts[..], &["api"]].concat()), Cause::BaseUrlPath)),
    }
    if let Some(at) = parts.iter().position(|part| part.eq_ignore_ascii_case("api")).filter(|at| at + 1 < parts.len()) {
        found.push((join(scheme, &parts[..=at]), Cause::BaseUrlPath));
    }
    if parts.len() > 1 || !parts.iter().any(|part| part.eq_ignore_ascii_case("api")) {
        found.push((join(scheme, &["api"]), Cause::BaseUrlPath));
    }
    found.push((join(scheme, &[]), Cause::BaseUrlPath));
    let mut seen = vec![base_url.trim().to_owned()];
    found.retain(|(url, _)| {
        !seen.contains(url) && {
            seen.push(url.clone());
            true
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::base_url_candidates;
    use crate::oauth::Cause;

    #[test]
    fn common_mistakes_in_a_base_url_are_tried() {
        let of = |url| base_url_candidates(url).into_iter().map(|(url, _)| url).collect::<Vec<_>>();
        assert_eq!(of("https://a.example"), ["https://a.example/api"]);
        assert_eq!(of("https://a.example/api"), ["https://a.example"]);
        assert_eq!(of("https://a.example/api/api")[0], "https://a.example/api");
        assert!(of("https://a.example/app").contains(&"https://a.example/api".to_owned()));
        assert!(of("https://a.example/api/v2").contains(&"https://a.example/api".to_owned()));
        assert_eq!(
            base_url_candidates("https://a.example/api/")[0],
            ("https://a.example/api".to_owned(), Cause::TrailingSlash)
        );
        assert!(of("not a URL").is_empty());
    }
}
