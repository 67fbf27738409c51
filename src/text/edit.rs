//! Edits of a text by byte ranges: every byte outside of them stays as it is. Fixes and redaction apply them.

use super::Span;
use std::fmt;

/// Replaces the bytes `span` with `replacement`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes to remove; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

// Not derived: the replacement may be a secret.
impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({}..{}, {} bytes)", self.span.start, self.span.end, self.replacement.len())
    }
}

/// Why a set of edits cannot be applied.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditError {
    /// Two edits cover the same byte.
    #[error("two edits overlap at byte {0}")]
    Overlap(usize),
    /// A span ends after the end of the text or inside a character.
    #[error("the edit at byte {0} does not begin and end at characters of the text")]
    OutOfBounds(usize),
}

/// Applies `edits`, in any order, to `text`. Every byte outside their spans is kept.
///
/// # Errors
/// When two edits overlap, or a span does not begin and end at characters of the text.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> Result<String, EditError> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in &edits {
        if edit.span.start < done {
            return Err(EditError::Overlap(edit.span.start));
        }
        let kept = text.get(done..edit.span.start);
        let replaced = text.get(edit.span.range());
        let (Some(kept), Some(_)) = (kept, replaced) else {
            return Err(EditError::OutOfBounds(edit.span.start));
        };
        out.push_str(kept);
        out.push_str(&edit.replacement);
        done = edit.span.end;
    }
    out.push_str(&text[done..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Edit, EditError, apply};

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: (start..end).into(), replacement: replacement.to_owned() }
    }

    #[test]
    fn only_the_bytes_of_the_edits_change() {
        let edits = vec![edit(6, 6, "!"), edit(0, 1, "xyz"), edit(2, 3, "")];
        assert_eq!(apply("abcdef", edits).unwrap(), "xyzbdef!");
    }

    #[test]
    fn debugging_shows_no_replacement() {
        assert_eq!(format!("{:?}", edit(2, 3, "hunter2")), "Edit(2..3, 7 bytes)");
    }

    #[test]
    fn overlaps_and_split_characters_are_refused() {
        assert_eq!(apply("abc", vec![edit(0, 2, ""), edit(1, 3, "")]), Err(EditError::Overlap(1)));
        assert_eq!(apply("é", vec![edit(1, 2, "")]), Err(EditError::OutOfBounds(1)));
        assert_eq!(apply("a", vec![edit(0, 9, "")]), Err(EditError::OutOfBounds(0)));
        assert_eq!(apply("a", vec![edit(1, 0, "")]), Err(EditError::OutOfBounds(1)));
    }
}
