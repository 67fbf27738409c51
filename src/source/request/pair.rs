//! Headers, query parameters, path variables, fields: a mapping, or a list where more is to be said.

use crate::document::Pointer;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A key with its value.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair<V> {
    /// The key.
    pub key: String,
    /// The value.
    pub value: V,
    /// What it is for: Markdown.
    pub description: Option<String>,
    /// Whether it is switched off.
    #[serde(default)]
    pub disabled: bool,
}

/// Pairs in their order, written as a mapping or as a list.
#[derive(Clone)]
pub struct Pairs<V> {
    pairs: Vec<Pair<V>>,
    mapping: bool,
}

impl<V> Pairs<V> {
    /// All pairs in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Pair<V>> {
        self.pairs.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Where pair `index` stands in its document, when these pairs stand at `at`. Of a mapping this is the value itself; of a
    /// list it is the object with `key` and `value`. An index behind the last pair gives `at`.
    pub fn pointer(&self, at: Pointer, index: usize) -> Pointer {
        match self.pairs.get(index) {
            Some(pair) if self.mapping => at.key(&pair.key),
            Some(_) => at.index(index),
            None => at,
        }
    }
}

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self { pairs: Vec::new(), mapping: false }
    }
}

impl<'p, V> IntoIterator for &'p Pairs<V> {
    type Item = &'p Pair<V>;
    type IntoIter = std::slice::Iter<'p, Pair<V>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Either<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping, or a list of `key` and `value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or_default());
                while let Some((key, value)) = map.next_entry()? {
                    pairs.push(Pair { key, value, description: None, disabled: false });
                }
                Ok(Pairs { pairs, mapping: true })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::with_capacity(list.size_hint().unwrap_or_default());
                while let Some(pair) = list.next_element()? {
                    pairs.push(pair);
                }
                Ok(Pairs { pairs, mapping: false })
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}
