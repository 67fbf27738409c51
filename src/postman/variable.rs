//! Declared variables of a collection, an environment or the globals.

use super::description;
use super::file_kind::wrapped;
use super::pair;
use crate::document::NodeRef;
use std::borrow::Cow;

/// A declared variable.
#[derive(Debug, Clone, Copy)]
pub struct Variable<'d>(NodeRef<'d>);

impl<'d> Variable<'d> {
    pub(super) const fn new(node: NodeRef<'d>) -> Self {
        Self(node)
    }

    /// The variables in the list `values` or `variable`.
    pub fn list(list: Option<NodeRef<'d>>) -> impl Iterator<Item = Self> + use<'d> {
        list.into_iter().flat_map(NodeRef::elements).map(Self)
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The name: `key`, or (collection variables) `id`.
    pub fn key(self) -> Option<Cow<'d, str>> {
        self.key_node()?.as_str()
    }

    /// The value that holds the name.
    pub fn key_node(self) -> Option<NodeRef<'d>> {
        self.0.get("key").or_else(|| self.0.get("id"))
    }

    /// The value as text; none when it is missing, null, a list or an object.
    pub fn value(self) -> Option<Cow<'d, str>> {
        self.0.get("value").and_then(pair::text)
    }

    /// The description.
    pub fn description(self) -> Option<Cow<'d, str>> {
        description(self.0)
    }

    /// Whether the type is `secret`: Postman masks the value on the screen and exports it in clear.
    pub fn is_secret(self) -> bool {
        self.0.get("type").is_some_and(|kind| kind.is_str("secret"))
    }

    /// Whether it is enabled: neither `enabled: false` nor `disabled: true`.
    pub fn is_enabled(self) -> bool {
        let is = |key, value| self.0.get(key).and_then(NodeRef::as_bool) == Some(value);
        !is("enabled", false) && !is("disabled", true)
    }
}

/// An environment or the globals.
#[derive(Debug, Clone, Copy)]
pub struct Environment<'d>(NodeRef<'d>);

impl<'d> Environment<'d> {
    /// Reads `root`, or the environment that a response of Postman's API wraps (`{"environment": {...}}`); a missing part reads as empty.
    pub fn new(root: NodeRef<'d>) -> Self {
        Self(wrapped(root, "environment").unwrap_or(root))
    }

    /// The value.
    pub const fn node(self) -> NodeRef<'d> {
        self.0
    }

    /// The name.
    pub fn name(self) -> Option<Cow<'d, str>> {
        self.0.get("name")?.as_str()
    }

    /// The variables.
    pub fn variables(self) -> impl Iterator<Item = Variable<'d>> {
        self.0.get("values").into_iter().flat_map(NodeRef::elements).map(Variable)
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;
    use crate::document::Document;

    #[test]
    fn old_and_new_values_are_read() {
        let text = r#"{"name": "e", "values": [{"key": "a", "value": 5, "type": "any"},
            {"key": "b", "value": "", "type": "secret", "enabled": false}, {"key": "c", "value": null}]}"#;
        let document = Document::json("e.json", text).unwrap();
        let variables: Vec<_> = Environment::new(document.root()).variables().collect();
        assert_eq!(variables[0].value().as_deref(), Some("5"));
        assert!(variables[1].is_secret() && !variables[1].is_enabled());
        assert!(variables[2].value().is_none() && variables[2].is_enabled());
    }

    #[test]
    fn only_a_lone_object_is_a_wrapped_environment() {
        for (text, name) in [
            (r#"{"environment": {"name": "inner"}}"#, "inner"),
            (r#"{"name": "outer", "environment": {"name": "inner"}}"#, "outer"),
        ] {
            let document = Document::json("e.json", text).unwrap();
            assert_eq!(Environment::new(document.root()).name().as_deref(), Some(name), "{text}");
        }
    }
}
