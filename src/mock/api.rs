//! Everything but the token endpoint: the rules first, then the saved examples.

use super::answer::Answer;
use super::received::Received;
use super::routes::Routes;
use super::settings::{Settings, TokenRule};
use super::tokens::{Kind, Standing, Tokens};
use crate::oauth::bearer_token;
use serde_json::json;
use std::time::Instant;

/// Answers a call of the API.
pub(super) fn answer(
    received: &Received,
    settings: &Settings,
    tokens: &Tokens,
    routes: &Routes,
    now: Instant,
) -> Answer {
    let path = received.path();
    let below_base = settings.below_base(path);
    let wanted = match received.header("x-mock-response-code").next().map(str::parse::<u16>) {
        None => None,
        Some(Ok(status)) => Some(status),
        Some(Err(_)) => return Answer::error(400, "BAD_REQUEST", "x-mock-response-code is an HTTP status."),
    };
    let query = received.query();
    let route = routes.find(&received.method, path, below_base, &query, wanted);
    let open = settings.token_rule == TokenRule::None || route.is_some_and(|route| route.open);
    if let Err(answer) =
        check_headers(received, settings).and_then(|()| check_token(received, settings, tokens, open, now))
    {
        return answer;
    }
    if let Some(example) = route.and_then(|route| route.example(wanted, &query)) {
        return example.answer();
    }
    if let Some(status) = wanted {
        let text = format!("The collection has no saved example with the status {status} for this request.");
        return Answer::error(404, "EXAMPLE_NOT_FOUND", &text);
    }
    if received.method == "GET" && (path == "/me" || below_base == Some("/me")) {
        return me();
    }
    match route {
        Some(_) => Answer::json(200, &json!({ "data": {}, "message": "This request has no saved example." })),
        None => Answer::error(404, "ENDPOINT_NOT_FOUND", "The collection has no request like this one."),
    }
}

/// The user whom every token belongs to.
fn me() -> Answer {
    let user = json!({
        "id": 1, "username": "mock@example.com", "email": "mock@example.com", "first_name": "Mock", "last_name": "User",
    });
    Answer::json(200, &json!({ "data": user }))
}

fn unauthenticated(message: &str) -> Answer {
    Answer::error(401, "UNAUTHENTICATED", message)
}

fn check_headers(received: &Received, settings: &Settings) -> Result<(), Answer> {
    for (name, value) in &settings.required_headers {
        let sent: Vec<_> = received.header(&name.to_ascii_lowercase()).map(str::to_owned).collect();
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

/// `open`: the request needs no token; one that is sent all the same is not looked at.
fn check_token(
    received: &Received,
    settings: &Settings,
    tokens: &Tokens,
    open: bool,
    now: Instant,
) -> Result<(), Answer> {
    if open {
        return Ok(());
    }
    let sent: Vec<_> = received.header("authorization").collect();
    let value = match sent.as_slice() {
        [] => return Err(unauthenticated("The Authorization header is missing.")),
        [value] => value,
        more => {
            let text = format!("The Authorization header was sent {} times; send it once.", more.len());
            return Err(unauthenticated(&text));
        }
    };
    let token = bearer_token(value).map_err(|error| unauthenticated(&error.to_string()))?;
    let kind = match tokens.standing(token, now) {
        Standing::Good(Kind::Refresh) | Standing::Ended(Kind::Refresh) | Standing::Replaced => {
            return Err(unauthenticated("This is a refresh token, no access token."));
        }
        Standing::Good(kind) => kind,
        Standing::Ended(_) => return Err(unauthenticated("The access token has ended.")),
        Standing::Unknown => return Err(unauthenticated("The access token is unknown here.")),
    };
    let path = received.path();
    let for_applications = settings.below_base(path).unwrap_or(path).starts_with("/applications/");
    if settings.token_rule == TokenRule::ByOwner && for_applications != (kind == Kind::Application) {
        return Err(Answer::application_refused());
    }
    Ok(())
}
