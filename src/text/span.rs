//! A range of bytes.

use std::ops::Range;

/// A half-open range of bytes of a file: `start..end`. A byte-order mark counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
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

    /// How many bytes it covers.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it covers no byte.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether it shares bytes with any of `others`, which are in order and apart.
    pub fn meets(self, others: &[Self]) -> bool {
        let before = others.partition_point(|other| other.start < self.end);
        before.checked_sub(1).is_some_and(|last| others[last].end > self.start)
    }

    /// The same as a standard range, for slicing.
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
    fn spans_meet_where_they_share_a_byte() {
        let others = [Span::new(2, 4), Span::new(8, 9)];
        let meets = |start, end| Span::new(start, end).meets(&others);
        assert!(meets(3, 4) && meets(0, 3) && meets(5, 20) && meets(8, 9));
        assert!(!meets(0, 2) && !meets(4, 8) && !meets(9, 12) && !Span::new(0, 9).meets(&[]));
    }

    #[test]
    fn a_reversed_span_is_empty_instead_of_overflowing() {
        assert_eq!(Span::new(5, 2).len(), 0);
        assert!(Span::new(5, 2).is_empty());
    }
}
