//! The API endpoint: every path but the token endpoint's. It checks the required headers and the token, then returns a saved example.

use super::request::MockRequest;
use super::response::MockResponse;
use super::routes::Routes;
use super::settings::{Settings, TokenRule};
use super::tokens::{TokenKind, TokenStatus, TokenStore};
use crate::oauth::bearer_token;
use serde_json::json;
use std::time::Instant;

/// Responds to a call of the API.
pub(super) fn respond(
    request: &MockRequest,
    settings: &Settings,
    tokens: &TokenStore,
    routes: &Routes,
    now: Instant,
) -> MockResponse {
    let path = request.path();
    let below_base = settings.below_base(path);
    let wanted = match request.header("x-mock-response-code").next().map(str::parse::<u16>) {
        None => None,
        Some(Ok(status)) => Some(status),
        Some(Err(_)) => return MockResponse::error(400, "BAD_REQUEST", "x-mock-response-code must be an HTTP status."),
    };
    let query = request.query();
    let route = routes.find(&request.method, path, below_base, &query, wanted);
    let open = settings.token_rule == TokenRule::None || route.is_some_and(|route| route.open);
    if let Err(refusal) =
        check_headers(request, settings).and_then(|()| check_token(request, settings, tokens, open, now))
    {
        return refusal;
    }
    if let Some(example) = route.and_then(|route| route.example(wanted, &query)) {
        return example.response();
    }
    if let Some(status) = wanted {
        let text = format!("The collection has no saved example with the status {status} for this request.");
        return MockResponse::error(404, "EXAMPLE_NOT_FOUND", &text);
    }
    if request.method == "GET" && (path == "/me" || below_base == Some("/me")) {
        return me();
    }
    match route {
        Some(_) => MockResponse::json(200, &json!({ "data": {}, "message": "This request has no saved example." })),
        None => MockResponse::error(404, "ENDPOINT_NOT_FOUND", "The collection has no request like this one."),
    }
}

/// The user that every user's token belongs to.
fn me() -> MockResponse {
    let user = json!({
        "id": 1, "username": "mock@example.com", "email": "mock@example.com", "first_name": "Mock", "last_name": "User",
    });
    MockResponse::json(200, &json!({ "data": user }))
}

fn unauthenticated(message: &str) -> MockResponse {
    MockResponse::error(401, "UNAUTHENTICATED", message)
}

fn check_headers(request: &MockRequest, settings: &Settings) -> Result<(), MockResponse> {
    for (name, value) in &settings.required_headers {
        let sent: Vec<_> = request.header(&name.to_ascii_lowercase()).map(str::to_owned).collect();
        let problem = match sent.as_slice() {
            [] => format!("The header {name} is missing; send `{name}: {value}`."),
            [one] if one == value => continue,
            [_] => format!("The header {name} has another value than `{value}`."),
            more => format!("The header {name} was sent {} times; send it once.", more.len()),
        };
        return Err(unauthenticated(&problem));
    }
    Ok(())
}

/// Checks the token, unless the request is `open`: then it needs no token, and the mock ignores one.
fn check_token(
    request: &MockRequest,
    settings: &Settings,
    tokens: &TokenStore,
    open: bool,
    now: Instant,
) -> Result<(), MockResponse> {
    if open {
        return Ok(());
    }
    let sent: Vec<_> = request.header("authorization").collect();
    let value = match sent.as_slice() {
        [] => return Err(unauthenticated("The Authorization header is missing.")),
        [value] => value,
        more => {
            let text = format!("The Authorization header was sent {} times; send it once.", more.len());
            return Err(unauthenticated(&text));
        }
    };
    let token = bearer_token(value).map_err(|error| unauthenticated(&error.to_string()))?;
    let kind = match tokens.status(token, now) {
        TokenStatus::Valid(TokenKind::Refresh) | TokenStatus::Expired(TokenKind::Refresh) | TokenStatus::Replaced => {
            return Err(unauthenticated("This is a refresh token, not an access token."));
        }
        TokenStatus::Valid(kind) => kind,
        TokenStatus::Expired(_) => return Err(unauthenticated("The access token has expired.")),
        TokenStatus::Unknown => return Err(unauthenticated("The access token is unknown.")),
    };
    let path = request.path();
    let for_applications = settings.below_base(path).unwrap_or(path).starts_with("/applications/");
    if settings.token_rule == TokenRule::ByOwner && for_applications != (kind == TokenKind::Application) {
        return Err(MockResponse::application_refused());
    }
    Ok(())
}
