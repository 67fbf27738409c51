//! Syntax errors of JSON, YAML and TOML.

use crate::text::{LineIndex, Position, Span};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;

/// Why a reader stopped: the wrong bytes and a message. Boxed, so that the results of the reader's functions fit in registers.
pub(super) struct Failure(Box<(Span, String)>);

impl Failure {
    #[cold]
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self(Box::new((span, message.into())))
    }

    pub(super) fn into_parts(self) -> (Span, String) {
        *self.0
    }
}

/// A text that is not valid JSON, YAML or TOML. The message never shows the text.
#[derive(Clone)]
pub struct SyntaxError {
    path: Utf8PathBuf,
    text: String,
    span: Span,
    position: Position,
    message: String,
    is_decoded: bool,
}

impl SyntaxError {
    pub(super) fn new(path: Utf8PathBuf, text: String, span: Span, message: String) -> Self {
        let position = LineIndex::new(&text).position(&text, span.start);
        Self { path, text, span, position, message, is_decoded: true }
    }

    /// The error of a file whose bytes are no text from the end of `text` on.
    pub(super) fn undecoded(path: Utf8PathBuf, text: String, message: String) -> Self {
        let end = Span::at(text.len());
        Self { is_decoded: false, ..Self::new(path, text, end, message) }
    }

    /// Whether the bytes of the file could be decoded. Else [`SyntaxError::text`] ends before the first wrong byte.
    pub const fn is_decoded(&self) -> bool {
        self.is_decoded
    }

    /// The path that the caller gave.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The wrong bytes; empty where something is missing.
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The line and the column of the first wrong byte.
    pub const fn position(&self) -> Position {
        self.position
    }

    /// What is wrong, without the location.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The text as far as it could be decoded, so that a report can show the line.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.position, self.message)
    }
}

// Not derived: the text may hold secrets.
impl fmt::Debug for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SyntaxError({self})")
    }
}

impl std::error::Error for SyntaxError {}
