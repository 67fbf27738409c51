//! Documents made of values of other documents. `postman` translates files of other formats to the format v2.1 with them.

use super::arena::{Arena, Text};
use super::{Document, Kind, NodeRef, SubstringSpans};
use camino::Utf8PathBuf;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Marks a text that is not a part of the string that it comes from.
const NO_PART: u32 = u32::MAX;

/// Where a value of a derived document comes from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// The number of the document in [`Derivation::sources`].
    source: u32,
    /// The number of the value in it.
    node: u32,
    /// For a string: where it begins in the decoded text of that value, or [`NO_PART`].
    offset: u32,
}

/// Where the values of a derived document come from.
#[derive(Clone)]
pub(super) struct Derivation {
    sources: Vec<Document>,
    /// One for each node.
    origins: Vec<Origin>,
}

impl Derivation {
    /// The first document that the values come from.
    pub(super) fn first_source(&self) -> Option<&Document> {
        self.sources.first()
    }

    /// The document that the value `index` comes from.
    pub(super) fn source(&self, index: usize) -> &Document {
        &self.sources[self.origins[index].source as usize]
    }

    /// The value that the value `index` comes from.
    pub(super) fn origin(&self, index: usize) -> NodeRef<'_> {
        NodeRef::new(self.source(index), self.origins[index].node as usize)
    }

    /// Where the string `index` begins in the string that it comes from; none when it is not a part of it.
    pub(super) fn offset(&self, index: usize) -> Option<usize> {
        Some(self.origins[index].offset).filter(|offset| *offset != NO_PART).map(|offset| offset as usize)
    }
}

/// Builds a document from values of other documents. Each value keeps the place where it was written: [`NodeRef::document`], [`NodeRef::span`] and
/// [`NodeRef::pointer`] of the result name that place.
///
/// Every method takes the value that the new value stands for. Values belong to the array or object that was begun last.
pub struct DocumentBuilder<'s> {
    sources: Vec<&'s Document>,
    /// The number of each document in `sources`, by its address.
    numbers: HashMap<*const Document, u32>,
    arena: Arena,
    origins: Vec<Origin>,
    /// The arrays and objects that are begun: their handles, and how many values each holds.
    open: Vec<(usize, usize)>,
}

impl<'s> DocumentBuilder<'s> {
    /// Makes a document that is one object. `path` is its name where it has to be named as a whole; `fill` adds the keys and values.
    pub fn document(path: impl Into<Utf8PathBuf>, at: NodeRef<'s>, fill: impl FnOnce(&mut Self)) -> Document {
        let mut builder = Self {
            sources: Vec::new(),
            numbers: HashMap::new(),
            arena: Arena::with_capacity(0),
            origins: Vec::new(),
            open: Vec::new(),
        };
        builder.object(at, fill);
        let sources = builder.sources.into_iter().cloned().collect();
        Document::derived(path.into(), builder.arena, Derivation { sources, origins: builder.origins })
    }

    /// Adds an object; `fill` adds its keys and values.
    pub fn object(&mut self, at: NodeRef<'s>, fill: impl FnOnce(&mut Self)) {
        self.begin(Kind::Object, at);
        fill(self);
        self.end(at);
    }

    /// Adds an array; `fill` adds its elements.
    pub fn array(&mut self, at: NodeRef<'s>, fill: impl FnOnce(&mut Self)) {
        self.begin(Kind::Array, at);
        fill(self);
        self.end(at);
    }

    /// Adds the key of the next value of an object.
    pub fn key(&mut self, at: NodeRef<'s>, name: &str) {
        self.origin(at, None);
        self.arena.kept(Kind::String, at.span(), name);
    }

    /// Adds a string that is written differently at `at`, or not at all.
    pub fn string(&mut self, at: NodeRef<'s>, text: &str) {
        self.count();
        self.origin(at, None);
        self.arena.kept(Kind::String, at.span(), text);
    }

    /// Adds the part `range` of the decoded text of the string `at` as a string.
    pub fn part(&mut self, at: NodeRef<'s>, range: Range<usize>) {
        let text = at.as_str().unwrap_or_default();
        let Some(part) = text.get(range.clone()) else { return self.string(at, "") };
        self.count();
        self.origin(at, Some(range.start));
        self.arena.kept(Kind::String, at.part(range.clone()), part);
    }

    /// Adds parts of one string, each as a string. It decodes the string once.
    pub fn parts(&mut self, at: NodeRef<'s>, ranges: impl IntoIterator<Item = Range<usize>>) {
        let text = at.as_str().unwrap_or_default();
        let spans = SubstringSpans::of(at);
        for range in ranges {
            let Some(part) = text.get(range.clone()) else { continue };
            self.count();
            self.origin(at, Some(range.start));
            self.arena.kept(Kind::String, spans.span(range), part);
        }
    }

    /// Adds a key, and a copy of its value.
    pub fn member(&mut self, name: &str, value: NodeRef<'s>) {
        self.key(value, name);
        self.copy(value);
    }

    /// Adds a key with a string that is written differently at `at`, or not at all.
    pub fn text_member(&mut self, name: &str, at: NodeRef<'s>, text: &str) {
        self.key(at, name);
        self.string(at, text);
    }

    /// Adds a number, written as in JSON.
    pub fn number(&mut self, at: NodeRef<'s>, text: &str) {
        self.count();
        self.origin(at, None);
        self.arena.kept(Kind::Number, at.span(), text);
    }

    /// Adds `true` or `false`.
    pub fn boolean(&mut self, at: NodeRef<'s>, value: bool) {
        self.count();
        self.origin(at, None);
        self.arena.leaf(Kind::Bool(value), Text::Plain, at.span());
    }

    /// Adds `null`.
    pub fn null(&mut self, at: NodeRef<'s>) {
        self.count();
        self.origin(at, None);
        self.arena.leaf(Kind::Null, Text::Plain, at.span());
    }

    /// Adds a copy of a whole value.
    pub fn copy(&mut self, node: NodeRef<'s>) {
        self.count();
        // Each element: a value to copy, or the end of an array or object. No recursion: a file may be nested 512 deep.
        let mut pending = vec![Step::Value(node)];
        while let Some(step) = pending.pop() {
            match step {
                Step::Key(key) => self.key(key, &key.as_str().unwrap_or_default()),
                Step::End(node) => self.end(node),
                Step::Value(node) => match node.kind() {
                    Kind::String => {
                        self.origin(node, Some(0));
                        self.arena.kept(Kind::String, node.span(), node.as_str().unwrap_or_default());
                    }
                    Kind::Number => {
                        self.origin(node, None);
                        self.arena.kept(Kind::Number, node.span(), node.as_number().unwrap_or_default());
                    }
                    Kind::Array | Kind::Object => {
                        self.open(node.kind(), node);
                        if let Some((_, count)) = self.open.last_mut() {
                            *count = node.len();
                        }
                        pending.push(Step::End(node));
                        let from = pending.len();
                        pending.extend(node.elements().map(Step::Value));
                        pending.extend(node.members().flat_map(|(key, value)| [Step::Key(key), Step::Value(value)]));
                        pending[from..].reverse();
                    }
                    kind => {
                        self.origin(node, None);
                        self.arena.leaf(kind, Text::Plain, node.span());
                    }
                },
            }
        }
    }

    fn begin(&mut self, kind: Kind, at: NodeRef<'s>) {
        self.count();
        self.open(kind, at);
    }

    fn open(&mut self, kind: Kind, at: NodeRef<'s>) {
        self.origin(at, None);
        let handle = self.arena.open(kind, at.span().start);
        self.open.push((handle, 0));
    }

    fn end(&mut self, at: NodeRef<'s>) {
        if let Some((handle, count)) = self.open.pop() {
            self.arena.close(handle, at.span().end, count);
        }
    }

    /// Counts one more value in the array or object that was begun last.
    fn count(&mut self) {
        if let Some((_, count)) = self.open.last_mut() {
            *count += 1;
        }
    }

    /// Notes where the next node comes from.
    #[expect(clippy::cast_possible_truncation, reason = "documents are smaller than 4 GiB")]
    fn origin(&mut self, at: NodeRef<'s>, offset: Option<usize>) {
        // A value of a derived document stands for the one that it comes from.
        let offset = offset.zip(at.origin_offset()).map(|(offset, base)| base + offset);
        let at = at.origin();
        let document = at.document();
        let number = *self.numbers.entry(std::ptr::from_ref(document)).or_insert_with(|| {
            self.sources.push(document);
            self.sources.len() as u32 - 1
        });
        let offset = offset.map_or(NO_PART, |offset| offset as u32);
        self.origins.push(Origin { source: number, node: at.index() as u32, offset });
    }
}

/// Parses the text of the string `outer` as JSON. The values of the result are at their bytes in the file of `outer`, with the pointer of `outer`. `None`
/// when it is not a string, or when its text is not a JSON object or array.
#[expect(clippy::cast_possible_truncation, reason = "documents are smaller than 4 GiB")]
pub fn embedded(outer: NodeRef<'_>) -> Option<Document> {
    let text = outer.as_str()?;
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let inner = Document::json("", text.as_bytes()).ok()?;
    let spans = SubstringSpans::of(outer);
    let value = |index: usize| NodeRef::new(&inner, index);
    let kept = |index: usize| {
        let text = value(index).as_str().map(Cow::into_owned).or_else(|| value(index).as_number().map(str::to_owned));
        text.map(String::into_boxed_str)
    };
    let arena = inner.arena().mapped(|span| spans.span(span.range()), kept);
    let base = outer.origin_offset();
    let origin = |index: usize| {
        // A string without escapes of its own is a part of the outer one.
        let is_part = value(index).string_text() == Some(Text::Plain);
        let offset = base.filter(|_| is_part).map_or(NO_PART, |base| (base + value(index).span().start + 1) as u32);
        Origin { source: 0, node: outer.origin().index() as u32, offset }
    };
    let origins = (0..inner.arena().len()).map(origin).collect();
    let derivation = Derivation { sources: vec![outer.document().clone()], origins };
    Some(Document::derived(outer.document().path().to_owned(), arena, derivation))
}

/// What [`DocumentBuilder::copy`] does next.
enum Step<'s> {
    Key(NodeRef<'s>),
    Value(NodeRef<'s>),
    End(NodeRef<'s>),
}

#[cfg(test)]
mod tests {
    use super::{DocumentBuilder, embedded};
    use crate::document::{Document, print};

    #[test]
    fn values_keep_their_places_and_print_as_json() {
        let yaml = Document::yaml("a.yaml", "name: Me\nheaders:\n  - key: A\n    value: \"b\\tc\"\n").unwrap();
        let json = Document::json("b.json", r#"{"headers": "A: 1\nB: 2", "deep": [1, {"x": null}]}"#).unwrap();
        let headers = json.root().get("headers").unwrap();
        let derived = DocumentBuilder::document("c", yaml.root(), |builder| {
            builder.key(yaml.root(), "name");
            builder.copy(yaml.root().get("name").unwrap());
            builder.key(headers, "header");
            builder.array(headers, |builder| builder.part(headers, 5..9));
            builder.key(headers, "deep");
            builder.copy(json.root().get("deep").unwrap());
        });
        let root = derived.root();
        assert_eq!(
            print(root).replace(['\t', '\n'], ""),
            r#"{"name": "Me","header": ["B: 2"],"deep": [1,{"x": null}]}"#
        );
        let part = root.at("/header/0").unwrap();
        assert_eq!((part.document().path().as_str(), part.pointer().as_str()), ("b.json", "/headers"));
        assert_eq!(&json.text()[part.span().range()], "B: 2");
        assert_eq!(&json.text()[part.part(3..4).range()], "2");
        assert_eq!(root.at("/name").unwrap().source(), "Me");
        let deep = root.at("/deep/1/x").unwrap();
        assert_eq!((deep.pointer().as_str(), deep.source()), ("/deep/1/x", "null"));
        assert!(root.at("/header").unwrap().len() == 1 && root.len() == 3);
    }

    #[test]
    fn json_in_a_string_has_the_bytes_of_the_file() {
        let text = r#"{"a": "[{\"token\": \"x\\ty\", \"n\": [1, {}]}, \"é\u00e9!\"]", "b": "no JSON", "c": "{"}"#;
        let json = Document::json("a.json", text).unwrap();
        let inner = embedded(json.root().get("a").unwrap()).unwrap();
        let token = inner.root().at("/0/token").unwrap();
        assert_eq!((token.as_str().as_deref(), token.source()), (Some("x\ty"), r#"\"x\\ty\""#));
        assert_eq!((token.pointer().as_str(), token.part(0..1)), ("/a", token.span()));
        let last = inner.root().element(1).unwrap();
        assert_eq!(&text[last.part(2..4).range()], r"\u00e9");
        assert_eq!(inner.root().at("/0/n").unwrap().source(), "[1, {}]");
        assert!(embedded(json.root().get("b").unwrap()).is_none() && embedded(json.root().get("c").unwrap()).is_none());
    }

    #[test]
    fn a_part_behind_an_escape_has_the_bytes_of_the_file() {
        let json = Document::json("b.json", r#"["A:\t1\nB: 2"]"#).unwrap();
        let text = json.root().element(0).unwrap();
        let derived = DocumentBuilder::document("c", json.root(), |builder| {
            builder.key(text, "value");
            builder.part(text, 3..6);
        });
        // A document may be derived from a derived one.
        let again = DocumentBuilder::document("d", derived.root(), |builder| {
            builder.key(derived.root(), "value");
            builder.part(derived.root().get("value").unwrap(), 2..3);
        });
        assert_eq!(derived.root().get("value").unwrap().source(), r"1\nB");
        assert_eq!(again.root().get("value").unwrap().source(), "B");
    }
}
