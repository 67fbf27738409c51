//! Requests and their saved examples.

use super::{Body, Pair, Url, headers};
use crate::document::{Kind, NodeRef};
use std::borrow::Cow;

/// A request: an object, or a URL as a string, which means GET.
#[derive(Debug, Clone, Copy)]
pub struct Request<'d>(NodeRef<'d>);

impl<'d> Request<'d> {
    pub(super) const fn new(node: NodeRef<'d>) -> Self {
        Self(node)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The HTTP method; `GET` when the file has none.
    pub fn method(self) -> Cow<'d, str> {
        self.0.get("method").and_then(NodeRef::as_str).unwrap_or(Cow::Borrowed("GET"))
    }

    /// The URL.
    pub fn url(self) -> Option<Url<'d>> {
        match self.0.kind() {
            Kind::String => Some(Url::new(self.0)),
            _ => self.0.get("url").map(Url::new),
        }
    }

    /// The headers, disabled ones included.
    pub fn headers(self) -> Vec<Pair<'d>> {
        headers(self.0.get("header"))
    }

    /// The body; none when it is missing or `null`.
    pub fn body(self) -> Option<Body<'d>> {
        self.0.get("body").filter(|node| !node.is_null()).map(Body::new)
    }
}

/// A saved example of a request: a response that Postman keeps in the file, under `response`.
#[derive(Debug, Clone, Copy)]
pub struct Response<'d>(NodeRef<'d>);

impl<'d> Response<'d> {
    pub(super) const fn new(node: NodeRef<'d>) -> Self {
        Self(node)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The name.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.0.get("name")?.as_str()
    }

    /// The HTTP status code; none when it is missing or not a number from 100 to 999.
    pub fn code(self) -> Option<u16> {
        self.0.get("code")?.as_number()?.parse().ok().filter(|code| (100..1000).contains(code))
    }

    /// The headers.
    pub fn headers(self) -> Vec<Pair<'d>> {
        headers(self.0.get("header"))
    }

    /// The body, as text.
    pub fn body(self) -> Option<Cow<'d, str>> {
        self.0.get("body")?.as_str()
    }

    /// The request that led to the response.
    pub fn original_request(self) -> Option<Request<'d>> {
        self.0.get("originalRequest").map(Request::new)
    }
}
