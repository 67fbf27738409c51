//! Builds v2.1 values from one file of the source and records the origin of each.

use super::origin_map::{OriginMap, SourceOrigin};
use crate::document::{Document, Pointer};
use crate::source::request::{AuthType, KeyValue, KeyValues, RequestAuth};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Builds v2.1 values from one file of the source.
pub(super) struct ValueBuilder<'o> {
    /// The file.
    pub(super) document: &'o Arc<Document>,
    /// The origins recorded so far.
    pub(super) origins: &'o mut OriginMap,
}

impl ValueBuilder<'_> {
    /// Records that the value at the pointer `at` of the data comes from `source` in the file.
    pub(super) fn record(&mut self, at: Pointer, source: Pointer) {
        self.origins.insert(at, self.origin(source));
    }

    /// Returns the origin of a value that is made from `source` in the file.
    pub(super) fn origin(&self, source: Pointer) -> SourceOrigin {
        SourceOrigin::Value(Arc::clone(self.document), source)
    }

    /// Builds an array of entries. `build` makes one entry, to which description and `disabled` are added.
    pub(super) fn entries<V>(
        &mut self,
        at: &Pointer,
        entries: &KeyValues<V>,
        source: &Pointer,
        build: impl Fn(&KeyValue<V>) -> Value,
    ) -> Value {
        let list = entries.iter().enumerate().map(|(index, entry)| {
            self.record(at.clone().index(index), entries.pointer(source.clone(), index));
            let mut value = build(entry);
            if let Some(object) = value.as_object_mut() {
                insert_remarks(object, entry.description.as_deref(), entry.disabled);
            }
            value
        });
        list.collect()
    }

    /// Builds an `auth` object. `None` for `inherit`, which the v2.1 format does not write.
    pub(super) fn auth(&mut self, at: Pointer, auth: &RequestAuth, source: Pointer) -> Option<Value> {
        let name = auth.kind.name();
        if auth.kind == AuthType::Inherit {
            return None;
        }
        let credentials =
            self.entries(&at.clone().key(name), &auth.credentials, &source.clone().key("credentials"), |entry| {
                let kind = match &entry.value {
                    Value::Bool(_) => "boolean",
                    Value::String(_) => "string",
                    _ => "any",
                };
                json!({"key": entry.key, "value": entry.value, "type": kind})
            });
        self.record(at, source);
        let mut object = Map::from_iter([("type".to_owned(), json!(name))]);
        if auth.kind != AuthType::NoAuth {
            object.insert(name.to_owned(), credentials);
        }
        Some(Value::Object(object))
    }
}

/// Adds `description` and `disabled` to an object, if they are set.
pub(super) fn insert_remarks(object: &mut Map<String, Value>, description: Option<&str>, disabled: bool) {
    if let Some(description) = description {
        object.insert("description".to_owned(), description.into());
    }
    if disabled {
        object.insert("disabled".to_owned(), true.into());
    }
}

/// Builds a header or form field of the type `text`.
pub(super) fn text_entry(entry: &KeyValue<String>) -> Value {
    json!({"key": entry.key, "value": entry.value, "type": "text"})
}

/// Builds an entry without a type: a path variable or response header.
pub(super) fn plain_entry(entry: &KeyValue<String>) -> Value {
    json!({"key": entry.key, "value": entry.value})
}
