//! Presents a document to the schema engine as its JSON instance: in place, without a copy.

use crate::document::{Elements, Kind, Members, NodeRef};
use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Number, Value as Literal};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// The JSON representation whose nodes are values of a [`Document`](crate::document::Document).
pub(super) struct Spanned;

/// A value of a document, or the name of a member.
#[derive(Clone, Copy)]
pub(super) enum Value<'d> {
    Node(NodeRef<'d>),
    Name(&'d str),
}

impl<'d> Value<'d> {
    fn of_kind(self, kind: Kind) -> Option<NodeRef<'d>> {
        match self {
            Self::Node(node) if node.kind() == kind => Some(node),
            Self::Node(_) | Self::Name(_) => None,
        }
    }
}

impl Json for Spanned {
    type Node<'a> = Value<'a>;
    type PreparedKey = Box<str>;
    type StringBuffer = String;

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut String, string: &str, f: impl FnOnce(Value<'_>) -> T) -> T {
        buffer.clear();
        buffer.push_str(string);
        f(Value::Name(buffer))
    }
}

impl<'d> Node<'d, Spanned> for Value<'d> {
    type Object = Container<'d>;
    type Array = Container<'d>;
    type Number = NumberText<'d>;

    fn as_object(&self) -> Option<Container<'d>> {
        self.of_kind(Kind::Object).map(Container)
    }

    fn as_array(&self) -> Option<Container<'d>> {
        self.of_kind(Kind::Array).map(Container)
    }

    fn as_string(&self) -> Option<Cow<'d, str>> {
        match *self {
            Self::Node(node) => node.as_str(),
            Self::Name(name) => Some(Cow::Borrowed(name)),
        }
    }

    fn as_number(&self) -> Option<NumberText<'d>> {
        match self {
            Self::Node(node) => node.as_number().map(NumberText),
            Self::Name(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Node(node) => node.as_bool(),
            Self::Name(_) => None,
        }
    }

    fn is_null(&self) -> bool {
        self.json_type() == JsonType::Null
    }

    fn json_type(&self) -> JsonType {
        match self {
            Self::Node(node) => match node.kind() {
                Kind::Null => JsonType::Null,
                Kind::Bool(_) => JsonType::Boolean,
                Kind::Number => JsonType::Number,
                Kind::String => JsonType::String,
                Kind::Array => JsonType::Array,
                Kind::Object => JsonType::Object,
            },
            Self::Name(_) => JsonType::String,
        }
    }

    fn equals_value(&self, expected: &Literal) -> bool {
        match self {
            Self::Node(node) => equals_literal(*node, expected),
            Self::Name(name) => expected.as_str() == Some(name),
        }
    }

    // The engine copies the instance into its errors through this method. It gets null instead: errors stay cheap for a large instance, and
    // no text of the document can reach a message. The methods that need the real value are implemented above and below.
    fn to_value(&self) -> Cow<'d, Literal> {
        const NOTHING: &Literal = &Literal::Null;
        Cow::Borrowed(NOTHING)
    }

    fn identity(&self) -> Option<NodeIdentity> {
        match self {
            // One validation reads one document, so the index identifies the node.
            Self::Node(node) => Some(NodeIdentity::new(node.index())),
            Self::Name(_) => None,
        }
    }
}

/// An object or array.
pub(super) struct Container<'d>(NodeRef<'d>);

impl<'d> Object<'d, Spanned> for Container<'d> {
    type Node = Value<'d>;
    type MemberName = Cow<'d, str>;
    type MembersIter = LastOfEach<'d>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, key: &Box<str>) -> Option<Value<'d>> {
        self.0.get(key).map(Value::Node)
    }

    fn members(&self) -> LastOfEach<'d> {
        LastOfEach { members: self.0.members(), superseded: superseded(self.0) }
    }
}

/// The members of an object. Of repeated keys only the last counts, as in a lookup.
pub(super) struct LastOfEach<'d> {
    members: Members<'d>,
    superseded: BTreeSet<usize>,
}

impl<'d> Iterator for LastOfEach<'d> {
    type Item = (Cow<'d, str>, Value<'d>);

    fn next(&mut self) -> Option<Self::Item> {
        let superseded = &self.superseded;
        let (key, value) = self.members.find(|(key, _)| superseded.is_empty() || !superseded.contains(&key.index()))?;
        Some((key.as_str().unwrap_or_default(), Value::Node(value)))
    }
}

/// The indexes of keys that a later member repeats.
fn superseded(object: NodeRef<'_>) -> BTreeSet<usize> {
    // Comparing every pair is faster than hashing up to about this size; real objects have two to ten members.
    const FEW: usize = 24;
    if object.len() > FEW {
        let mut last = HashMap::with_capacity(object.len());
        let keys = object.members().map(|(key, _)| (key.as_str().unwrap_or_default(), key.index()));
        return keys.filter_map(|(key, index)| last.insert(key, index)).collect();
    }
    let mut keys = object.members();
    let mut superseded = BTreeSet::new();
    while let Some((key, _)) = keys.next() {
        let name = key.as_str().unwrap_or_default();
        if keys.clone().any(|(later, _)| later.is_str(&name)) {
            superseded.insert(key.index());
        }
    }
    superseded
}

impl<'d> Array<'d, Spanned> for Container<'d> {
    type Node = Value<'d>;
    type ElementsIter = std::iter::Map<Elements<'d>, fn(NodeRef<'d>) -> Value<'d>>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Self::ElementsIter {
        self.0.elements().map(Value::Node)
    }

    fn is_unique(&self) -> bool {
        let earlier_than = |index| self.0.elements().take(index);
        self.0
            .elements()
            .enumerate()
            .all(|(index, node)| !earlier_than(index).any(|earlier| equal_values(earlier, node)))
    }
}

/// A number literal.
#[derive(Clone, Copy)]
pub(super) struct NumberText<'d>(&'d str);

impl JsonNumber for NumberText<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    // Used in error messages only: like `to_value` it returns no value of the document.
    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(Number::from(0))
    }

    fn is_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E']) || self.as_f64().is_some_and(|number| number.fract() == 0.0)
    }
}

/// Whether a value of a document equals a value of a schema, as JSON Schema defines equality: members in any order, numbers by value.
fn equals_literal(node: NodeRef<'_>, literal: &Literal) -> bool {
    match literal {
        Literal::Null => node.is_null(),
        Literal::Bool(expected) => node.as_bool() == Some(*expected),
        Literal::String(expected) => node.is_str(expected),
        Literal::Number(expected) => {
            node.as_number().is_some_and(|number| equal_numbers(number, &expected.to_string()))
        }
        Literal::Array(expected) => {
            node.kind() == Kind::Array
                && node.len() == expected.len()
                && node.elements().zip(expected).all(|(node, expected)| equals_literal(node, expected))
        }
        Literal::Object(expected) => {
            node.kind() == Kind::Object
                && node.len() == expected.len()
                && expected
                    .iter()
                    .all(|(key, expected)| node.get(key).is_some_and(|node| equals_literal(node, expected)))
        }
    }
}

/// Whether two values of a document are equal, by the same definition.
fn equal_values(left: NodeRef<'_>, right: NodeRef<'_>) -> bool {
    if left.kind() != right.kind() || left.len() != right.len() {
        return false;
    }
    match left.kind() {
        Kind::Null | Kind::Bool(_) => true,
        Kind::Number => match (left.as_number(), right.as_number()) {
            (Some(left), Some(right)) => equal_numbers(left, right),
            _ => false,
        },
        Kind::String => left.as_str() == right.as_str(),
        Kind::Array => left.elements().zip(right.elements()).all(|(left, right)| equal_values(left, right)),
        Kind::Object => left.members().all(|(key, value)| {
            right.get(&key.as_str().unwrap_or_default()).is_some_and(|other| equal_values(value, other))
        }),
    }
}

/// Whether two number literals have the same value.
fn equal_numbers(left: &str, right: &str) -> bool {
    match (left.parse::<i64>(), right.parse::<i64>()) {
        (Ok(left), Ok(right)) => left == right,
        _ => left.parse::<f64>().ok() == right.parse::<f64>().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::{JsonNumber, Node, NumberText, Spanned, Value};
    use crate::document::Document;
    use serde_json::json;

    #[test]
    fn keywords_that_compare_values_read_the_document() {
        let cases = [
            (json!({"const": {"a": [1, "x"]}}), r#"{"a": [1.0, "\u0078"]}"#, true),
            (json!({"const": {"a": [1, "x"]}}), r#"{"a": [1, "y"]}"#, false),
            (json!({"enum": [null, true]}), "true", true),
            (json!({"enum": [null, true]}), "false", false),
            (json!({"uniqueItems": true}), r#"[{"a": 1, "b": 2}, {"b": 2, "a": 2}]"#, true),
            (json!({"uniqueItems": true}), r#"[{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]"#, false),
            (json!({"uniqueItems": true}), "[1, 2, 3, true, null, \"1\"]", true),
            (json!({"propertyNames": {"maxLength": 2, "enum": ["ab", "é"]}}), r#"{"ab": 1, "é": 2}"#, true),
            (json!({"propertyNames": {"const": "ab"}}), r#"{"abc": 1}"#, false),
            (json!({"type": "integer", "minimum": 2}), "2.0", true),
            (json!({"type": "integer"}), "1e2", true),
            (json!({"type": "integer"}), "1.5", false),
            (json!({"minimum": 2}), "1.99", false),
            (json!({"maxLength": 2}), r#""é\u00e9""#, true),
            (json!({"multipleOf": 2}), "18446744073709551616", true),
        ];
        for (schema, text, valid) in cases {
            let validator = jsonschema::options_for::<Spanned>().build(&schema).unwrap();
            let document = Document::json("a.json", text).unwrap();
            assert_eq!(validator.is_valid(Value::Node(document.root())), valid, "{schema} {text}");
        }
    }

    #[test]
    fn errors_hold_no_text_of_the_document() {
        let document = Document::json("a.json", r#"{"key": "confidential"}"#).unwrap();
        assert!(Value::Node(document.root()).to_value().is_null());
        assert_eq!(NumberText("4711").to_number().to_string(), "0");
        let validator = jsonschema::options_for::<Spanned>()
            .build(&json!({"properties": {"key": {"type": "number", "enum": [1], "maxLength": 3}}}))
            .unwrap();
        let errors: Vec<_> = validator.iter_errors(Value::Node(document.root())).collect();
        assert_eq!(errors.len(), 3);
        assert!(!format!("{errors:?}").contains("confidential"));
    }

    #[test]
    fn the_last_of_repeated_keys_counts() {
        let validator = jsonschema::options_for::<Spanned>()
            .build(&json!({"properties": {"a": {"type": "string"}, "b": {}}}))
            .unwrap();
        let many = (0..40).map(|number| format!("\"k{number}\": 0, ")).collect::<Vec<_>>().concat();
        for others in ["", "\"b\": 1, ", &many] {
            let valid = |text: String| {
                let document = Document::json("a.json", text).unwrap();
                validator.is_valid(Value::Node(document.root()))
            };
            assert!(valid(format!(r#"{{"a": 1, {others}"\u0061": "x"}}"#)), "{others}");
            assert!(!valid(format!(r#"{{"a": "x", {others}"a": 1}}"#)), "{others}");
        }
    }
}
