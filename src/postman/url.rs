//! URLs.

use super::{Pair, pair, pairs};
use crate::document::{Kind, NodeRef};
use std::borrow::Cow;

/// A URL: a string, or an object with its parts.
#[derive(Debug, Clone, Copy)]
pub struct Url<'d>(NodeRef<'d>);

impl<'d> Url<'d> {
    pub(super) const fn new(node: NodeRef<'d>) -> Self {
        Self(node)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The URL as one text: the string, or `raw`.
    pub fn raw(self) -> Option<Cow<'d, str>> {
        match self.0.kind() {
            Kind::String => self.0.as_str(),
            _ => self.0.get("raw")?.as_str(),
        }
    }

    /// The segments of the path, without the host: `path` when it is given, else cut out of [`Url::raw`].
    ///
    /// A variable in front (`{{BASE}}/me`) counts as the host.
    pub fn path(self) -> Vec<String> {
        match self.0.get("path") {
            Some(path) if path.kind() == Kind::String => {
                path.as_str().map(|path| segments(path.trim_start_matches('/'))).unwrap_or_default()
            }
            Some(path) => path.elements().filter_map(segment).map(Cow::into_owned).collect(),
            None => self.raw().map(|raw| segments(path_of(&raw))).unwrap_or_default(),
        }
    }

    /// The query parameters, disabled ones too: `query` when it is given, else cut out of [`Url::raw`]; then each has the place of the URL.
    pub fn query(self) -> Vec<Pair<'d>> {
        if let Some(query) = self.0.get("query") {
            return pairs(Some(query)).collect();
        }
        let Some(raw) = self.raw() else { return Vec::new() };
        let query = raw.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
        let pair = |part: &str| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            Pair { node: self.0, key: key.to_owned().into(), value: value.to_owned().into(), disabled: false }
        };
        query.split('&').filter(|part| !part.is_empty()).map(pair).collect()
    }

    /// The path variables (`:id`) with their values.
    pub fn variables(self) -> impl Iterator<Item = Pair<'d>> {
        pairs(self.0.get("variable"))
    }
}

/// A path segment: a string, or (v2.0) an object with `value`.
fn segment(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        Kind::Object => node.get("value").and_then(pair::text),
        _ => pair::text(node),
    }
}

fn segments(path: &str) -> Vec<String> {
    if path.is_empty() { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// What stands between the host and `?` or `#`.
fn path_of(raw: &str) -> &str {
    let end = raw.find(['?', '#']).unwrap_or(raw.len());
    let url = &raw[..end];
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::Url;
    use crate::document::Document;

    fn path(json: &str) -> String {
        let document = Document::json("u.json", json).unwrap();
        Url::new(document.root()).path().join("|")
    }

    #[test]
    fn paths_are_read_from_parts_and_from_text() {
        assert_eq!(path(r#"{"raw": "{{B}}/x", "path": ["a", ":id"]}"#), "a|:id");
        assert_eq!(path(r#"{"path": "/a/b"}"#), "a|b");
        assert_eq!(path(r#"{"path": [{"type": "string", "value": "a"}, 7]}"#), "a|7");
        assert_eq!(path(r#""{{BASE}}/a/:id?x=/y""#), "a|:id");
        assert_eq!(path(r#""https://h.example:8080/a#b""#), "a");
        assert_eq!(path(r#"{"raw": "https://h.example"}"#), "");
        assert_eq!(path("null"), "");
    }

    fn query(json: &str) -> Vec<String> {
        let document = Document::json("u.json", json).unwrap();
        Url::new(document.root()).query().iter().map(|pair| format!("{}={}", pair.key, pair.value)).collect()
    }

    #[test]
    fn the_query_is_read_from_its_list_and_from_text() {
        assert_eq!(query(r#""{{B}}/a?x=1&&y&z=a=b#f?q=1""#), ["x=1", "y=", "z=a=b"]);
        assert_eq!(query(r#"{"raw": "{{B}}/a?x=1", "path": ["a"]}"#), ["x=1"]);
        assert_eq!(query(r#"{"raw": "{{B}}/a?x=1", "query": [{"key": "y", "value": "2"}]}"#), ["y=2"]);
        assert!(query(r#"{"raw": "{{B}}/a?x=1", "query": []}"#).is_empty());
        assert!(query("{}").is_empty() && query("null").is_empty());
    }
}
