//! Headers, query parameters, path variables and form fields: a mapping, or a list of entries with descriptions.

use crate::document::Pointer;
use crate::source::shapes::{self, Shapes};
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserializer, MapAccess, SeqAccess};

/// A key with its value.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyValue<V> {
    /// The key.
    pub key: String,
    /// The value.
    pub value: V,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether it is disabled.
    #[serde(default)]
    pub disabled: bool,
}

/// Keys with values in their order, written as a mapping or as a list.
#[derive(Clone)]
pub struct KeyValues<V> {
    entries: Vec<KeyValue<V>>,
    mapping: bool,
}

impl<V> KeyValues<V> {
    /// Iterates over the entries in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, KeyValue<V>> {
        self.entries.iter()
    }

    /// Counts the entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the pointer to entry `index`, given the pointer `at` to all entries: in a mapping to the value, in a list to the object with
    /// `key` and `value`. An index past the end gives `at`.
    pub fn pointer(&self, at: Pointer, index: usize) -> Pointer {
        match self.entries.get(index) {
            Some(entry) if self.mapping => at.key(&entry.key),
            Some(_) => at.index(index),
            None => at,
        }
    }
}

impl<V> Default for KeyValues<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), mapping: false }
    }
}

impl<'p, V> IntoIterator for &'p KeyValues<V> {
    type Item = &'p KeyValue<V>;
    type IntoIter = std::slice::Iter<'p, KeyValue<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de, V: Deserialize<'de>> Shapes<'de> for KeyValues<V> {
    const EXPECTED: &'static str = "a mapping, or a list of `key` and `value`";

    fn from_mapping<A: MapAccess<'de>>(mut mapping: A) -> Result<Self, A::Error> {
        let mut entries = Vec::with_capacity(mapping.size_hint().unwrap_or_default());
        while let Some((key, value)) = mapping.next_entry()? {
            entries.push(KeyValue { key, value, description: None, disabled: false });
        }
        Ok(Self { entries, mapping: true })
    }

    fn from_list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        let entries = Vec::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(Self { entries, mapping: false })
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for KeyValues<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shapes::deserialize(deserializer)
    }
}
