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

/// Counts of the lines and characters of one text. It is built once and makes every lookup fast.
///
/// A line ends with `\n`; the `\r` of a `\r\n` belongs to its line.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// One mark for each [`BLOCK`]-th byte, and one for the end. A mark for each line would take eight bytes for a line of one.
    marks: Vec<Mark>,
}

const BLOCK: usize = 4096;

/// What lies before a block.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    /// The number of line breaks.
    breaks: usize,
    /// The number of characters that begin.
    characters: usize,
    /// The start of the line that goes on in the block, so that a lookup at the end of a long line costs no more than any other.
    line_start: usize,
}

impl LineIndex {
    /// Counts the lines and characters of `text`.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut mark = Mark::default();
        marks.push(mark);
        for (number, block) in text.as_bytes().chunks(BLOCK).enumerate() {
            mark.breaks += count_breaks(block);
            mark.characters += count_characters(block);
            mark.line_start = memchr::memrchr(b'\n', block).map_or(mark.line_start, |at| number * BLOCK + at + 1);
            marks.push(mark);
        }
        Self { marks }
    }

    /// The position of byte `offset` of `text`. An offset after the end counts as the end; a byte-order mark has no column.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset.min(text.len()));
        let (mark, before) = self.before(text, offset);
        let start = memchr::memrchr(b'\n', before).map_or(mark.line_start, |at| offset - before.len() + at + 1);
        let bom = usize::from(start == 0 && text[..offset].starts_with('\u{feff}'));
        Position {
            line: mark.breaks + count_breaks(before) + 1,
            column: self.characters(text, offset) - self.characters(text, start) - bom + 1,
        }
    }

    /// The number of characters that begin before byte `offset`.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let (mark, before) = self.before(text, offset);
        mark.characters + count_characters(before)
    }

    /// The last mark before byte `offset`, and the bytes between them.
    fn before<'t>(&self, text: &'t str, offset: usize) -> (Mark, &'t [u8]) {
        let block = offset / BLOCK;
        (self.marks[block], &text.as_bytes()[block * BLOCK..offset])
    }

    /// The offset of the character at a position. A column after the end of the line counts as the end of the line, a line after the end of the
    /// text as the end of the text.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let Some(start) = position.line.checked_sub(1).and_then(|breaks| self.start(text, breaks)) else {
            return text.len();
        };
        let skip = position.column.saturating_sub(1) + usize::from(start == 0 && text.starts_with('\u{feff}'));
        let line = text[start..].split('\n').next().unwrap_or_default();
        start + line.char_indices().nth(skip).map_or(line.len(), |(at, _)| at)
    }

    /// The start of the line that has `breaks` line breaks before it; none where the text has fewer.
    fn start(&self, text: &str, breaks: usize) -> Option<usize> {
        let Some(last) = breaks.checked_sub(1) else { return Some(0) };
        let block = self.marks.partition_point(|mark| mark.breaks <= last) - 1;
        let from = block * BLOCK;
        let rest = text.as_bytes().get(from..)?;
        let at = memchr::memchr_iter(b'\n', rest).nth(last - self.marks[block].breaks)?;
        Some(from + at + 1)
    }

    /// The positions of the start and the end of a span.
    pub fn range(&self, text: &str, span: Span) -> (Position, Position) {
        (self.position(text, span.start), self.position(text, span.end))
    }
}

/// The number of characters that begin in `bytes`, which may start and end inside a character.
fn count_characters(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte & 0xc0 != 0x80)
}

fn count_breaks(bytes: &[u8]) -> usize {
    count(bytes, |byte| byte == b'\n')
}

fn count(bytes: &[u8], is_counted: impl Fn(u8) -> bool) -> usize {
    // The compiler adds sums that fit into a byte many at a time.
    let few = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(is_counted(byte))).sum::<u8>();
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
        let long = "ab\n\nçd\n".repeat(BLOCK / 3);
        for text in ["ab\n\nçd\n", "", "\n", &"\n".repeat(BLOCK), &"\n".repeat(BLOCK + 1), &long] {
            let index = LineIndex::new(text);
            let lines: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            for (number, &start) in lines.iter().enumerate().step_by(1 + lines.len() / 500) {
                let position = Position { line: number + 1, column: 1 };
                assert_eq!((index.position(text, start), index.offset(text, position)), (position, start));
            }
            for (offset, _) in text.char_indices().step_by(1 + text.len() / 500) {
                assert_eq!(index.offset(text, index.position(text, offset)), offset);
            }
            assert_eq!(index.offset(text, Position { line: lines.len() + 1, column: 1 }), text.len());
            assert_eq!(index.offset(text, Position { line: 0, column: 1 }), text.len());
        }
    }
}
