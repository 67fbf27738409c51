//! Requests.

use super::{Body, Pair, Url, headers};
use crate::document::{Kind, NodeRef};
use std::borrow::Cow;

/// A request: an object, or only a URL as a string (then a GET).
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

    /// The HTTP method; `GET` when none is given.
    pub fn method(self) -> Cow<'d, str> {
        self.0.get("method").and_then(NodeRef::as_str).unwrap_or(Cow::Borrowed("GET"))
    }

    /// Where it goes.
    pub fn url(self) -> Option<Url<'d>> {
        match self.0.kind() {
            Kind::String => Some(Url::new(self.0)),
            _ => self.0.get("url").map(Url::new),
        }
    }

    /// Its own headers, disabled ones too.
    pub fn headers(self) -> Vec<Pair<'d>> {
        headers(self.0.get("header"))
    }

    /// Its body; none when it has none, or `null`.
    pub fn body(self) -> Option<Body<'d>> {
        self.0.get("body").filter(|node| !node.is_null()).map(Body::new)
    }
}
