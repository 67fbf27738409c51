//! The refresh, and what it does to tokens.

use super::guard::guard;
use super::{call, login};
use crate::doctor::Step;
use crate::doctor::judge::{self, Verdict};
use crate::doctor::session::{Found, Session};
use crate::oauth::{Cause, Grant};
use crate::source::manifest::Role;
use zeroize::Zeroizing;

/// A refresh took place; the access token before it, where there was one.
pub(super) struct Replaced(Option<Zeroizing<String>>);

/// Trades the refresh token for new tokens. `replaced` gets the access token that was in use before.
///
/// The refresh token that was replaced is never tried: servers take that for theft, and withdraw the new one as well.
pub(super) fn refresh(session: &mut Session<'_>, replaced: &mut Option<Replaced>) -> Found {
    match session.target.grant {
        Some(Grant::Password) => {}
        Some(_) => return Found::skipped("this grant has no refresh token: a new token is asked for instead"),
        None => return Found::skipped("the manifest has no [oauth]"),
    }
    let is_fresh = session.tokens.is_some();
    let Some(token) = session.refresh_token() else {
        if is_fresh {
            return Found::skipped("the server gave no refresh token");
        }
        let name = session.target.variable(Role::RefreshToken);
        return Found::failed(Verdict::certain(Cause::ValueMissing).fact(format!("{name}: it is empty")));
    };
    let Some(address) = session.target.address(session.values) else {
        return Found::failed(Verdict::certain(Cause::BaseUrlForm));
    };
    if !is_fresh && !session.keeps_tokens {
        return Found::skipped("it could use up your stored refresh token; add --save, so that the new one is kept");
    }
    if let Some(verdict) = guard(session, Step::Refresh, &address, "POST") {
        return Found::failed(verdict);
    }
    let grant = Grant::RefreshToken;
    let request = session.target.token_request(address.clone(), grant, session.values, Some(&token));
    let answer = match session.send(Step::Refresh, &request) {
        Ok(answer) => answer,
        Err(failed) => return Found::failed(judge::failure(&failed)),
    };
    let json = match judge::token(&answer, &address, grant, is_fresh, &session.mask) {
        Ok(json) => json,
        Err(refused) => return Found::failed(refused.verdict),
    };
    let (tokens, found) = login::judged(session, &answer, &json, grant);
    let Some(mut tokens) = tokens else { return found };
    let is_rotated = tokens.refresh().is_some_and(|new| new != token.as_str());
    *replaced = Some(Replaced(session.access_token()));
    if tokens.refresh.is_none() {
        tokens.refresh = Some(token.as_str().to_owned().into());
    }
    session.tokens = Some(tokens);
    let what =
        if is_rotated { "a new refresh token came: it must be stored each time" } else { "the refresh token goes on" };
    Found { verdict: found.verdict.fact(what), ..found }
}

/// The API takes the token that the refresh gave.
pub(super) fn new_token(session: &mut Session<'_>, is_refreshed: bool) -> Found {
    if is_refreshed { call::verify(session, Step::NewToken) } else { Found::skipped("there was no refresh") }
}

/// What the token is worth that was in use before the refresh.
pub(super) fn old_token(session: &mut Session<'_>, replaced: Option<&Replaced>) -> Found {
    let new = session.access_token();
    match replaced.and_then(|replaced| replaced.0.as_ref()) {
        None => Found::skipped("there was no refresh, or no token before it"),
        Some(old) if new.as_ref() == Some(old) => Found::skipped("the refresh gave the same access token"),
        Some(old) => call::old(session, old),
    }
}
