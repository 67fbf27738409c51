//! The arena of a document: one vector of nodes in reading order. The three readers fill it.

use crate::text::Span;

/// Deepest nesting of arrays and objects that the readers accept. A collection has about two levels for each folder.
pub const MAX_DEPTH: usize = 512;

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number. The document keeps it as text.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// The JSON Schema name of the type.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// Where a node has the characters of its string or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// In the file, as the span (for a string: between its quotes).
    Plain,
    /// In the file, with JSON escapes.
    Escaped,
    /// In [`Arena::texts`], because a YAML or TOML string is not a slice of its file.
    Kept,
}

/// A value or an object key, in 16 bytes. Its children follow it in reading order; in an object each value follows its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    start: u32,
    end: u32,
    /// The index after the last descendant.
    next: u32,
    /// Bits 0-2: the kind. Bits 3-4: the [`Text`]. Bits 5-31: the number of elements or members, or the [`tag`] of a plain key.
    meta: u32,
}

const COUNT_SHIFT: u32 = 5;
/// Most elements or members of one value.
pub(super) const MAX_COUNT: usize = (u32::MAX >> COUNT_SHIFT) as usize;

impl Node {
    pub(super) fn new(kind: Kind, text: Text, span: Span) -> Self {
        let kind = match kind {
            Kind::Null => 0,
            Kind::Bool(false) => 1,
            Kind::Bool(true) => 2,
            Kind::Number => 3,
            Kind::String => 4,
            Kind::Array => 5,
            Kind::Object => 6,
        };
        let text = match text {
            Text::Plain => 0,
            Text::Escaped => 1,
            Text::Kept => 2,
        };
        Self { start: narrow(span.start), end: narrow(span.end), next: 0, meta: kind | text << 3 }
    }

    #[inline]
    pub(super) const fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    #[inline]
    pub(super) const fn kind(self) -> Kind {
        match self.meta & 7 {
            0 => Kind::Null,
            1 => Kind::Bool(false),
            2 => Kind::Bool(true),
            3 => Kind::Number,
            4 => Kind::String,
            5 => Kind::Array,
            _ => Kind::Object,
        }
    }

    #[inline]
    pub(super) const fn text(self) -> Text {
        match (self.meta >> 3) & 3 {
            0 => Text::Plain,
            1 => Text::Escaped,
            _ => Text::Kept,
        }
    }

    #[inline]
    pub(super) const fn count(self) -> usize {
        match self.kind() {
            Kind::Array | Kind::Object => (self.meta >> COUNT_SHIFT) as usize,
            _ => 0,
        }
    }

    /// The [`tag`] of a key without escapes; 0 for any other node.
    #[inline]
    pub(super) const fn tag(self) -> u32 {
        match self.kind() {
            Kind::String => self.meta >> COUNT_SHIFT,
            _ => 0,
        }
    }

    #[inline]
    pub(super) const fn next(self) -> usize {
        self.next as usize
    }
}

/// A short hash of a key, by which most comparisons end without a look at the text. It is 0 only for the empty key.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "five bits are kept")]
pub(super) const fn tag(key: &[u8]) -> u32 {
    if key.is_empty() {
        return 0;
    }
    let (first, middle, last) = (key[0] & 127, key[key.len() / 2] & 127, key[key.len() - 1] & 127);
    let length = (key.len() & 31) as u32 | 32;
    length << 21 | (first as u32) << 14 | (middle as u32) << 7 | last as u32
}

/// Whether the arena can hold every offset of a text of `length` bytes, and the index of every node in it.
pub(super) fn fits(length: usize) -> bool {
    u32::try_from(length).is_ok()
}

/// The offset in 32 bits. The readers refuse texts that do not fit.
#[expect(clippy::cast_possible_truncation, reason = "`fits` bounds every offset")]
const fn narrow(offset: usize) -> u32 {
    offset as u32
}

/// The values of one text, in reading order.
#[derive(Clone, Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
    /// The texts of [`Text::Kept`] nodes by node index, ascending.
    texts: Vec<(u32, Box<str>)>,
}

impl Arena {
    /// An empty arena with room for the nodes of a text of `bytes` bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        // Real exports have one node for every 20 to 40 bytes.
        Self { nodes: Vec::with_capacity(bytes / 24 + 4), texts: Vec::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a value without children, or an object key.
    #[inline]
    pub(super) fn leaf(&mut self, kind: Kind, text: Text, span: Span) {
        let mut node = Node::new(kind, text, span);
        node.next = narrow(self.nodes.len() + 1);
        self.nodes.push(node);
    }

    /// Marks the last leaf as the key `key`, if it has no escapes.
    #[inline]
    pub(super) fn tag_last(&mut self, key: &[u8]) {
        if let Some(node) = self.nodes.last_mut().filter(|node| node.text() == Text::Plain) {
            node.meta |= tag(key) << COUNT_SHIFT;
        }
    }

    /// Adds a string or number whose characters are not a slice of the file.
    pub(super) fn kept(&mut self, kind: Kind, span: Span, text: impl Into<Box<str>>) {
        self.texts.push((narrow(self.nodes.len()), text.into()));
        self.leaf(kind, Text::Kept, span);
    }

    /// Begins an array or object and returns its handle for [`Arena::close`].
    #[inline]
    pub(super) fn open(&mut self, kind: Kind, start: usize) -> usize {
        self.nodes.push(Node::new(kind, Text::Plain, Span::at(start)));
        self.nodes.len() - 1
    }

    /// Ends the array or object `handle`; `count` is at most [`MAX_COUNT`].
    #[inline]
    pub(super) fn close(&mut self, handle: usize, end: usize, count: usize) {
        let next = narrow(self.nodes.len());
        let node = &mut self.nodes[handle];
        node.end = narrow(end);
        node.next = next;
        node.meta |= narrow(count) << COUNT_SHIFT;
    }

    /// The number of bytes of kept text of the nodes `from..to`.
    pub(super) fn kept_bytes(&self, from: usize, to: usize) -> usize {
        self.kept_range(from, to).iter().map(|(_, text)| text.len()).sum()
    }

    fn kept_range(&self, from: usize, to: usize) -> &[(u32, Box<str>)] {
        let index = |border: usize| self.texts.partition_point(|&(node, _)| (node as usize) < border);
        &self.texts[index(from)..index(to)]
    }

    /// Appends a copy of the finished nodes `from..to` (a YAML alias).
    pub(super) fn repeat(&mut self, from: usize, to: usize) {
        let shift = narrow(self.nodes.len() - from);
        for index in from..to {
            let mut node = self.nodes[index];
            node.next += shift;
            self.nodes.push(node);
        }
        let kept = self.kept_range(from, to).iter();
        let copies: Vec<_> = kept.map(|(node, text)| (node + shift, text.clone())).collect();
        self.texts.extend(copies);
    }

    /// A copy of all nodes, each with the span that `span` gives it and, for a string or number, with the text that `text` gives the node of that index.
    pub(super) fn mapped(&self, span: impl Fn(Span) -> Span, text: impl Fn(usize) -> Option<Box<str>>) -> Self {
        let mut mapped = Self { nodes: Vec::with_capacity(self.nodes.len()), texts: Vec::new() };
        for (index, node) in self.nodes.iter().enumerate() {
            let moved = span(node.span());
            let kept = text(index);
            let kind = if kept.is_some() { Text::Kept } else { Text::Plain };
            let count = if node.count() > 0 { node.meta >> COUNT_SHIFT << COUNT_SHIFT } else { 0 };
            let mut copy = Node::new(node.kind(), kind, moved);
            copy.next = node.next;
            copy.meta |= count;
            mapped.nodes.push(copy);
            mapped.texts.extend(kept.map(|kept| (narrow(index), kept)));
        }
        mapped
    }

    #[inline]
    pub(super) fn node(&self, index: usize) -> Node {
        self.nodes[index]
    }

    /// The kept text of node `index`.
    pub(super) fn kept_text(&self, index: usize) -> &str {
        self.texts.binary_search_by_key(&narrow(index), |&(node, _)| node).map_or("", |found| &self.texts[found].1)
    }
}
