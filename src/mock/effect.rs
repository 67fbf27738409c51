//! What an ordered fault answers, and how that goes out.

use super::Fault;
use super::alter::date;
use super::answer::{Answer, Delivery};
use super::feed::Manner;
use super::order::{FaultRule, Headers};
use super::received::Received;
use crate::oauth::TokenError;
use serde_json::{Value, json};
use std::time::Duration;

const DEFAULT_DELAY_MS: u64 = 2000;
const DEFAULT_DRIP_MS: u64 = 200;
const DEFAULT_HOLD_MS: u64 = 30_000;
const DEFAULT_RETRY_AFTER: u64 = 30;
const DEFAULT_MIB: u32 = 64;
/// Whom a redirect names when the call does not say whom it is for.
const ANY_HOST: &str = "localhost";

impl FaultRule {
    /// The answer that stands in place of the right one; none for a fault that needs the right one.
    pub(super) fn replacement(&self, received: &Received) -> Option<Answer> {
        let seconds = self.retry_after.unwrap_or(DEFAULT_RETRY_AFTER);
        Some(match self.fault {
            Fault::Answer => self.verbatim(),
            Fault::Html => Answer::html(200, "This is no JSON"),
            Fault::BadGatewayHtml => Answer::html(502, "Bad Gateway"),
            Fault::GatewayTimeout => Answer::html(504, "Gateway Timeout"),
            Fault::ServerError => Answer::error(500, "SERVER_ERROR", "The server failed."),
            Fault::Unavailable => Answer::error(503, "SERVICE_UNAVAILABLE", "The service is unavailable."),
            Fault::RateLimited => rate_limited(&seconds.to_string()),
            Fault::RateLimitedUntil => rate_limited(&date(i64::try_from(seconds).unwrap_or(i64::MAX))),
            Fault::NotFound => Answer::error(404, "ENDPOINT_NOT_FOUND", "The API has no such endpoint."),
            Fault::NotFoundHtml => Answer::html(404, "Page not found"),
            Fault::HttpsPort => Answer::html(400, "A plain HTTP request was sent to an HTTPS port"),
            Fault::RedirectHttps => redirect(301, &address("https", received, &received.url)),
            Fault::RedirectSlash => redirect(301, &address("http", received, &other_slash(&received.url))),
            Fault::RedirectLogin => redirect(302, "https://login.example.com/sign-in"),
            Fault::RedirectLoop => redirect(302, &address("http", received, &received.url)),
            Fault::ProxyAuth => Answer::html(407, "Proxy Authentication Required")
                .header("proxy-authenticate", "Basic realm=\"company proxy\""),
            // The last three are only the frame that the bytes on the wire need.
            Fault::Empty | Fault::HalfHeaders | Fault::NotHttp | Fault::Endless => Answer::empty(200),
            Fault::TooLarge => Answer::new(200, "application/octet-stream", Vec::new()),
            Fault::ErrorIn200 => Answer::json(200, &json!({ "error": "server_error" })),
            Fault::UnsupportedGrant => refused(TokenError::UnsupportedGrantType, "this grant is offered to nobody"),
            Fault::UnauthorizedClient => refused(TokenError::UnauthorizedClient, "this client may not use the grant"),
            Fault::WrongPassword => refused(TokenError::InvalidGrant, "wrong username or password"),
            Fault::InvalidClient => Answer::json(401, &json!({ "error": "invalid_client" })),
            Fault::InvalidGrant => Answer::json(400, &json!({ "error": "invalid_grant" })),
            Fault::Unauthorized => Answer::error(401, "UNAUTHENTICATED", "Unauthenticated."),
            Fault::ApplicationToken | Fault::ForbiddenOrganisation => Answer::application_refused(),
            // A place-holder, so that the call is not handled: `Delivery::Never` ends the connection before it is sent.
            Fault::Close => Answer::empty(503),
            Fault::BrokenJson
            | Fault::WrongContentType
            | Fault::ClockSkew
            | Fault::BodyNotUrlencoded
            | Fault::ParameterMissing
            | Fault::NoAccessToken
            | Fault::ExpiresIn
            | Fault::NoRefreshToken
            | Fault::LowerCaseType
            | Fault::RefreshDead
            | Fault::RefreshRotated
            | Fault::HeaderStripped
            | Fault::HeaderAltered
            | Fault::AuthorizationStripped
            | Fault::AuthorizationAltered
            | Fault::TokenUnknown
            | Fault::Expired
            | Fault::Revoked
            | Fault::Slow
            | Fault::Drip
            | Fault::Truncated
            | Fault::LengthShort
            | Fault::LengthLong
            | Fault::HugeHeaders => return None,
        })
    }

    fn verbatim(&self) -> Answer {
        let headers = self.headers.as_ref().map(Headers::pairs).unwrap_or_default();
        let body = match &self.body {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        let mut answer = Answer { headers, body: body.into_bytes(), ..Answer::empty(self.status.unwrap_or(200)) };
        let typed = answer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !typed && !answer.body.is_empty() {
            answer = answer.header("content-type", "application/json");
        }
        answer
    }

    /// How the answer goes out.
    pub(super) fn delivery(&self) -> Delivery {
        let pause = |default| Duration::from_millis(self.ms.unwrap_or(default));
        match self.fault {
            Fault::Slow => Delivery::Late(pause(DEFAULT_DELAY_MS)),
            Fault::Close => Delivery::Never,
            Fault::Truncated => Delivery::Half,
            Fault::Drip => Delivery::Fed(Manner::Drip(pause(DEFAULT_DRIP_MS))),
            Fault::LengthShort => Delivery::Fed(Manner::LengthShort),
            Fault::LengthLong => Delivery::Fed(Manner::LengthLong(pause(DEFAULT_HOLD_MS))),
            Fault::HalfHeaders => Delivery::Fed(Manner::HalfHeaders),
            Fault::NotHttp => Delivery::Fed(Manner::NotHttp),
            Fault::TooLarge => Delivery::Fed(Manner::Large(self.mib.unwrap_or(DEFAULT_MIB))),
            Fault::Endless => Delivery::Fed(Manner::Endless),
            _ => Delivery::Whole,
        }
    }
}

fn rate_limited(retry_after: &str) -> Answer {
    Answer::error(429, "RATE_LIMIT_EXCEEDED", "Too many requests.")
        .header("retry-after", retry_after)
        .header("x-ratelimit-remaining", "0")
}

fn refused(error: TokenError, description: &str) -> Answer {
    Answer::json(error.status(), &json!({ "error": error.code(), "error_description": description }))
}

fn redirect(status: u16, location: &str) -> Answer {
    Answer::html(status, "This page has moved").header("location", location)
}

fn address(scheme: &str, received: &Received, url: &str) -> String {
    let host = received.header("host").next().unwrap_or(ANY_HOST);
    format!("{scheme}://{host}{url}")
}

/// The address with a slash at the end of its path, or without the one that is there.
fn other_slash(url: &str) -> String {
    let (path, query) = url.find('?').map_or((url, ""), |at| url.split_at(at));
    path.strip_suffix('/').map_or_else(|| format!("{path}/{query}"), |path| format!("{path}{query}"))
}

#[cfg(test)]
mod tests {
    use super::other_slash;

    #[test]
    fn the_slash_stands_at_the_end_of_the_path() {
        for (url, other) in [("/a", "/a/"), ("/a/", "/a"), ("/a?b=/", "/a/?b=/"), ("/a/?b", "/a?b"), ("/", "")] {
            assert_eq!(other_slash(url), other);
        }
    }
}
