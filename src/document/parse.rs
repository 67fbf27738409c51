//! The document: its text, the arena that one of the three readers made of it, and its lines.

use super::arena::{Arena, fits};
use super::derived::Derivation;
use super::error::Failure;
use super::path::Parents;
use super::{NodeRef, SyntaxError, json, toml, yaml};
use crate::text::{LineIndex, Position, Span};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;
use std::sync::OnceLock;

/// A parsed text with the span of every key and value, or a document that [`DocumentBuilder`](super::DocumentBuilder) made of values of others.
#[derive(Clone)]
pub struct Document {
    path: Utf8PathBuf,
    text: String,
    arena: Arena,
    lines: OnceLock<LineIndex>,
    parents: OnceLock<Parents>,
    /// Where the values come from, if the document was made of values of others. Its own text is empty then.
    derivation: Option<Box<Derivation>>,
}

impl Document {
    /// Parses JSON (RFC 8259; a byte-order mark is accepted). Errors and findings name the file by `path`.
    ///
    /// # Errors
    /// When `text` is not UTF-8, not JSON, nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH), or larger than 4 GiB.
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
        let text = Self::decode(&path, bytes)?;
        match read(&text) {
            Ok(arena) => Ok(Self::with(path, text, arena, None)),
            Err(failure) => {
                let (span, message) = failure.into_parts();
                Err(SyntaxError::new(path, text, span, message))
            }
        }
    }

    /// A document whose values come from other documents.
    pub(super) const fn derived(path: Utf8PathBuf, arena: Arena, derivation: Box<Derivation>) -> Self {
        Self::with(path, String::new(), arena, Some(derivation))
    }

    const fn with(path: Utf8PathBuf, text: String, arena: Arena, derivation: Option<Box<Derivation>>) -> Self {
        Self { path, text, arena, lines: OnceLock::new(), parents: OnceLock::new(), derivation }
    }

    fn decode(path: &Utf8Path, bytes: Vec<u8>) -> Result<String, SyntaxError> {
        let refuse = |bytes: &[u8], at: usize, message: &str| {
            let text = String::from_utf8_lossy(&bytes[..at]).into_owned();
            Err(SyntaxError::new(path.to_owned(), text, Span::at(at), message.to_owned()))
        };
        if !fits(bytes.len()) {
            return refuse(&bytes, 0, "the file is larger than 4 GiB");
        }
        if matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff] | [0, _] | [_, 0])) {
            return refuse(&bytes, 0, "the text is UTF-16 or UTF-32; save it as UTF-8");
        }
        String::from_utf8(bytes).or_else(|error| {
            let at = error.utf8_error().valid_up_to();
            refuse(error.as_bytes(), at, "a byte here is not UTF-8; save the file as UTF-8")
        })
    }

    /// The path by which errors and findings name the file.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The whole text, byte-order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost value of the document.
    pub fn root(&self) -> NodeRef<'_> {
        NodeRef::new(self, 0)
    }

    /// The first document that the values come from; none when the document was read from a text.
    pub fn derived_from(&self) -> Option<&Self> {
        self.derivation.as_ref()?.first_source()
    }

    /// The line and the column of a byte.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The index of the lines, built on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Builds the indexes of lines and parents now. Without this call the first finding builds them; call it on a free thread.
    pub fn prepare_positions(&self) {
        self.lines();
        self.parents();
    }

    pub(super) fn parents(&self) -> &Parents {
        self.parents.get_or_init(|| Parents::of(&self.arena))
    }

    #[inline]
    pub(super) fn derivation(&self) -> Option<&Derivation> {
        self.derivation.as_deref()
    }

    #[inline]
    pub(super) const fn arena(&self) -> &Arena {
        &self.arena
    }
}

// Not derived: the text may hold secrets.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({}, {} bytes)", self.path, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, NodeRef, fits};

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

    #[test]
    fn errors_name_other_encodings() {
        for bytes in [&b"\xff\xfe{\0}\0"[..], b"\xfe\xff\0{\0}", b"{\0}\0", b"\0{\0}", b"\0\0\xfe\xff"] {
            assert!(Document::json("a.json", bytes).unwrap_err().message().contains("UTF-16"), "{bytes:?}");
        }
        let error = Document::yaml("a.yaml", &b"a: b\nc: \xe9"[..]).unwrap_err();
        assert_eq!(error.to_string(), "a.yaml:2:4: a byte here is not UTF-8; save the file as UTF-8");
    }
}
