//! What a fault rule changes in a call: the request before the mock handles it, the response, and how the response is sent.

use super::Fault;
use super::fault_rule::{FaultRule, HeaderFields};
use super::raw_response::RawKind;
use super::request::MockRequest;
use super::response::{Delivery, MockResponse};
use super::settings::Settings;
use crate::oauth::{TokenError, bearer_token};
use crate::text::percent;
use serde_json::{Map, Value, json};
use std::time::{Duration, SystemTime};

const DEFAULT_SKEW: i64 = 3 * 60 * 60;
const DEFAULT_DELAY_MS: u64 = 2000;
const DEFAULT_DRIP_MS: u64 = 200;
const DEFAULT_HOLD_MS: u64 = 30_000;
const DEFAULT_RETRY_AFTER: u64 = 30;
const DEFAULT_MIB: u32 = 64;
const WARNING: &[u8] = b"Warning: Undefined array key \"user\" in api.php on line 7\n";
/// The number of cookies of 4 KiB in 1 MiB of headers.
const COOKIES: usize = 256;
/// The host of a redirect if the request has no Host header.
const DEFAULT_HOST: &str = "localhost";

impl FaultRule {
    /// The request as it arrives after the fault changed it; `None` if the fault does not change requests.
    pub(super) fn tamper_with_request(&self, request: &MockRequest, settings: &Settings) -> Option<MockRequest> {
        let mut tampered = request.clone();
        let headers = &mut tampered.headers;
        let required = |name: &str| settings.required_headers.keys().any(|key| key.eq_ignore_ascii_case(name));
        match self.fault {
            Fault::HeaderStripped => headers.retain(|(name, _)| !required(name)),
            Fault::HeaderAltered => headers
                .iter_mut()
                .filter(|(name, _)| required(name))
                .for_each(|(_, value)| *value = format!("{value}, {value}")),
            Fault::AuthorizationStripped => headers.retain(|(name, _)| name != "authorization"),
            Fault::AuthorizationAltered => {
                headers.retain(|(name, _)| name != "authorization");
                headers.push(("authorization".to_owned(), "Basic of-the-gateway".to_owned()));
            }
            Fault::TokenUnknown => headers
                .iter_mut()
                .filter(|(name, value)| name == "authorization" && bearer_token(value).is_ok())
                .for_each(|(_, value)| "Bearer of-another-server".clone_into(value)),
            Fault::BodyNotUrlencoded => {
                headers.retain(|(name, _)| name != "content-type");
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
            }
            Fault::ParameterMissing => {
                let is_secret = |pair: &&[u8]| percent::pairs(pair).iter().any(|(name, _)| name == "client_secret");
                let pairs = request.body.split(|byte| *byte == b'&').filter(|pair| !is_secret(pair));
                tampered.body = pairs.collect::<Vec<_>>().join(&b'&');
            }
            _ => return None,
        }
        Some(tampered)
    }

    /// Changes the members of a right token response.
    pub(super) fn tamper_with_token(&self, token: &mut Map<String, Value>) {
        match self.fault {
            Fault::NoAccessToken => {
                token.shift_remove("access_token");
            }
            Fault::NoRefreshToken => {
                token.shift_remove("refresh_token");
            }
            Fault::ExpiresIn => match &self.value {
                Some(value) => {
                    token.insert("expires_in".to_owned(), value.clone());
                }
                None => {
                    token.shift_remove("expires_in");
                }
            },
            Fault::LowerCaseType => {
                token.insert("token_type".to_owned(), Value::from("bearer"));
            }
            _ => {}
        }
    }

    /// Changes the response to a call that the mock handled.
    pub(super) fn tamper_with_response(&self, mut response: MockResponse) -> MockResponse {
        match self.fault {
            Fault::BrokenJson => {
                response.body.splice(..0, WARNING.iter().copied());
                response
            }
            Fault::WrongContentType => {
                response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
                response.header("content-type", "text/html; charset=utf-8")
            }
            Fault::ClockSkew => {
                response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
                response.header("date", &date(self.seconds.unwrap_or(DEFAULT_SKEW)))
            }
            Fault::HugeHeaders => {
                let value = "x".repeat(4096);
                (0..COOKIES)
                    .fold(response, |response, count| response.header("set-cookie", &format!("turn{count}={value}")))
            }
            _ => response,
        }
    }

    /// The response that replaces the right one; `None` for a fault that needs the right one.
    pub(super) fn replacement(&self, request: &MockRequest) -> Option<MockResponse> {
        let seconds = self.retry_after.unwrap_or(DEFAULT_RETRY_AFTER);
        Some(match self.fault {
            Fault::Response => self.given_response(),
            Fault::Html => MockResponse::html(200, "This is not JSON"),
            Fault::BadGatewayHtml => MockResponse::html(502, "Bad Gateway"),
            Fault::GatewayTimeout => MockResponse::html(504, "Gateway Timeout"),
            Fault::ServerError => MockResponse::error(500, "SERVER_ERROR", "The server failed."),
            Fault::Unavailable => MockResponse::error(503, "SERVICE_UNAVAILABLE", "The service is unavailable."),
            Fault::RateLimited => rate_limited(&seconds.to_string()),
            Fault::RateLimitedUntil => rate_limited(&date(i64::try_from(seconds).unwrap_or(i64::MAX))),
            Fault::NotFound => MockResponse::error(404, "ENDPOINT_NOT_FOUND", "The API has no such endpoint."),
            Fault::NotFoundHtml => MockResponse::html(404, "Page not found"),
            Fault::HttpsPort => MockResponse::html(400, "A plain HTTP request was sent to an HTTPS port"),
            Fault::RedirectHttps => redirect(301, &absolute_url("https", request, &request.url)),
            Fault::RedirectSlash => redirect(301, &absolute_url("http", request, &toggle_slash(&request.url))),
            Fault::RedirectLogin => redirect(302, "https://login.example.com/sign-in"),
            Fault::RedirectLoop => redirect(302, &absolute_url("http", request, &request.url)),
            Fault::ProxyAuth => MockResponse::html(407, "Proxy Authentication Required")
                .header("proxy-authenticate", "Basic realm=\"company proxy\""),
            // Of the last three, the client sees only what the raw delivery sends.
            Fault::Empty | Fault::HalfHeaders | Fault::NotHttp | Fault::Endless => MockResponse::empty(200),
            Fault::TooLarge => MockResponse::new(200, "application/octet-stream", Vec::new()),
            Fault::ErrorIn200 => MockResponse::json(200, &json!({ "error": "server_error" })),
            Fault::UnsupportedGrant => {
                refused(TokenError::UnsupportedGrantType, "this server does not offer the grant")
            }
            Fault::UnauthorizedClient => refused(TokenError::UnauthorizedClient, "this client may not use the grant"),
            Fault::WrongPassword => refused(TokenError::InvalidGrant, "wrong username or password"),
            Fault::InvalidClient => MockResponse::json(401, &json!({ "error": "invalid_client" })),
            Fault::InvalidGrant => MockResponse::json(400, &json!({ "error": "invalid_grant" })),
            Fault::Unauthorized => MockResponse::error(401, "UNAUTHENTICATED", "Unauthenticated."),
            Fault::ApplicationToken | Fault::ForbiddenOrganization => MockResponse::application_refused(),
            // Keeps the mock from handling the call; `Delivery::Dropped` closes the connection before this response is sent.
            Fault::Close => MockResponse::empty(503),
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

    /// The response that the rule describes.
    fn given_response(&self) -> MockResponse {
        let headers = self.headers.as_ref().map(HeaderFields::pairs).unwrap_or_default();
        let body = match &self.body {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        let mut response =
            MockResponse { headers, body: body.into_bytes(), ..MockResponse::empty(self.status.unwrap_or(200)) };
        let has_media_type = response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !has_media_type && !response.body.is_empty() {
            response = response.header("content-type", "application/json");
        }
        response
    }

    /// How the response is sent.
    pub(super) fn delivery(&self) -> Delivery {
        let pause = |default| Duration::from_millis(self.ms.unwrap_or(default));
        match self.fault {
            Fault::Slow => Delivery::Delayed(pause(DEFAULT_DELAY_MS)),
            Fault::Close => Delivery::Dropped,
            Fault::Truncated => Delivery::HalfBody,
            Fault::Drip => Delivery::Raw(RawKind::Drip(pause(DEFAULT_DRIP_MS))),
            Fault::LengthShort => Delivery::Raw(RawKind::LengthShort),
            Fault::LengthLong => Delivery::Raw(RawKind::LengthLong(pause(DEFAULT_HOLD_MS))),
            Fault::HalfHeaders => Delivery::Raw(RawKind::HalfHeaders),
            Fault::NotHttp => Delivery::Raw(RawKind::NotHttp),
            Fault::TooLarge => Delivery::Raw(RawKind::Large(self.mib.unwrap_or(DEFAULT_MIB))),
            Fault::Endless => Delivery::Raw(RawKind::Endless),
            _ => Delivery::Whole,
        }
    }
}

fn rate_limited(retry_after: &str) -> MockResponse {
    MockResponse::error(429, "RATE_LIMIT_EXCEEDED", "Too many requests.")
        .header("retry-after", retry_after)
        .header("x-ratelimit-remaining", "0")
}

fn refused(error: TokenError, description: &str) -> MockResponse {
    MockResponse::json(error.status(), &json!({ "error": error.code(), "error_description": description }))
}

fn redirect(status: u16, location: &str) -> MockResponse {
    MockResponse::html(status, "This page has moved").header("location", location)
}

/// The absolute URL of `path_and_query` on the host of `request`.
fn absolute_url(scheme: &str, request: &MockRequest, path_and_query: &str) -> String {
    let host = request.header("host").next().unwrap_or(DEFAULT_HOST);
    format!("{scheme}://{host}{path_and_query}")
}

/// Adds a slash to the end of the path of `url`, or removes the one that is there.
fn toggle_slash(url: &str) -> String {
    let (path, query) = url.find('?').map_or((url, ""), |at| url.split_at(at));
    path.strip_suffix('/').map_or_else(|| format!("{path}/{query}"), |path| format!("{path}{query}"))
}

/// The time this many seconds from now, as a header value. The limits of a fault rule keep it in the range that can be formatted.
fn date(seconds: i64) -> String {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    let now = SystemTime::now();
    let moment = if seconds < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
    httpdate::fmt_http_date(moment.unwrap_or(now))
}

#[cfg(test)]
mod tests {
    use super::toggle_slash;

    #[test]
    fn the_slash_is_added_or_removed_at_the_end_of_the_path() {
        for (url, other) in [("/a", "/a/"), ("/a/", "/a"), ("/a?b=/", "/a/?b=/"), ("/a/?b", "/a?b"), ("/", "")] {
            assert_eq!(toggle_slash(url), other);
        }
    }
}
