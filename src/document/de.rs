//! Typed reading: a serde `Deserializer` over the arena, whose errors have a location.

use super::data_error::{DataError, one_of};
use super::{Document, Kind, NodeRef};
use serde::de::value::{CowStrDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer as _, Visitor};
use serde::forward_to_deserialize_any;

impl Document {
    /// Reads the whole document as a `T`.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DataError> {
        self.root().read()
    }
}

impl NodeRef<'_> {
    /// Reads this value as a `T`. A key that occurs twice in an object is an error.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, DataError> {
        T::deserialize(self).map_err(|error| error.at(self))
    }

    fn visit_number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DataError> {
        let text = self.as_number().unwrap_or_default();
        if let Ok(value) = text.parse::<u64>() {
            visitor.visit_u64(value)
        } else if let Ok(value) = text.parse::<i64>() {
            visitor.visit_i64(value)
        } else {
            match text.parse::<f64>() {
                Ok(value) if value.is_finite() => visitor.visit_f64(value),
                _ => Err(de::Error::custom("this number is too large")),
            }
        }
    }
}

impl<'de> de::Deserializer<'de> for NodeRef<'_> {
    type Error = DataError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DataError> {
        let result = match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(value),
            Kind::Number => self.visit_number(visitor),
            Kind::String => visitor.visit_str(&self.as_str().unwrap_or_default()),
            Kind::Array => visitor.visit_seq(ElementAccess(self.elements())),
            Kind::Object => visitor.visit_map(MemberAccess::new(self)),
        };
        result.map_err(|error: DataError| error.at(self))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DataError> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DataError> {
        let Some(text) = self.as_str() else {
            let error: DataError = de::Error::custom(format!("expected {}", one_of(variants)));
            return Err(error.at(self));
        };
        let variant: StrDeserializer<'_, DataError> = (*text).into_deserializer();
        variant.deserialize_enum(name, variants, visitor).map_err(|error| error.at(self))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DataError> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct ElementAccess<'d>(super::Elements<'d>);

impl<'de> de::SeqAccess<'de> for ElementAccess<'_> {
    type Error = DataError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DataError> {
        let Some(node) = self.0.next() else { return Ok(None) };
        seed.deserialize(node).map(Some).map_err(|error| error.at(node))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct MemberAccess<'d> {
    members: super::Members<'d>,
    value: Option<NodeRef<'d>>,
    seen: std::collections::HashSet<String>,
}

impl<'d> MemberAccess<'d> {
    fn new(object: NodeRef<'d>) -> Self {
        Self { members: object.members(), value: None, seen: std::collections::HashSet::new() }
    }
}

impl<'de> de::MapAccess<'de> for MemberAccess<'_> {
    type Error = DataError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DataError> {
        let Some((key, value)) = self.members.next() else { return Ok(None) };
        self.value = Some(value);
        let name = key.as_str().unwrap_or_default();
        if !self.seen.insert(name.clone().into_owned()) {
            let error: DataError = de::Error::custom(format!("the key `{name}` occurs twice"));
            return Err(error.at(key));
        }
        seed.deserialize(CowStrDeserializer::new(name)).map(Some).map_err(|error: DataError| error.at(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, DataError> {
        let Some(node) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(node).map_err(|error: DataError| error.at(node))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Document;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Request {
        method: Method,
        #[serde(default)]
        query_params: Vec<Param>,
        order: Option<u32>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "UPPERCASE")]
    enum Method {
        Get,
        Post,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Param {
        key: String,
        value: Option<String>,
    }

    fn error(text: &str) -> String {
        Document::yaml("r.yaml", text).unwrap().read::<Request>().unwrap_err().to_string()
    }

    #[test]
    fn reads_typed_values() {
        let document =
            Document::yaml("r.yaml", "method: GET\nqueryParams:\n  - key: a\n    value: '1'\norder: 3\n").unwrap();
        let request: Request = document.read().unwrap();
        assert_eq!(request.order, Some(3));
        assert_eq!(request.query_params[0].value.as_deref(), Some("1"));
    }

    #[test]
    fn errors_name_the_innermost_value_and_the_fix() {
        assert_eq!(error("metod: GET\n"), "r.yaml:1:1: unknown key `metod`; did you mean `method`?");
        assert_eq!(
            error("method: GET\nzzz: 1\n"),
            "r.yaml:2:1: unknown key `zzz`; known here: method, queryParams, order"
        );
        assert_eq!(error("method: PUT\n"), "r.yaml:1:9: expected `GET` or `POST`");
        assert_eq!(
            error("method: GET\nqueryParams:\n  - key: a\n    value: [1]\n"),
            "r.yaml:4:12: expected a text, found a list"
        );
        assert_eq!(error("method: GET\nqueryParams:\n  - value: a\n"), "r.yaml:3:5: the key `key` is missing");
        assert_eq!(error("order: 1\n"), "r.yaml:1:1: the key `method` is missing");
        assert_eq!(error("method: GET\nmethod: GET\n"), "r.yaml:2:1: the key `method` occurs twice");
        assert_eq!(error("method: GET\norder: -1\n"), "r.yaml:2:8: expected a whole number, not negative");
    }

    #[test]
    fn messages_show_no_value() {
        let shown = error("method: GET\nqueryParams: hunter2-secret\n");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
