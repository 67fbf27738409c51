//! Byte offsets to lines and columns.

use super::Span;
use std::fmt;

/// A line and a column, both from 1. Columns count characters (Unicode scalar values).
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

/// The start of every line of one text. It is built once and makes every lookup fast.
///
/// A line ends with `\n`; the `\r` of a `\r\n` belongs to its line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// The number of characters that begin before each [`BLOCK`]-th byte, and in the whole text, so that a lookup at the end of a long line costs
    /// no more than any other.
    characters: Vec<usize>,
}

const BLOCK: usize = 4096;

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        // Counting first avoids the copies of a growing vector.
        let mut starts = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        let mut characters = Vec::with_capacity(text.len() / BLOCK + 2);
        characters.push(0);
        let mut before = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before += count(block);
            characters.push(before);
        }
        Self { starts, characters }
    }

    /// The position of byte `offset` of `text`. An offset after the end counts as the end; a byte-order mark has no column.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let mark = usize::from(start == 0 && text[..offset].starts_with('\u{feff}'));
        Position { line, column: self.before(text, offset) - self.before(text, start) - mark + 1 }
    }

    /// The number of characters that begin before byte `offset`.
    fn before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.characters[block] + count(&text.as_bytes()[block * BLOCK..offset])
    }

    /// The offset of the character at a position. A column after the end of the line counts as the end of the line, a line after the end of the
    /// text as the end of the text.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let Some(&start) = position.line.checked_sub(1).and_then(|line| self.starts.get(line)) else {
            return text.len();
        };
        let skip = position.column.saturating_sub(1) + usize::from(start == 0 && text.starts_with('\u{feff}'));
        let line = text[start..].split('\n').next().unwrap_or_default();
        start + line.char_indices().nth(skip).map_or(line.len(), |(at, _)| at)
    }

    /// The positions of the start and the end of a span.
    pub fn range(&self, text: &str, span: Span) -> (Position, Position) {
        (self.position(text, span.start), self.position(text, span.end))
    }
}

/// The number of characters that begin in `bytes`, which may start and end inside a character.
fn count(bytes: &[u8]) -> usize {
    // The compiler adds sums that fit into a byte many at a time.
    let few = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(byte & 0xc0 != 0x80)).sum::<u8>();
    bytes.chunks(128).map(|chunk| usize::from(few(chunk))).sum()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, LineIndex, Position};

    #[test]
    fn columns_of_a_long_line_are_counted_across_blocks() {
        for text in ["é".repeat(BLOCK), format!("x\n\u{feff}{}", "𝄞a".repeat(BLOCK)), "a".repeat(BLOCK)] {
            let index = LineIndex::new(&text);
            let start = text.find('\n').map_or(0, |at| at + 1);
            for offset in [start, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 3, 2 * BLOCK, text.len()] {
                let offset = text.floor_char_boundary(offset.min(text.len()));
                assert_eq!(index.position(&text, offset).column, text[start..offset].chars().count() + 1, "{offset}");
            }
        }
    }

    #[test]
    fn columns_count_characters_and_skip_a_bom() {
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
