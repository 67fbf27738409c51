//! Byte offsets to lines and columns.

use super::Span;
use std::fmt;

/// A place for people: both numbers start at 1, columns count characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The start of every line of one text: built once, asked many times.
///
/// A line ends with `\n`; the `\r` of a `\r\n` belongs to its line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        Self { starts: std::iter::once(0).chain(newlines.map(|at| at + 1)).collect() }
    }

    /// Where byte `offset` of `text` stands. An offset behind the end counts as the end;
    /// a byte-order mark takes no column.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let before = &text[start..offset];
        let before = if start == 0 { before.trim_start_matches('\u{feff}') } else { before };
        Position { line, column: before.chars().count() + 1 }
    }

    /// Offset of byte 1 of a line and column as [`Position`] counts them; the end of the text when it is shorter.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let Some(&start) = position.line.checked_sub(1).and_then(|line| self.starts.get(line)) else {
            return text.len();
        };
        let skip = position.column.saturating_sub(1) + usize::from(start == 0 && text.starts_with('\u{feff}'));
        let line = &text[start..];
        start + line.char_indices().nth(skip).map_or(line.len(), |(at, _)| at)
    }

    /// First and last position of a span.
    pub fn range(&self, text: &str, span: Span) -> (Position, Position) {
        (self.position(text, span.start), self.position(text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    #[test]
    fn columns_count_characters_and_a_bom_takes_none() {
        let text = "\u{feff}aé𝄞b\r\nx";
        let index = LineIndex::new(text);
        let at = |offset| index.position(text, offset);
        assert_eq!(at(3), Position { line: 1, column: 1 });
        assert_eq!(at(text.find('b').unwrap()), Position { line: 1, column: 4 });
        assert_eq!(at(text.len() - 1), Position { line: 2, column: 1 });
        assert_eq!(at(9_999), Position { line: 2, column: 2 });
        assert_eq!(at(5), at(4), "inside a character counts as its start");
    }

    #[test]
    fn offsets_and_positions_are_inverse() {
        let text = "ab\n\nçd\n";
        let index = LineIndex::new(text);
        for (offset, _) in text.char_indices() {
            assert_eq!(index.offset(text, index.position(text, offset)), offset);
        }
    }
}
