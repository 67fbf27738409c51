//! Request bodies.

use super::{Pair, pairs};
use crate::document::NodeRef;
use std::borrow::Cow;

/// The body of a request.
#[derive(Debug, Clone, Copy)]
pub struct Body<'d>(NodeRef<'d>);

impl<'d> Body<'d> {
    pub(super) const fn new(node: NodeRef<'d>) -> Self {
        Self(node)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The mode as written: `raw`, `urlencoded`, `formdata`, `file`, `graphql`.
    pub fn mode(self) -> Option<Cow<'d, str>> {
        self.0.get("mode")?.as_str()
    }

    /// The text of a raw body.
    pub fn raw(self) -> Option<Cow<'d, str>> {
        self.0.get("raw")?.as_str()
    }

    /// The fields of a urlencoded or multipart body.
    pub fn fields(self) -> impl Iterator<Item = Pair<'d>> {
        let list = self.mode().filter(|mode| matches!(&**mode, "urlencoded" | "formdata"));
        pairs(list.and_then(|mode| self.0.get(&mode)))
    }

    /// Whether Postman would send no body.
    pub fn is_empty(self) -> bool {
        let is_unset = |node: Option<NodeRef<'d>>| {
            node.is_none_or(|node| node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty()))
        };
        match self.mode().as_deref() {
            Some("raw") => is_unset(self.0.get("raw")),
            Some("urlencoded" | "formdata") => self.fields().all(|field| field.disabled || field.key.is_empty()),
            Some("file") => self
                .0
                .get("file")
                .is_none_or(|file| file.is_empty() || is_unset(file.get("src").or_else(|| file.get("content")))),
            Some("graphql") => self.0.get("graphql").is_none_or(|graph| {
                graph.as_str().is_none_or(|text| text.trim().is_empty()) && is_unset(graph.get("query"))
            }),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::document::Document;

    #[test]
    fn an_empty_body_is_recognised_in_every_mode() {
        let is_empty = |text: &str| Body::new(Document::json("b.json", text).unwrap().root()).is_empty();
        for text in [
            "{}",
            "null",
            r#"{"mode": "raw", "raw": " \n"}"#,
            r#"{"mode": "urlencoded", "urlencoded": [{"key": "a", "disabled": true}, {"key": ""}]}"#,
            r#"{"mode": "file", "file": {}}"#,
            r#"{"mode": "graphql", "graphql": {"query": "", "variables": ""}}"#,
        ] {
            assert!(is_empty(text), "{text}");
        }
        for text in [
            r#"{"mode": "raw", "raw": "{}"}"#,
            r#"{"mode": "formdata", "formdata": [{"key": "a", "type": "file"}]}"#,
            r#"{"mode": "file", "file": {"src": "x"}}"#,
            r#"{"mode": "graphql", "graphql": {"query": "{ a }"}}"#,
        ] {
            assert!(!is_empty(text), "{text}");
        }
    }
}
