//! The document: its text, the arena that one of the three readers made of it, and its lines.

use super::arena::Arena;
use super::derived::Derivation;
use super::encoding::{self, DecodeError, Encoding};
use super::error::Failure;
use super::path::Parents;
use super::{NodeRef, SyntaxError, json, toml, yaml};
use crate::text::{LineIndex, Position};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A parsed text with the span of every key and value, or a document that [`DocumentBuilder`](super::DocumentBuilder) made of values of others.
///
/// A clone shares all of it.
#[derive(Clone)]
pub struct Document(Arc<Content>);

/// What a document holds.
struct Content {
    path: Utf8PathBuf,
    text: String,
    encoding: Encoding,
    arena: Arena,
    lines: OnceLock<LineIndex>,
    parents: OnceLock<Parents>,
    /// Where the values come from, if the document was made of values of others. Its own text is empty then.
    derivation: Option<Derivation>,
}

impl Document {
    /// Parses JSON (RFC 8259; a byte-order mark is accepted). Errors and findings name the file by `path`.
    ///
    /// # Errors
    /// When `text` is neither UTF-8 nor UTF-16, not JSON, nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH), or larger than 4 GiB.
    pub fn json(path: impl Into<Utf8PathBuf>, text: impl Into<Vec<u8>>) -> Result<Self, SyntaxError> {
        Self::parse(path.into(), text.into(), json::read)
    }

    /// Parses one YAML document (YAML 1.2, core schema). Aliases are expanded.
    ///
    /// # Errors
    /// As [`Document::json`], and for merge keys, tags and a second document.
    pub fn yaml(path: impl Into<Utf8PathBuf>, text: impl Into<Vec<u8>>) -> Result<Self, SyntaxError> {
        Self::parse(path.into(), text.into(), yaml::read)
    }

    /// Parses TOML. Dates become strings.
    ///
    /// # Errors
    /// As [`Document::json`].
    pub fn toml(path: impl Into<Utf8PathBuf>, text: impl Into<Vec<u8>>) -> Result<Self, SyntaxError> {
        Self::parse(path.into(), text.into(), toml::read)
    }

    fn parse(path: Utf8PathBuf, bytes: Vec<u8>, read: fn(&str) -> Result<Arena, Failure>) -> Result<Self, SyntaxError> {
        let (text, encoding) = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err(DecodeError { text, message }) => {
                return Err(SyntaxError::undecoded(path, text, message.to_owned()));
            }
        };
        match read(&text) {
            Ok(arena) => Ok(Self::with(path, text, encoding, arena, None)),
            Err(failure) => {
                let (span, message) = failure.into_parts();
                Err(SyntaxError::new(path, text, span, message))
            }
        }
    }

    /// A document whose values come from other documents.
    pub(super) fn derived(path: Utf8PathBuf, arena: Arena, derivation: Derivation) -> Self {
        Self::with(path, String::new(), Encoding::Utf8, arena, Some(derivation))
    }

    fn with(path: Utf8PathBuf, text: String, encoding: Encoding, arena: Arena, derivation: Option<Derivation>) -> Self {
        let (lines, parents) = (OnceLock::new(), OnceLock::new());
        Self(Arc::new(Content { path, text, encoding, arena, lines, parents, derivation }))
    }

    /// The path by which errors and findings name the file.
    pub fn path(&self) -> &Utf8Path {
        &self.0.path
    }

    /// Whether the name of the file is that of a YAML file.
    pub fn is_yaml(&self) -> bool {
        matches!(self.0.path.extension(), Some("yaml" | "yml"))
    }

    /// The whole text, byte-order mark included.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The encoding of the file. [`Document::text`] and all spans are those of the decoded text, in UTF-8.
    pub fn encoding(&self) -> Encoding {
        self.0.encoding
    }

    /// The outermost value of the document.
    pub fn root(&self) -> NodeRef<'_> {
        NodeRef::new(self, 0)
    }

    /// The first document that the values come from; none when the document was read from a text.
    pub fn derived_from(&self) -> Option<&Self> {
        self.0.derivation.as_ref()?.first_source()
    }

    /// The line and the column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.0.text, offset)
    }

    /// The index of the lines, built on first use.
    pub fn lines(&self) -> &LineIndex {
        self.0.lines.get_or_init(|| LineIndex::new(&self.0.text))
    }

    /// Builds the indexes of lines and parents now. Without this call the first finding builds them; call it on a free thread.
    pub fn prepare_positions(&self) {
        self.lines();
        self.parents();
    }

    pub(super) fn parents(&self) -> &Parents {
        self.0.parents.get_or_init(|| Parents::of(&self.0.arena))
    }

    #[inline]
    pub(super) fn derivation(&self) -> Option<&Derivation> {
        self.0.derivation.as_ref()
    }

    #[inline]
    pub(super) fn arena(&self) -> &Arena {
        &self.0.arena
    }
}

// Not derived: the text may hold secrets.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({}, {} bytes)", self.0.path, self.0.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::arena::fits;
    use super::{Document, NodeRef};

    #[test]
    fn four_gibibytes_do_not_fit() {
        assert!(fits((1 << 32) - 1));
        assert!(!fits(1 << 32));
    }

    #[test]
    fn debugging_shows_no_value() {
        let document = Document::json("a.json", r#"[{"key": "hunter2"}]"#).unwrap();
        let root = document.root();
        let shown = format!("{document:?} {root:?} {:?} {:?}", root.elements(), root.at("/0").map(NodeRef::members));
        assert!(shown.starts_with("Document(a.json, 20 bytes)"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
        // The arena has a copy of a YAML text.
        let document = Document::yaml("a.yaml", "key: hunter2").unwrap();
        assert!(!format!("{document:?}").contains("hunter2"));
    }
}
