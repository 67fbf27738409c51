//! What goes back.

use super::feed::Manner;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use std::fmt;
use std::time::Duration;

const APPLICATION_REFUSED: &str = "You don't have application's permissions for this organization!";

/// An answer, before it is put on the wire.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

// By hand: the body may hold tokens.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}, {} headers, {} bytes)", self.status.as_u16(), self.headers.len(), self.body.len())
    }
}

/// How an answer goes on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// At once and whole.
    Whole,
    /// Whole, this much later.
    Late(Duration),
    /// Headers and half of the body; then the connection ends.
    Half,
    /// Not at all: the connection ends.
    Never,
    /// Byte by byte, as HTTP does not foresee; then the connection ends.
    Fed(Manner),
}

impl Delivery {
    /// Whether a client sees the answer's status.
    pub(super) const fn shows_status(self) -> bool {
        !matches!(self, Self::Never | Self::Fed(Manner::NotHttp))
    }
}

impl Answer {
    /// A status alone.
    pub(super) fn empty(status: u16) -> Self {
        Self { status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK), headers: Vec::new(), body: Vec::new() }
    }

    /// A body of this media type.
    pub(super) fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::empty(status).header("content-type", media_type) }
    }

    /// A JSON body.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// A page for people.
    pub(super) fn html(status: u16, title: &str) -> Self {
        let page =
            format!("<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n");
        Self::new(status, "text/html; charset=utf-8", page)
    }

    /// An error of the API in Tallyfy's form.
    pub(super) fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "error": true, "message": message, "code": code }))
    }

    /// What Tallyfy says when a token or its owner may not do this.
    pub(super) fn application_refused() -> Self {
        Self::error(403, "FORBIDDEN", APPLICATION_REFUSED)
    }

    /// The headers that can be sent: a saved example may hold anything.
    pub(super) fn fields(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let field = |(name, value): &(String, String)| {
            Some((HeaderName::try_from(name.as_str()).ok()?, HeaderValue::try_from(value.as_str()).ok()?))
        };
        self.headers.iter().filter_map(field)
    }

    /// The same with another header.
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
