//! What a response to a token request shows.

use super::{Diagnosis, ErrorText, diagnose_any_response};
use crate::doctor::mask::Mask;
use crate::doctor::tokens::JsonBody;
use crate::http::{ClientResponse, HttpUrl};
use crate::oauth::{Cause, Grant};

/// The error codes of RFC 6749, section 5.2.
const ERROR_CODES: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];

/// How to tell wrong credentials from those of another environment.
const WHICH_ENVIRONMENT: &str =
    "Check where the id and the secret were copied from: if that is the environment of this base URL, they are wrong.";
/// Why the client is right when a refresh is refused.
const SAME_CLIENT: &str = "the log-in succeeded with the same id and secret";
/// How to tell a body of the wrong kind from a missing parameter.
const WHICH_BODY: &str = "This request is urlencoded and has every parameter of its grant. Look up in the API's documentation which other parameter, or which kind of body, it needs.";

/// How servers say that the account, and not the password, is wrong; in lower case.
const ACCOUNT_BLOCKED: &[&str] = &[
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

/// Why a token request was refused.
pub(in crate::doctor) struct TokenRefusal {
    pub(in crate::doctor) diagnosis: Diagnosis,
    /// Whether the token URL itself may be wrong.
    pub(in crate::doctor) may_be_url: bool,
}

/// Whether only a token endpoint responds like this.
pub(in crate::doctor) fn is_token_endpoint(response: &ClientResponse) -> bool {
    let error = ErrorText::new(response);
    (400..500).contains(&response.status) && ERROR_CODES.contains(&error.code())
}

/// The JSON of a successful response to a token request of `grant`, or why it was refused. `is_fresh`: the refresh token was issued in
/// this run.
pub(in crate::doctor) fn diagnose_token_response(
    response: &ClientResponse,
    url: &HttpUrl,
    grant: Grant,
    is_fresh: bool,
    mask: &Mask,
) -> Result<JsonBody, TokenRefusal> {
    let error = ErrorText::new(response);
    let refused = |diagnosis: Diagnosis, may_be_url| Err(TokenRefusal { diagnosis, may_be_url });
    if let Some(diagnosis) = diagnose_any_response(response, &error, url, mask) {
        let may_be_url = diagnosis
            .causes
            .iter()
            .any(|diagnosed| matches!(diagnosed.cause, Cause::WebPage | Cause::ResponseNotJson | Cause::Redirected));
        // A page with 401 is a log-in page, one with 404 is the web application's.
        return refused(diagnosis, may_be_url && response.status != 429);
    }
    let diagnosis = match (response.status, error.code()) {
        (200..=299, _) => match error.json {
            Some(json) if json.is_object() => return Ok(json),
            _ => Diagnosis::certain(Cause::NoAccessToken),
        },
        (_, "invalid_client") | (401, "unauthorized_client") => diagnose_client(is_fresh),
        (_, "invalid_grant") => diagnose_grant(grant, is_fresh, &error),
        (_, "unsupported_grant_type" | "unauthorized_client" | "invalid_scope") => {
            Diagnosis::certain(Cause::GrantNotAllowed)
        }
        (404 | 405 | 410, _) => return refused(diagnose_not_found(is_fresh).fact(error.shown(mask)), !is_fresh),
        (415, _) => Diagnosis::certain(Cause::BodyNotUrlencoded),
        (400 | 422, _) => diagnose_bad_request(&error),
        (401 | 403, _) if error.contains(&["client"]) => diagnose_client(is_fresh),
        // Many APIs ask for a token before they say that a URL does not exist.
        (401 | 403, _) => {
            return refused(diagnose_unexplained(grant, is_fresh, &error).fact(error.shown(mask)), grant.is_login());
        }
        _ => Diagnosis::certain(Cause::OddStatus),
    };
    let shown = error.shown(mask);
    refused(diagnosis.fact(shown), false)
}

/// `invalid_client`: wrong credentials and those of another environment look the same, unless the log-in of this run succeeded with them.
fn diagnose_client(is_fresh: bool) -> Diagnosis {
    if is_fresh {
        return Diagnosis::certain(Cause::InvalidClient).fact(SAME_CLIENT);
    }
    Diagnosis::one_of(&[Cause::InvalidClient, Cause::WrongEnvironment], WHICH_ENVIRONMENT)
}

/// `invalid_grant`.
fn diagnose_grant(grant: Grant, is_fresh: bool, error: &ErrorText) -> Diagnosis {
    let is_used =
        error.contains(&["used already", "already used", "already been used", "reuse", "rotated", "replaced"]);
    let is_expired = error.contains(&["expired", "has ended", "revoked"]);
    match grant {
        Grant::Password if error.contains(ACCOUNT_BLOCKED) => Diagnosis::certain(Cause::AccountBlocked),
        Grant::Password => Diagnosis::certain(Cause::WrongPassword),
        Grant::ClientCredentials => Diagnosis::certain(Cause::GrantNotAllowed),
        Grant::RefreshToken if is_used => Diagnosis::certain(Cause::RefreshTokenRotated),
        Grant::RefreshToken if is_fresh || is_expired => Diagnosis::certain(Cause::RefreshTokenDead),
        Grant::RefreshToken => Diagnosis::one_of(
            &[Cause::RefreshTokenDead, Cause::RefreshTokenRotated],
            "If every refresh returns a new refresh token (the step `refresh` of a whole run shows it), and another person uses this environment, the token was replaced.",
        ),
    }
}

/// Status 400: a parameter, or the body as a whole.
fn diagnose_bad_request(error: &ErrorText) -> Diagnosis {
    let is_body = error.contains(&["urlencoded", "content-type", "content type", "media type", "json"]);
    let is_parameter = error.contains(&["missing", "required", "parameter", "must be", "blank"]);
    match (is_body, is_parameter) {
        (true, _) => Diagnosis::certain(Cause::BodyNotUrlencoded),
        (false, true) => Diagnosis::certain(Cause::ParameterMissing),
        (false, false) => Diagnosis::one_of(&[Cause::ParameterMissing, Cause::BodyNotUrlencoded], WHICH_BODY),
    }
}

/// Status 401 or 403 without an OAuth error code.
fn diagnose_unexplained(grant: Grant, is_fresh: bool, error: &ErrorText) -> Diagnosis {
    let how_to_tell = "The response does not say what is wrong: log in on the web site with the same name and password; if that works, the id or the secret is wrong.";
    match grant {
        Grant::Password if error.contains(&["password", "credentials", "username", "user name"]) => {
            Diagnosis::one_of(&[Cause::WrongPassword, Cause::InvalidClient], how_to_tell)
        }
        Grant::Password => {
            Diagnosis::one_of(&[Cause::InvalidClient, Cause::WrongPassword, Cause::WrongEnvironment], how_to_tell)
        }
        Grant::ClientCredentials => {
            Diagnosis::one_of(&[Cause::InvalidClient, Cause::WrongEnvironment], WHICH_ENVIRONMENT)
        }
        Grant::RefreshToken if is_fresh => Diagnosis::certain(Cause::RefreshTokenDead).fact(SAME_CLIENT),
        Grant::RefreshToken => Diagnosis::one_of(
            &[Cause::RefreshTokenDead, Cause::InvalidClient],
            "Run all steps: if a log-in with the same id and secret works, the refresh token is wrong.",
        ),
    }
}

/// Status 404, 405 or 410: no token endpoint at this URL, unless the log-in of this run succeeded there.
fn diagnose_not_found(is_fresh: bool) -> Diagnosis {
    if is_fresh {
        return Diagnosis::certain(Cause::OddStatus).fact("the log-in succeeded at the same URL");
    }
    Diagnosis::certain(Cause::BaseUrlPath)
}
