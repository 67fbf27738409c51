//! URLs of requests: one text, or a text with its parts.

use super::{Pair, pair, pairs};
use crate::document::{Kind, NodeRef};
use crate::text::url::SplitUrl;
use std::borrow::Cow;

/// The URL of a request: a string, or an object with its parts.
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

    /// The segments of the path: of `path` where the file has it, else of [`Url::raw`]. A variable at the start (`{{BASE}}/me`) counts as the host.
    pub fn path(self) -> Vec<String> {
        match self.0.get("path") {
            Some(path) if path.kind() == Kind::String => {
                path.as_str().map(|path| segments(path.trim_start_matches('/'))).unwrap_or_default()
            }
            Some(path) => path.elements().filter_map(segment).map(Cow::into_owned).collect(),
            None => self.raw().map(|raw| segments(SplitUrl::new(&raw).path.unwrap_or_default())).unwrap_or_default(),
        }
    }

    /// The query parameters, disabled ones included: of `query` where the file has it, else of [`Url::raw`]; then the node of each is the URL.
    pub fn query(self) -> Vec<Pair<'d>> {
        if let Some(query) = self.0.get("query") {
            return pairs(Some(query)).collect();
        }
        let Some(raw) = self.raw() else { return Vec::new() };
        let pair = |(key, value): (&str, Option<&str>)| Pair {
            node: self.0,
            key: key.to_owned().into(),
            value: value.unwrap_or_default().to_owned().into(),
            disabled: false,
        };
        let is_written = |(key, value): &(&str, Option<&str>)| !key.is_empty() || value.is_some();
        SplitUrl::new(&raw).parameters().into_iter().filter(is_written).map(pair).collect()
    }

    /// The parts as one text, with or without the disabled parameters. None when the URL has no parts, or one of them is not a text.
    pub fn joined_parts(self, with_disabled: bool) -> Option<String> {
        let part = |key: &str, sign: &str| match self.0.get(key).filter(|node| !node.is_null()) {
            Some(node) => joined(node, sign).map(|text| Some(text).filter(|text| !text.is_empty())),
            None => Some(None),
        };
        let mut all = String::new();
        for (key, sign, before, behind) in
            [("protocol", "", "", "://"), ("host", ".", "", ""), ("port", "", ":", ""), ("path", "/", "/", "")]
        {
            if let Some(text) = part(key, sign)? {
                // A path that is one text may begin with its slash.
                let is_text = key == "path" && self.0.get(key).is_some_and(|node| node.kind() == Kind::String);
                let text = text.strip_prefix('/').filter(|_| is_text).unwrap_or(&text);
                all.extend([before, text, behind]);
            }
        }
        let query = pairs(self.0.get("query")).filter(|pair| with_disabled || !pair.disabled);
        for (index, pair) in query.enumerate() {
            all.extend([if index == 0 { "?" } else { "&" }, &pair.key]);
            if pair.node.get("value").is_some_and(|value| !value.is_null()) {
                all.extend(["=", &pair.value]);
            }
        }
        if let Some(hash) = part("hash", "")? {
            all.extend(["#", &hash]);
        }
        (!all.is_empty()).then_some(all)
    }

    /// The path variables (`:id`) with their values.
    pub fn variables(self) -> impl Iterator<Item = Pair<'d>> {
        // Some files write the name under `id`.
        pairs(self.0.get("variable")).map(|pair| match pair.node.get("id").filter(|_| pair.node.get("key").is_none()) {
            Some(id) => Pair { key: pair::text(id).unwrap_or_default(), ..pair },
            None => pair,
        })
    }
}

/// A path segment: a string, or (v2.0) an object with `value`.
fn segment(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        Kind::Object => node.get("value").and_then(pair::text),
        _ => pair::text(node),
    }
}

/// A list of texts joined with `sign`, or a text.
fn joined(node: NodeRef<'_>, sign: &str) -> Option<String> {
    match node.kind() {
        Kind::Array => node.elements().map(segment).collect::<Option<Vec<_>>>().map(|parts| parts.join(sign)),
        _ => pair::text(node).map(Cow::into_owned),
    }
}

fn segments(path: &str) -> Vec<String> {
    if path.is_empty() { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
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

    #[test]
    fn parts_are_joined() {
        let joined = |json: &str, disabled| {
            Url::new(Document::json("u.json", json).unwrap().root()).joined_parts(disabled).unwrap_or_default()
        };
        let all = r#"{"protocol": "https", "host": ["h", "example"], "port": 81, "path": ["a", ""], "hash": "top",
            "query": [{"key": "x", "value": null}, {"key": "y", "value": "2", "disabled": true}]}"#;
        assert_eq!(joined(all, false), "https://h.example:81/a/?x#top");
        assert_eq!(joined(all, true), "https://h.example:81/a/?x&y=2#top");
        assert_eq!(joined(r#"{"host": "{{B}}", "path": "/a"}"#, false), "{{B}}/a");
        assert_eq!(joined(r#"{"host": "{{B}}", "path": ["", "a"]}"#, false), "{{B}}//a");
        assert_eq!(joined(r#"{"host": ["a", {}]}"#, false), "");
        assert_eq!(joined(r#"{"raw": "a"}"#, false), "");
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
