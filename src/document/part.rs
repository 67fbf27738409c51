//! From a part of a decoded string back to the bytes of the file.

use super::NodeRef;
use super::arena::Text;
use super::decode;
use crate::text::Span;
use std::ops::Range;

/// Decoded bytes between two marks of [`Parts`].
const STRIDE: usize = 4096;

/// The way back from a long string with escapes to its bytes: many parts of it cost no more than one.
pub struct Parts<'d> {
    node: NodeRef<'d>,
    /// Every [`STRIDE`] decoded bytes or a little more: how many were decoded, and from how many bytes.
    marks: Vec<(usize, usize)>,
}

impl<'d> Parts<'d> {
    /// Of the string `node`.
    pub fn of(node: NodeRef<'d>) -> Self {
        let marks = match node.text_form() {
            Some(Text::Escaped) => decode::marks(&node.source()[1..node.span().len() - 1], STRIDE),
            _ => Vec::new(),
        };
        Self { node, marks }
    }

    /// The same as [`NodeRef::part`].
    pub fn span(&self, range: Range<usize>) -> Span {
        let mark = |at: usize| {
            let behind = self.marks.partition_point(|(decoded, _)| *decoded <= at);
            behind.checked_sub(1).map_or((0, 0), |index| self.marks[index])
        };
        let (start, end) = (mark(range.start), mark(range.end.saturating_sub(1)));
        self.node.part_from(range, start, end)
    }
}

impl<'d> NodeRef<'d> {
    /// The bytes between the quotes of a JSON string, with its escapes, and the offset in the file of the first of them. None for
    /// anything else, and for a YAML or TOML string that is no slice of its file.
    pub fn written(self) -> Option<(&'d str, usize)> {
        let span = self.span();
        match self.text_form() {
            Some(Text::Plain | Text::Escaped) => Some((&self.source()[1..span.len() - 1], span.start + 1)),
            Some(Text::Kept) | None => None,
        }
    }

    /// The bytes of the file that the part `range` of this string's decoded characters was read from: of a part that an escape
    /// stands for, the whole escape. What lies behind the string's end counts as its end. A YAML or TOML string that is no
    /// slice of its file, and anything that is no string, gives the span of the whole value.
    pub fn part(self, range: Range<usize>) -> Span {
        self.part_from(range, (0, 0), (0, 0))
    }

    /// The same, reading on from two places that are known: how much is decoded before each, and from how many bytes.
    fn part_from(self, range: Range<usize>, first: (usize, usize), last: (usize, usize)) -> Span {
        let span = self.span();
        match self.text_form() {
            Some(Text::Plain) => {
                let offset = |at: usize| span.start + 1 + at.min(span.len().saturating_sub(2));
                Span::new(offset(range.start), offset(range.end))
            }
            Some(Text::Escaped) => {
                let inner = &self.source()[1..span.len() - 1];
                let start = decode::offset_of(inner, range.start, first);
                let end = if range.is_empty() { start } else { decode::end_of(inner, range.end, last) };
                Span::new(span.start + 1 + start, span.start + 1 + end.max(start))
            }
            Some(Text::Kept) | None => span,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Parts;
    use crate::document::Document;

    fn part(json: &str, wanted: &str) -> String {
        let document = Document::json("a.json", json).unwrap();
        let decoded = document.root().as_str().unwrap();
        let at = decoded.find(wanted).unwrap();
        let span = document.root().part(at..at + wanted.len());
        document.text()[span.range()].to_owned()
    }

    #[test]
    fn parts_lead_back_to_the_bytes_as_written() {
        assert_eq!(part(r#""a secret b""#, "secret"), "secret");
        assert_eq!(part(r#""a\tsec\u0072et\n""#, "secret"), r"sec\u0072et");
        assert_eq!(part(r#""é\u00e9x""#, "éx"), "éx".replace('é', r"\u00e9").as_str().trim_start_matches('é'));
        assert_eq!(part(r#""\ud834\udd1e!""#, "𝄞"), r"\ud834\udd1e");
        assert_eq!(part(r#""\"q\"""#, "\"q"), r#"\"q"#);
    }

    #[test]
    fn marks_change_nothing() {
        let text = format!("\"{}\"", r"ab\n\u00e9\ud834\udd1ex".repeat(3_000));
        let document = Document::json("a.json", text).unwrap();
        let (root, decoded) = (document.root(), document.root().as_str().unwrap());
        let parts = Parts::of(root);
        for (at, letter) in decoded.char_indices().step_by(7) {
            let range = at..at + letter.len_utf8();
            assert_eq!(parts.span(range.clone()), root.part(range));
        }
        assert_eq!(parts.span(0..decoded.len()), root.part(0..decoded.len()));
    }

    #[test]
    fn parts_outside_are_cut_to_the_string() {
        let document = Document::json("a.json", r#"["ab", "a\n", 5]"#).unwrap();
        let span = |index, range| document.root().element(index).unwrap().part(range);
        assert_eq!(span(0, 1..99), (3..4).into());
        assert_eq!(span(0, 9..9), (4..4).into());
        assert_eq!(span(1, 1..99), (9..11).into());
        assert_eq!(span(1, 0..0), (8..8).into());
        assert_eq!(span(2, 0..1), (14..15).into());
    }
}
