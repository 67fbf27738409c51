//! The handle on one value of a document.

use super::arena::{Node, Text, tag};
use super::{Document, Kind, Pointer, decode};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// Up to this number of keys, each is compared with each.
const FEW: usize = 16;

/// One value of a [`Document`]: two words, copied freely.
#[derive(Clone, Copy)]
pub struct NodeRef<'d> {
    document: &'d Document,
    index: usize,
}

impl<'d> NodeRef<'d> {
    pub(super) const fn new(document: &'d Document, index: usize) -> Self {
        Self { document, index }
    }

    #[inline]
    fn node(self) -> Node {
        self.document.arena().node(self.index)
    }

    /// The document in which the value is written. In a derived document this is the one that the value comes from.
    #[inline]
    pub fn document(self) -> &'d Document {
        match self.document.derivation() {
            None => self.document,
            Some(derivation) => derivation.source(self.index),
        }
    }

    /// Whether the value belongs to a document that was made of values of others, by [`DocumentBuilder`](super::DocumentBuilder).
    pub fn is_derived(self) -> bool {
        self.document.derivation().is_some()
    }

    /// The document that holds the value, whether it was derived or read.
    pub(super) const fn holder(self) -> &'d Document {
        self.document
    }

    /// The value that this one comes from; itself, unless its document is derived.
    #[must_use]
    pub fn origin(self) -> Self {
        self.document.derivation().map_or(self, |derivation| derivation.origin(self.index))
    }

    /// Where this string begins in the text of its origin; none when it is not a part of it.
    pub(super) fn origin_offset(self) -> Option<usize> {
        self.document.derivation().map_or(Some(0), |derivation| derivation.offset(self.index))
    }

    /// The number of the value in reading order: unique in the document that holds it, and stable.
    pub const fn index(self) -> usize {
        self.index
    }

    /// The type.
    #[inline]
    pub fn kind(self) -> Kind {
        self.node().kind()
    }

    /// The bytes of the value in the file, quotes and brackets included. An expanded YAML alias has the bytes of its anchor.
    pub fn span(self) -> Span {
        self.node().span()
    }

    /// The text as written, quotes and brackets included.
    pub fn source(self) -> &'d str {
        &self.document().text()[self.span().range()]
    }

    /// The decoded text of a string. A lone surrogate escape becomes U+FFFD.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        let node = self.node();
        (node.kind() == Kind::String).then(|| match node.text() {
            Text::Plain => Cow::Borrowed(self.inner()),
            Text::Escaped => Cow::Owned(decode::unescape(self.inner())),
            Text::Kept => Cow::Borrowed(self.document.arena().kept_text(self.index)),
        })
    }

    /// Where the node has the characters of a string; none for any other value.
    pub(super) fn string_text(self) -> Option<Text> {
        let node = self.node();
        (node.kind() == Kind::String).then(|| node.text())
    }

    /// Whether it is the string `expected`.
    pub fn is_str(self, expected: &str) -> bool {
        self.is_tagged(expected, tag(expected.as_bytes()))
    }

    /// [`Self::is_str`] for a text whose tag is known.
    #[inline]
    fn is_tagged(self, expected: &str, tag: u32) -> bool {
        let node = self.node();
        if node.tag() != 0 && node.tag() != tag {
            return false;
        }
        node.kind() == Kind::String
            && match node.text() {
                // A string without escapes has the length of its text and two quotes.
                Text::Plain => node.span().len() == expected.len() + 2 && self.inner() == expected,
                Text::Escaped => decode::unescape(self.inner()) == expected,
                Text::Kept => self.document.arena().kept_text(self.index) == expected,
            }
    }

    /// The bytes of a string between its quotes.
    fn inner(self) -> &'d str {
        let span = self.span();
        &self.document.text()[span.start + 1..span.end - 1]
    }

    /// The text of a number, in JSON's notation.
    pub fn as_number(self) -> Option<&'d str> {
        let node = self.node();
        (node.kind() == Kind::Number).then(|| match node.text() {
            Text::Kept => self.document.arena().kept_text(self.index),
            Text::Plain | Text::Escaped => self.source(),
        })
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// The number of elements or members; 0 for a scalar.
    pub fn len(self) -> usize {
        self.node().count()
    }

    /// Whether it has no elements or members.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The elements of an array; none for any other value.
    pub fn elements(self) -> Elements<'d> {
        let left = if self.kind() == Kind::Array { self.len() } else { 0 };
        Elements { document: self.document, index: self.index + 1, left }
    }

    /// The members of an object in their order, duplicates included; none for any other value.
    pub fn members(self) -> Members<'d> {
        let left = if self.kind() == Kind::Object { self.len() } else { 0 };
        Members { document: self.document, index: self.index + 1, left }
    }

    /// The value of the member `key`; of duplicates the last one, as in JavaScript.
    pub fn get(self, key: &str) -> Option<Self> {
        self.member(key).map(|(_, value)| value)
    }

    /// The key and the value of the member `key`; of duplicates the last one, as in JavaScript.
    pub fn member(self, key: &str) -> Option<(Self, Self)> {
        let tag = tag(key.as_bytes());
        self.members().filter(|(name, _)| name.is_tagged(key, tag)).last()
    }

    /// The element `index` of an array, from 0.
    pub fn element(self, index: usize) -> Option<Self> {
        self.elements().nth(index)
    }

    /// The value below this one at a JSON pointer (RFC 6901).
    pub fn at(self, pointer: &str) -> Option<Self> {
        Pointer::parse(pointer)?.tokens().try_fold(self, |node, token| match node.kind() {
            Kind::Object => node.get(&token),
            Kind::Array if token == "0" || !token.starts_with(['0', '+']) => node.element(token.parse().ok()?),
            _ => None,
        })
    }

    /// This value and all values below it, in reading order, without the keys.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        let mut pending = vec![self];
        std::iter::from_fn(move || {
            let node = pending.pop()?;
            let from = pending.len();
            pending.extend(node.elements());
            pending.extend(node.members().map(|(_, value)| value));
            pending[from..].reverse();
            Some(node)
        })
    }

    /// The keys of this value and of all values below it that repeat an earlier key of the same object: `(first, repeated)`.
    pub fn duplicate_keys(self) -> Vec<(Self, Self)> {
        let mut duplicates = Vec::new();
        let mut keys = Vec::new();
        for object in self.descendants().filter(|node| node.kind() == Kind::Object && node.len() > 1) {
            keys.clear();
            keys.extend(object.members().map(|(key, _)| key));
            // Most objects are small, and most keys differ in length or in the first character: comparing is faster than hashing.
            if keys.len() <= FEW && keys.iter().all(|key| key.string_text() == Some(Text::Plain)) {
                for (index, key) in keys.iter().enumerate().skip(1) {
                    let written = key.inner();
                    if let Some(first) = keys[..index].iter().find(|first| first.inner() == written) {
                        duplicates.push((*first, *key));
                    }
                }
                continue;
            }
            let mut seen = HashMap::with_capacity(keys.len());
            for key in &keys {
                let first = *seen.entry(key.as_str().unwrap_or_default()).or_insert(*key);
                if first.index != key.index {
                    duplicates.push((first, *key));
                }
            }
        }
        duplicates
    }
}

impl PartialEq for NodeRef<'_> {
    /// Whether both are the same value of the same document.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.index == other.index
    }
}

impl Eq for NodeRef<'_> {}

// Not derived: the value may be a secret.
impl fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}:{}", self.kind().name(), self.document().path(), self.pointer())
    }
}

/// An iterator over the elements of an array.
#[derive(Debug, Clone)]
pub struct Elements<'d> {
    document: &'d Document,
    index: usize,
    left: usize,
}

impl<'d> Iterator for Elements<'d> {
    type Item = NodeRef<'d>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let node = NodeRef::new(self.document, self.index);
        self.index = node.node().next();
        Some(node)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Elements<'_> {}

/// An iterator over the members of an object: the key, which is a string node, and the value.
#[derive(Debug, Clone)]
pub struct Members<'d> {
    document: &'d Document,
    index: usize,
    left: usize,
}

impl<'d> Iterator for Members<'d> {
    type Item = (NodeRef<'d>, NodeRef<'d>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let key = NodeRef::new(self.document, self.index);
        let value = NodeRef::new(self.document, self.index + 1);
        self.index = value.node().next();
        Some((key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Members<'_> {}
