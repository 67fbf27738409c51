//! Where a finding is: in the user's file, and in the file that `build` made.

use crate::document::{Document, NodeRef, Pointer};
use crate::text::{LineIndex, Position, Span};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt;

/// How many characters of a commit's hash are shown.
const SHORT_HASH: usize = 10;

/// A span of a file, with line, column, pointer and breadcrumb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The file, as the user named it; a member of an archive is `a.zip!/member`.
    pub path: Utf8PathBuf,
    /// The commit that the file is read from: its full hash. None for a file on disk.
    pub commit: Option<String>,
    /// The bytes of the value.
    pub span: Span,
    /// Line and column of the first byte.
    pub start: Position,
    /// Line and column after the last byte.
    pub end: Position,
    /// The JSON pointer of the value. None in a text that could not be parsed.
    pub pointer: Option<Pointer>,
    /// The names that lead to the value, as Postman shows them: `Auth / Get token / header 2`. In Postman's own files only.
    pub breadcrumb: Option<String>,
}

impl Location {
    /// The location of a value, or of a key (its pointer then names the member).
    pub fn of(node: NodeRef<'_>) -> Self {
        Self::of_span(node.document(), node.span()).pointer(node.pointer())
    }

    /// The location of a span of a document, without a pointer.
    pub fn of_span(document: &Document, span: Span) -> Self {
        Self::with(document.path(), document.lines(), document.text(), span)
    }

    /// The location of a span of any text.
    pub fn in_text(path: &Utf8Path, text: &str, span: Span) -> Self {
        Self::with(path, &LineIndex::new(text), text, span)
    }

    fn with(path: &Utf8Path, lines: &LineIndex, text: &str, span: Span) -> Self {
        let (start, end) = lines.range(text, span);
        Self { path: path.to_owned(), commit: None, span, start, end, pointer: None, breadcrumb: None }
    }

    /// Adds a pointer.
    #[must_use]
    pub fn pointer(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// Adds a breadcrumb.
    #[must_use]
    pub fn breadcrumb(mut self, breadcrumb: Option<String>) -> Self {
        self.breadcrumb = breadcrumb;
        self
    }
}

impl fmt::Display for Location {
    /// `path:line:column`, and before it `commit:` with the first characters of the hash: `git show` takes the part before the line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(commit) = &self.commit {
            write!(f, "{}:", &commit[..commit.len().min(SHORT_HASH)])?;
        }
        write!(f, "{}:{}", self.path, self.start)
    }
}

/// A value in a file that `build` made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// Name of the file in the output folder.
    pub file: String,
    /// The value in it.
    pub pointer: Pointer,
}

impl fmt::Display for Output {
    /// `file#pointer`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}
