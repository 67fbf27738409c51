//! Saved responses.

use super::{Pair, Request, headers};
use crate::document::NodeRef;
use std::borrow::Cow;

/// A saved response ("example") of a request.
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

    /// Its name.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.0.get("name")?.as_str()
    }

    /// The HTTP status; none when it is missing or no number from 100 to 999.
    pub fn code(self) -> Option<u16> {
        self.0.get("code")?.as_number()?.parse().ok().filter(|code| (100..1000).contains(code))
    }

    /// Its headers.
    pub fn headers(self) -> Vec<Pair<'d>> {
        headers(self.0.get("header"))
    }

    /// Its body, as text.
    pub fn body(self) -> Option<Cow<'d, str>> {
        self.0.get("body")?.as_str()
    }

    /// The request that it answered.
    pub fn original_request(self) -> Option<Request<'d>> {
        self.0.get("originalRequest").map(Request::new)
    }
}
