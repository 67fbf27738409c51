//! The responses of the mock, and how they are delivered.

use super::raw_response::RawKind;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;

const APPLICATION_REFUSED: &str = "You don't have application's permissions for this organization!";

/// A response, before it is sent.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct MockResponse {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

// Not derived: the body may contain tokens.
impl fmt::Debug for MockResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MockResponse({}, {} headers, {} bytes)", self.status.as_u16(), self.headers.len(), self.body.len())
    }
}

/// How a response is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// Immediately and completely.
    Whole,
    /// Completely, after this delay.
    Delayed(Duration),
    /// The headers and half of the body; then the connection closes.
    HalfBody,
    /// Not at all: the connection closes.
    Dropped,
    /// As raw bytes, which need not be valid HTTP; then the connection closes.
    Raw(RawKind),
}

impl Delivery {
    /// Whether a client sees the status of the response.
    pub(super) const fn shows_status(self) -> bool {
        !matches!(self, Self::Dropped | Self::Raw(RawKind::NotHttp))
    }
}

impl MockResponse {
    /// A response without headers and body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK), headers: Vec::new(), body: Vec::new() }
    }

    /// A response with a body of this media type.
    pub(super) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status).header("content-type", media_type) }
    }

    /// A response with a JSON body.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// A response with an HTML page.
    pub(super) fn html(status: u16, title: &str) -> Self {
        let page =
            format!("<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n");
        Self::new(status, "text/html; charset=utf-8", page)
    }

    /// An error of the API: `error`, `message` and `code` in JSON.
    pub(super) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "error": true, "message": message, "code": code }))
    }

    /// The error of the API for a token of the wrong kind, or for a user without rights in the organization.
    pub(super) fn application_refused() -> Self {
        Self::error(403, "FORBIDDEN", APPLICATION_REFUSED)
    }

    /// The headers that HTTP allows; the others, such as a saved example may contain, are left out.
    pub(super) fn fields(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let field = |(name, value): &(String, String)| {
            Some((HeaderName::try_from(name.as_str()).ok()?, HeaderValue::try_from(value.as_str()).ok()?))
        };
        self.headers.iter().filter_map(field)
    }

    /// The response with one more header.
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
