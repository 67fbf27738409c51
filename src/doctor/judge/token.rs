//! Answers of the token endpoint.

use super::{Said, Verdict, any};
use crate::doctor::mask::Mask;
use crate::doctor::token::Json;
use crate::http::{Address, Answer};
use crate::oauth::{Cause, Grant};

/// The error codes of RFC 6749 section 5.2.
const CODES: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

/// What would tell wrong credentials from right ones of another environment.
const WHERE_FROM: &str =
    "Look where the id and the secret were copied from: if that is the environment of this base URL, they are wrong.";
/// What speaks for the client when a refresh is refused.
const SAME_CLIENT: &str = "the log-in took the same id and secret";
/// What would tell a body of the wrong kind from a parameter that is missing.
const WHICH_BODY: &str = "This request was urlencoded and carried every parameter of its grant: the API's documentation says which other parameter it wants, or what kind of body.";

/// How servers say that the password is not what is wrong.
const BLOCKED: &[&str] = &[
    "locked",
    "disabled",
    "deactivated",
    "suspended",
    "blocked",
    "not fully set up",
    "multi-factor",
    "mfa",
    "second factor",
    "password expired",
    "password has expired",
    "too many failed",
];

/// Why there is no token.
pub(in crate::doctor) struct Refused {
    pub(in crate::doctor) verdict: Verdict,
    /// Whether the address itself may be wrong.
    pub(in crate::doctor) is_address: bool,
}

/// Whether an answer can only be a token endpoint's.
pub(in crate::doctor) fn is_token_endpoint(answer: &Answer) -> bool {
    let said = Said::new(answer);
    (400..500).contains(&answer.status) && CODES.contains(&said.code())
}

/// The token answer to a request of `grant`, or why there is none. `is_fresh`: a refresh token was just received.
pub(in crate::doctor) fn token(
    answer: &Answer,
    asked: &Address,
    grant: Grant,
    is_fresh: bool,
    mask: &Mask,
) -> Result<Json, Refused> {
    let said = Said::new(answer);
    let refused = |verdict: Verdict, is_address| Err(Refused { verdict, is_address });
    if let Some(verdict) = any(answer, &said, asked, mask) {
        let is_address = verdict
            .causes
            .iter()
            .any(|found| matches!(found.cause, Cause::WebPage | Cause::ResponseNotJson | Cause::Redirected));
        // A page with 401 is a log-in page, one with 404 the web application's.
        return refused(verdict, is_address && answer.status != 429);
    }
    let verdict = match (answer.status, said.code()) {
        (200..=299, _) => match said.json {
            Some(json) if json.is_object() => return Ok(json),
            _ => Verdict::certain(Cause::NoAccessToken),
        },
        (_, "invalid_client") | (401, "unauthorized_client") => client_refused(is_fresh),
        (_, "invalid_grant") => grant_refused(grant, is_fresh, &said),
        (_, "unsupported_grant_type" | "unauthorized_client" | "invalid_scope") => {
            Verdict::certain(Cause::GrantNotAllowed)
        }
        (404 | 405 | 410, _) => return refused(unknown(is_fresh).fact(said.shown(mask)), !is_fresh),
        (415, _) => Verdict::certain(Cause::BodyNotUrlencoded),
        (400 | 422, _) => incomplete(&said),
        (401 | 403, _) if said.says(&["client"]) => client_refused(is_fresh),
        // Routes of an API ask for a token before they say that they do not exist.
        (401 | 403, _) => return refused(unclear(grant, is_fresh, &said).fact(said.shown(mask)), grant.is_login()),
        _ => Verdict::certain(Cause::OddStatus),
    };
    let shown = said.shown(mask);
    refused(verdict.fact(shown), false)
}

/// Nothing on the wire tells wrong credentials from those of another environment, unless the log-in of this run took the same.
fn client_refused(is_fresh: bool) -> Verdict {
    if is_fresh {
        return Verdict::certain(Cause::InvalidClient).fact(SAME_CLIENT);
    }
    Verdict::between(&[Cause::InvalidClient, Cause::WrongEnvironment], WHERE_FROM)
}

fn grant_refused(grant: Grant, is_fresh: bool, said: &Said) -> Verdict {
    let is_used = said.says(&["used already", "already used", "already been used", "reuse", "rotated", "replaced"]);
    let has_ended = said.says(&["expired", "has ended", "revoked"]);
    match grant {
        Grant::Password if said.says(BLOCKED) => Verdict::certain(Cause::AccountBlocked),
        Grant::Password => Verdict::certain(Cause::WrongPassword),
        Grant::ClientCredentials => Verdict::certain(Cause::GrantNotAllowed),
        Grant::RefreshToken if is_used => Verdict::certain(Cause::RefreshTokenRotated),
        Grant::RefreshToken if is_fresh || has_ended => Verdict::certain(Cause::RefreshTokenDead),
        Grant::RefreshToken => Verdict::between(
            &[Cause::RefreshTokenDead, Cause::RefreshTokenRotated],
            "If every refresh brings a new refresh token (the step `refresh` of a whole run says so), and somebody else uses this environment, it was replaced.",
        ),
    }
}

/// 400: which parameter, or the body as a whole.
fn incomplete(said: &Said) -> Verdict {
    let is_body = said.says(&["urlencoded", "content-type", "content type", "media type", "json"]);
    let is_parameter = said.says(&["missing", "required", "parameter", "must be", "blank"]);
    match (is_body, is_parameter) {
        (true, _) => Verdict::certain(Cause::BodyNotUrlencoded),
        (false, true) => Verdict::certain(Cause::ParameterMissing),
        (false, false) => Verdict::between(&[Cause::ParameterMissing, Cause::BodyNotUrlencoded], WHICH_BODY),
    }
}

/// Refused without a word of OAuth.
fn unclear(grant: Grant, is_fresh: bool, said: &Said) -> Verdict {
    let decide = "The answer does not say what it refuses: log in on the web site with the same name and password; if that works, it is the id or the secret.";
    match grant {
        Grant::Password if said.says(&["password", "credentials", "username", "user name"]) => {
            Verdict::between(&[Cause::WrongPassword, Cause::InvalidClient], decide)
        }
        Grant::Password => {
            Verdict::between(&[Cause::InvalidClient, Cause::WrongPassword, Cause::WrongEnvironment], decide)
        }
        Grant::ClientCredentials => Verdict::between(&[Cause::InvalidClient, Cause::WrongEnvironment], WHERE_FROM),
        Grant::RefreshToken if is_fresh => Verdict::certain(Cause::RefreshTokenDead).fact(SAME_CLIENT),
        Grant::RefreshToken => Verdict::between(
            &[Cause::RefreshTokenDead, Cause::InvalidClient],
            "Walk all steps: if a log-in with the same id and secret works, it is the refresh token.",
        ),
    }
}

/// No token endpoint there. Where the log-in of this run was answered, the address is right.
fn unknown(is_fresh: bool) -> Verdict {
    if is_fresh {
        return Verdict::certain(Cause::OddStatus).fact("the log-in was answered at this very address");
    }
    Verdict::certain(Cause::BaseUrlPath)
}
