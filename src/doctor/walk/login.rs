//! The token request, and looking for the token endpoint where it should be.

use super::guard::guard;
use crate::doctor::Step;
use crate::doctor::candidate::candidates;
use crate::doctor::judge::{self, Verdict};
use crate::doctor::session::{Found, Session};
use crate::doctor::token::{Json, Tokens, lifetime_of, token_of};
use crate::http::{Address, Answer, Failed};
use crate::oauth::{Cause, Grant};
use crate::source::manifest::{Role, ValueFormat};
use secrecy::ExposeSecret as _;
use std::time::SystemTime;

/// Asks for a token, once.
pub(super) fn token(session: &mut Session<'_>) -> Found {
    let Some(grant) = session.target.grant else { return Found::skipped("the manifest has no [oauth]") };
    let Some(address) = session.target.address(session.values) else {
        return Found::failed(Verdict::certain(Cause::BaseUrlForm));
    };
    if let Some(verdict) = guard(session, Step::Token, &address, "POST") {
        return Found::failed(verdict);
    }
    let request = session.target.token_request(address.clone(), grant, session.values, None);
    let answer = match session.send(Step::Token, &request) {
        Ok(answer) => answer,
        Err(failed) => return Found::failed(judge::failure(&failed)),
    };
    match judge::token(&answer, &address, grant, false, &session.mask) {
        Ok(json) => {
            let (tokens, found) = judged(session, &answer, &json, grant);
            session.tokens = tokens;
            session.answered = Some(found);
            Found::passed(format!("{grant}: the answer is {}", answer.status))
        }
        Err(refused) if refused.is_address => Found::failed(elsewhere(session, &address).unwrap_or(refused.verdict)),
        Err(refused) => Found::failed(or_name(session, refused.verdict)),
    }
}

/// A name that is no e-mail address may be what is wrong, where nobody has said which form it has.
fn or_name(session: &Session<'_>, verdict: Verdict) -> Verdict {
    let name = session.values.get(&session.target.variable(Role::Username)).unwrap_or_default();
    let is_password = matches!(verdict.causes.as_slice(), [only] if only.cause == Cause::WrongPassword);
    if !is_password || ValueFormat::Email.fits(name) {
        return verdict;
    }
    let decide = "Log in on the web site with the same name and password: if that fails, try the e-mail address there.";
    let both = Verdict::between(&[Cause::WrongPassword, Cause::UsernameForm], decide);
    Verdict { facts: verdict.facts, ..both }
}

/// What a token answer holds, and what is odd about it.
pub(super) fn judged(session: &Session<'_>, answer: &Answer, json: &Json, grant: Grant) -> (Option<Tokens>, Found) {
    let Some(access) = token_of(json, "access_token") else {
        let fact = "`access_token` is missing, empty, or no text that a header can hold";
        return (None, Found::failed(Verdict::certain(Cause::NoAccessToken).fact(fact)));
    };
    let lifetime = lifetime_of(json);
    let refresh = token_of(json, "refresh_token");
    let kind = json.get("token_type").and_then(serde_json::Value::as_str);
    let mut noted = Verdict::default();
    if let Some(fact) = judge::label(answer, &session.mask) {
        noted.add(Cause::AnswerNotJson, fact);
    }
    if lifetime.is_none() {
        noted.add(Cause::NoLifetime, "`expires_in` is missing or no number of seconds above 0".to_owned());
    }
    if grant == Grant::Password && refresh.is_none() {
        noted.add(Cause::NoRefreshToken, "`refresh_token` is missing".to_owned());
    }
    if kind != Some("Bearer") {
        let kind = kind.map_or_else(|| "missing".to_owned(), |kind| format!("`{}`", session.mask.foreign(kind)));
        noted.add(Cause::TokenTypeSpelling, format!("`token_type` is {kind}"));
    }
    let since = session.client.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let issued = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    let tokens = Tokens { access, refresh, kind: "Bearer", lifetime, issued };
    let found = if noted.is_empty() {
        let length = tokens.access.expose_secret().len();
        Found::passed(format!("an access token of {length} characters"))
    } else {
        Found::noted(noted)
    };
    (Some(tokens), found)
}

/// The base URL that was meant, when the token endpoint answers there and not where it was looked for. No credentials are sent.
fn elsewhere(session: &mut Session<'_>, asked: &Address) -> Option<Verdict> {
    let name = session.target.variable(Role::BaseUrl);
    let base_url = session.values.fill(&format!("{{{{{name}}}}}"));
    // Whatever came, the address is right.
    if probe(session, asked).ok().is_none_or(|answer| judge::is_token_endpoint(&answer)) {
        return None;
    }
    for (candidate, cause) in candidates(&base_url) {
        let mut values = session.values.clone();
        values.insert(name.clone(), candidate.clone());
        let Some(address) = session.target.address(&values).filter(|address| address != asked) else { continue };
        if address.host != asked.host {
            continue;
        }
        if judge::is_token_endpoint(&probe(session, &address).ok()?) {
            let candidate = session.mask.known(&candidate);
            return Some(
                Verdict::certain(cause)
                    .fact(format!("`{}` answers as a token endpoint", session.mask.known(&address.to_string())))
                    .fact(format!("write `{candidate}` into `{name}`")),
            );
        }
    }
    None
}

/// An empty form, to see who answers.
fn probe(session: &mut Session<'_>, address: &Address) -> Result<Answer, Failed> {
    let request = session.target.probe("POST", address.clone(), session.values);
    session.send(Step::Token, &request)
}
