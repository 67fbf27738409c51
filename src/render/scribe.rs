//! Making values while noting where each comes from.

use super::origin::{Origin, Origins};
use crate::document::{Document, Pointer};
use crate::source::request::{Auth, AuthType, Pair, Pairs};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Makes v2.1 values from one file of the source.
pub(super) struct Scribe<'o> {
    /// The file.
    pub(super) document: &'o Arc<Document>,
    /// What is noted, by the pointer in the data.
    pub(super) origins: &'o mut Origins,
}

impl Scribe<'_> {
    /// Notes that the value `at` the data comes from `source` in the file.
    pub(super) fn note(&mut self, at: Pointer, source: Pointer) {
        self.origins.insert(at, self.origin(source));
    }

    /// The origin of what was made from `source` in the file.
    pub(super) fn origin(&self, source: Pointer) -> Origin {
        Origin::Value(Arc::clone(self.document), source)
    }

    /// An array of pairs; `make` writes the form of one, to which description and `disabled` are added.
    pub(super) fn pairs<V>(
        &mut self,
        at: &Pointer,
        pairs: &Pairs<V>,
        source: &Pointer,
        make: impl Fn(&Pair<V>) -> Value,
    ) -> Value {
        let list = pairs.iter().enumerate().map(|(index, pair)| {
            self.note(at.clone().index(index), pairs.pointer(source.clone(), index));
            let mut value = make(pair);
            if let Some(object) = value.as_object_mut() {
                remark(object, pair.description.as_deref(), pair.disabled);
            }
            value
        });
        list.collect()
    }

    /// An auth block. `None` for "as the folder above", which v2.1 says by silence.
    pub(super) fn auth(&mut self, at: Pointer, auth: &Auth, source: Pointer) -> Option<Value> {
        let name = auth.kind.name();
        if auth.kind == AuthType::Inherit {
            return None;
        }
        let credentials =
            self.pairs(&at.clone().key(name), &auth.credentials, &source.clone().key("credentials"), |pair| {
                let kind = match &pair.value {
                    Value::Bool(_) => "boolean",
                    Value::String(_) => "string",
                    _ => "any",
                };
                json!({"key": pair.key, "value": pair.value, "type": kind})
            });
        self.note(at, source);
        let mut made = Map::from_iter([("type".to_owned(), json!(name))]);
        if auth.kind != AuthType::NoAuth {
            made.insert(name.to_owned(), credentials);
        }
        Some(Value::Object(made))
    }
}

/// Adds the description and `disabled` to an object that has a place for them.
pub(super) fn remark(object: &mut Map<String, Value>, description: Option<&str>, disabled: bool) {
    if let Some(description) = description {
        object.insert("description".to_owned(), description.into());
    }
    if disabled {
        object.insert("disabled".to_owned(), true.into());
    }
}

/// A header or form field with its text.
pub(super) fn text_pair(pair: &Pair<String>) -> Value {
    json!({"key": pair.key, "value": pair.value, "type": "text"})
}

/// A path variable, response header or the like.
pub(super) fn bare_pair(pair: &Pair<String>) -> Value {
    json!({"key": pair.key, "value": pair.value})
}
