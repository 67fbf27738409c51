//! Keys with values: headers, query parameters, form fields, path variables.

use crate::document::{Kind, NodeRef};
use std::borrow::Cow;
use std::fmt;

/// A key with its value.
#[derive(Clone)]
pub struct Pair<'d> {
    /// The value that it was read from: an object, or the string of a v2.0 header list.
    pub node: NodeRef<'d>,
    /// The key.
    pub key: Cow<'d, str>,
    /// The value; empty when it is missing.
    pub value: Cow<'d, str>,
    /// Whether it is disabled: kept in the file, but not sent.
    pub disabled: bool,
}

// Not derived: the value may be a secret.
impl fmt::Debug for Pair<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pair({}, {} bytes)", self.key, self.value.len())
    }
}

/// The pairs of an array of `{key, value, disabled}`.
pub fn pairs(list: Option<NodeRef<'_>>) -> impl Iterator<Item = Pair<'_>> {
    list.into_iter().flat_map(NodeRef::elements).filter(|node| node.kind() == Kind::Object).map(|node| Pair {
        node,
        key: node.get("key").and_then(text).unwrap_or_default(),
        value: node.get("value").and_then(text).unwrap_or_default(),
        disabled: node.get("disabled").and_then(NodeRef::as_bool).unwrap_or(false),
    })
}

/// The headers under `node`: an array of pairs, or (v2.0, v1) one string with a line `Name: value` for each.
pub fn headers(node: Option<NodeRef<'_>>) -> Vec<Pair<'_>> {
    match node.and_then(|node| Some((node, node.as_str()?))) {
        Some((node, lines)) => lines
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| Pair {
                node,
                key: Cow::Owned(name.trim().to_owned()),
                value: Cow::Owned(value.trim().to_owned()),
                disabled: name.starts_with("//"),
            })
            .collect(),
        None => pairs(node).collect(),
    }
}

/// A scalar as text; files have numbers and booleans where strings belong.
pub(super) fn text(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        Kind::String => node.as_str(),
        Kind::Number => node.as_number().map(Cow::Borrowed),
        Kind::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
        Kind::Null | Kind::Array | Kind::Object => None,
    }
}

#[cfg(test)]
mod tests {
    use super::headers;
    use crate::document::Document;

    #[test]
    fn debugging_shows_no_value() {
        let document = Document::json("h.json", r#"[{"key": "A", "value": "hunter2"}]"#).unwrap();
        assert_eq!(format!("{:?}", headers(Some(document.root()))), "[Pair(A, 7 bytes)]");
    }

    #[test]
    fn headers_of_both_formats_are_read() {
        let text = r#"[{"key": "A", "value": 1}, {"key": "B", "disabled": true}, null]"#;
        let document = Document::json("h.json", text).unwrap();
        let list = headers(Some(document.root()));
        assert_eq!(list.len(), 2);
        assert_eq!((&*list[0].key, &*list[0].value), ("A", "1"));
        assert!(list[1].disabled);

        let document = Document::json("h.json", r#""A: 1\n//B: x:y\nnonsense\n""#).unwrap();
        let list = headers(Some(document.root()));
        assert_eq!(list.len(), 2);
        assert_eq!(&*list[1].value, "x:y");
        assert!(list[1].disabled);
    }
}
