//! A range of bytes in a file.

use std::ops::Range;

/// A half-open range of bytes of a file: `start..end`. A byte-order mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`.
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether it shares a byte with one of `others`, which are sorted and do not overlap.
    pub fn overlaps_any(self, others: &[Self]) -> bool {
        let before = others.partition_point(|other| other.start < self.end);
        before.checked_sub(1).is_some_and(|last| others[last].end > self.start)
    }

    /// The same as a standard range, to slice a text with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn spans_overlap_where_they_share_a_byte() {
        let others = [Span::new(2, 4), Span::new(8, 9)];
        let overlaps = |start, end| Span::new(start, end).overlaps_any(&others);
        assert!(overlaps(3, 4) && overlaps(0, 3) && overlaps(5, 20) && overlaps(8, 9));
        assert!(!overlaps(0, 2) && !overlaps(4, 8) && !overlaps(9, 12) && !Span::new(0, 9).overlaps_any(&[]));
    }

    #[test]
    fn a_reversed_span_is_empty_instead_of_overflowing() {
        assert_eq!(Span::new(5, 2).len(), 0);
        assert!(Span::new(5, 2).is_empty());
    }
}
