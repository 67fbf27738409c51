//! What a response of the API to an authorized request shows.

use super::{Diagnosis, ErrorText, diagnose_any_response};
use crate::doctor::body_summary::is_html;
use crate::doctor::mask::Mask;
use crate::http::{ClientResponse, HttpUrl};
use crate::oauth::{Cause, Grant};

/// What is known about the request that got the response.
pub(in crate::doctor) struct ApiContext<'t> {
    /// Where the request went.
    pub(in crate::doctor) url: &'t HttpUrl,
    /// The grant that the token came from; `None` without OAuth.
    pub(in crate::doctor) grant: Option<Grant>,
    /// The names of the headers that every request carries and none replaces.
    pub(in crate::doctor) fixed_headers: Vec<&'t str>,
    /// Whether the token endpoint issued a token in this run.
    pub(in crate::doctor) has_login: bool,
    /// Whether the API has accepted the token already, so that only the other values in the URL can be wrong.
    pub(in crate::doctor) has_verified: bool,
    /// Whether the URL holds personal values, such as the id of an organization.
    pub(in crate::doctor) is_personal: bool,
}

/// How servers say that a token is expired, in lower case.
const EXPIRED: &[&str] = &["expired", "has ended"];

/// The causes of a response of the API. `None`: the request succeeded.
pub(in crate::doctor) fn diagnose_api_response(
    response: &ClientResponse,
    context: &ApiContext<'_>,
    mask: &Mask,
) -> Option<Diagnosis> {
    let error = ErrorText::new(response);
    if let Some(diagnosis) = diagnose_any_response(response, &error, context.url, mask) {
        return Some(diagnosis);
    }
    let diagnosis = match response.status {
        200..=299 => return None,
        _ if error.code() == "invalid_client" => Diagnosis::certain(Cause::InvalidClient),
        _ if matches!(error.code(), "invalid_grant" | "invalid_token") && !error.contains(EXPIRED) => {
            Diagnosis::certain(Cause::TokenUnknown)
        }
        401 => diagnose_unauthorized(&error, context),
        403 => diagnose_forbidden(&error, context),
        400 | 404 | 422 if context.has_verified => Diagnosis::one_of(
            &[Cause::WrongOrganization, Cause::UnknownEndpoint],
            "Compare the id in the URL with the one that the web site, or the request that lists your organizations, shows.",
        ),
        // A "not found" page comes from the web application, whose token endpoint may be beside the API.
        404 | 410 if is_html(response) => Diagnosis::certain(Cause::BaseUrlPath),
        404 | 405 | 410 if context.has_login => Diagnosis::certain(Cause::UnknownEndpoint),
        404 | 405 | 410 => Diagnosis::one_of(
            &[Cause::BaseUrlPath, Cause::UnknownEndpoint],
            "Run the step `token`: if the token endpoint responds, only this URL is wrong.",
        ),
        _ => Diagnosis::certain(header_cause(&error, context).unwrap_or(Cause::OddStatus)),
    };
    Some(diagnosis.fact(error.shown(mask)))
}

/// The cause for a fixed header, where the error names one.
fn header_cause(error: &ErrorText, context: &ApiContext<'_>) -> Option<Cause> {
    let is_named = context.fixed_headers.iter().any(|name| error.contains(&[name.to_ascii_lowercase().as_str()]));
    let is_missing = error.contains(&["missing", "required", "not found", "absent"]);
    is_named.then_some(if is_missing { Cause::ClientHeaderMissing } else { Cause::ClientHeaderWrong })
}

/// Status 401.
fn diagnose_unauthorized(error: &ErrorText, context: &ApiContext<'_>) -> Diagnosis {
    if let Some(cause) = header_cause(error, context) {
        return Diagnosis::certain(cause);
    }
    if error.contains(&["invalid_token"]) && !error.contains(EXPIRED) {
        return Diagnosis::certain(Cause::TokenUnknown);
    }
    if error.contains(&["authorization header", "authorisation header", "no token", "malformed", "were not provided"]) {
        return Diagnosis::certain(Cause::MalformedAuthorization);
    }
    if context.grant == Some(Grant::ClientCredentials) && error.contains(&["user", "application"]) {
        return Diagnosis::certain(Cause::ApplicationToken);
    }
    if error.contains(EXPIRED) {
        return Diagnosis::certain(Cause::TokenExpired);
    }
    if error.contains(&[
        "unknown",
        "revoked",
        "invalid_token",
        "invalid token",
        "refresh token",
        "token is invalid",
        "invalid api key",
    ]) {
        return Diagnosis::certain(Cause::TokenUnknown);
    }
    let how_to_tell = "The response does not say what is wrong: send the same request from another network, without a proxy that may remove headers.";
    match (context.fixed_headers.is_empty(), context.grant) {
        (_, Some(Grant::ClientCredentials)) => {
            Diagnosis::one_of(&[Cause::ApplicationToken, Cause::TokenUnknown], how_to_tell)
        }
        (false, _) => Diagnosis::one_of(
            &[Cause::TokenUnknown, Cause::ClientHeaderMissing, Cause::MalformedAuthorization],
            how_to_tell,
        ),
        (true, None) => Diagnosis::one_of(
            &[Cause::TokenUnknown, Cause::WrongEnvironment],
            "Check where the key or token was copied from: if that is the environment of this base URL, it was revoked.",
        ),
        (true, _) => Diagnosis::certain(Cause::TokenUnknown),
    }
}

/// Status 403.
fn diagnose_forbidden(error: &ErrorText, context: &ApiContext<'_>) -> Diagnosis {
    if let Some(cause) = header_cause(error, context) {
        return Diagnosis::certain(cause);
    }
    let is_application = context.grant == Some(Grant::ClientCredentials) || error.contains(&["application"]);
    match () {
        // The API accepted the same token where the URL holds no organization.
        () if context.has_verified => Diagnosis::certain(Cause::WrongOrganization),
        () if is_application && !context.is_personal => Diagnosis::certain(Cause::ApplicationToken),
        () if context.grant == Some(Grant::ClientCredentials) => Diagnosis::certain(Cause::ApplicationToken),
        // A stored token, and nothing else in the URL: some servers respond 403 to every unknown token.
        () if !context.is_personal && !context.has_login => Diagnosis::one_of(
            &[Cause::TokenUnknown, Cause::ApplicationToken],
            "Run the step `token`: if the API accepts the new token, the stored one was wrong.",
        ),
        // A token of this run, and no organization in the URL: only the server knows what is forbidden.
        () if !context.is_personal => Diagnosis::certain(Cause::OddStatus),
        () => Diagnosis::one_of(
            &[Cause::WrongOrganization, Cause::ApplicationToken],
            "Send a request that needs only the user, such as `/me`: if it succeeds, the organization is wrong.",
        ),
    }
}
