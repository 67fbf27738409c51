//! Answers of the API to the verify request.

use super::{Said, Verdict, any};
use crate::doctor::mask::Mask;
use crate::doctor::shape::is_page;
use crate::http::{Address, Answer};
use crate::oauth::{Cause, Grant};

/// What is known of the request that was answered.
pub(in crate::doctor) struct Context<'t> {
    pub(in crate::doctor) asked: &'t Address,
    pub(in crate::doctor) grant: Option<Grant>,
    /// The headers that every request carries and none replaces.
    pub(in crate::doctor) fixed: Vec<&'t str>,
    /// Whether the token endpoint was seen to answer as it should in this run.
    pub(in crate::doctor) has_login: bool,
    /// Whether the token is known to be good: only what else stands in the address is asked for.
    pub(in crate::doctor) has_verified: bool,
    /// Whether values of a person stand in the address: an organisation's id.
    pub(in crate::doctor) is_personal: bool,
}

/// How an answer says that a token's time is over.
const ENDED: &[&str] = &["expired", "has ended"];

/// What an answer of the API comes from. None: it is good.
pub(in crate::doctor) fn api(answer: &Answer, context: &Context<'_>, mask: &Mask) -> Option<Verdict> {
    let said = Said::new(answer);
    if let Some(verdict) = any(answer, &said, context.asked, mask) {
        return Some(verdict);
    }
    let verdict = match answer.status {
        200..=299 => return None,
        _ if said.code() == "invalid_client" => Verdict::certain(Cause::InvalidClient),
        _ if matches!(said.code(), "invalid_grant" | "invalid_token") && !said.says(ENDED) => {
            Verdict::certain(Cause::TokenUnknown)
        }
        401 => unauthorised(&said, context),
        403 => forbidden(&said, context),
        400 | 404 | 422 if context.has_verified => Verdict::between(
            &[Cause::WrongOrganization, Cause::UnknownEndpoint],
            "Compare the id in the address with what the web site or the request that lists your organisations shows.",
        ),
        // A page about it is the web application's, whose token endpoint may stand beside the API.
        404 | 410 if is_page(answer) => Verdict::certain(Cause::BaseUrlPath),
        404 | 405 | 410 if context.has_login => Verdict::certain(Cause::UnknownEndpoint),
        404 | 405 | 410 => Verdict::between(
            &[Cause::BaseUrlPath, Cause::UnknownEndpoint],
            "Walk the step `token`: if the token endpoint answers, it is this address alone.",
        ),
        _ if header(&said, context).is_some() => Verdict::certain(header(&said, context).unwrap_or(Cause::OddStatus)),
        _ => Verdict::certain(Cause::OddStatus),
    };
    Some(verdict.fact(said.shown(mask)))
}

/// The client's header, when the answer speaks of it.
fn header(said: &Said, context: &Context<'_>) -> Option<Cause> {
    let is_named = context.fixed.iter().any(|name| said.says(&[name.to_ascii_lowercase().as_str()]));
    let is_missing = said.says(&["missing", "required", "not found", "absent"]);
    is_named.then_some(if is_missing { Cause::ClientHeaderMissing } else { Cause::ClientHeaderWrong })
}

fn unauthorised(said: &Said, context: &Context<'_>) -> Verdict {
    if let Some(cause) = header(said, context) {
        return Verdict::certain(cause);
    }
    if said.says(&["invalid_token"]) && !said.says(ENDED) {
        return Verdict::certain(Cause::TokenUnknown);
    }
    if said.says(&["authorization header", "authorisation header", "no token", "malformed", "were not provided"]) {
        return Verdict::certain(Cause::MalformedAuthorization);
    }
    if context.grant == Some(Grant::ClientCredentials) && said.says(&["user", "application"]) {
        return Verdict::certain(Cause::ApplicationToken);
    }
    if said.says(ENDED) {
        return Verdict::certain(Cause::TokenExpired);
    }
    if said.says(&[
        "unknown",
        "revoked",
        "invalid_token",
        "invalid token",
        "refresh token",
        "token is invalid",
        "invalid api key",
    ]) {
        return Verdict::certain(Cause::TokenUnknown);
    }
    let decide = "The answer does not say what it refuses: send the same request from another network; a proxy that takes headers out is not there.";
    match (context.fixed.is_empty(), context.grant) {
        (_, Some(Grant::ClientCredentials)) => {
            Verdict::between(&[Cause::ApplicationToken, Cause::TokenUnknown], decide)
        }
        (false, _) => {
            Verdict::between(&[Cause::TokenUnknown, Cause::ClientHeaderMissing, Cause::MalformedAuthorization], decide)
        }
        (true, None) => Verdict::between(
            &[Cause::TokenUnknown, Cause::WrongEnvironment],
            "Look where the key or token was copied from: if that is the environment of this base URL, it was withdrawn.",
        ),
        (true, _) => Verdict::certain(Cause::TokenUnknown),
    }
}

fn forbidden(said: &Said, context: &Context<'_>) -> Verdict {
    if let Some(cause) = header(said, context) {
        return Verdict::certain(cause);
    }
    let is_application = context.grant == Some(Grant::ClientCredentials) || said.says(&["application"]);
    match () {
        // The same token was answered where no organisation stands in the address.
        () if context.has_verified => Verdict::certain(Cause::WrongOrganization),
        () if is_application && !context.is_personal => Verdict::certain(Cause::ApplicationToken),
        () if context.grant == Some(Grant::ClientCredentials) => Verdict::certain(Cause::ApplicationToken),
        // A stored token, and nothing else in the address: some servers say 403 for any token that they do not know.
        () if !context.is_personal && !context.has_login => Verdict::between(
            &[Cause::TokenUnknown, Cause::ApplicationToken],
            "Walk the step `token`: if the API takes the token that comes then, it was the stored one.",
        ),
        // A token of this run, and no organisation in the address: what is forbidden the answer alone can say.
        () if !context.is_personal => Verdict::certain(Cause::OddStatus),
        () => Verdict::between(
            &[Cause::WrongOrganization, Cause::ApplicationToken],
            "Send the request that asks for the user alone, such as `/me`: if it is answered, it is the organization.",
        ),
    }
}
