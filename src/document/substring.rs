//! From a range of a decoded string back to the bytes of the file.

use super::NodeRef;
use super::arena::Text;
use super::decode;
use super::yaml::Runs;
use crate::text::Span;
use std::ops::Range;

/// The number of decoded bytes between two marks of [`SubstringSpans`].
const STRIDE: usize = 4096;

/// The spans of many substrings of one long string with escapes. Each lookup costs the same; [`NodeRef::part`] would decode from the start each time.
pub struct SubstringSpans<'d> {
    /// The string in its file.
    node: NodeRef<'d>,
    /// Where the decoded text begins in the text of `node`; none when it is not a part of it.
    base: Option<usize>,
    /// Pairs of offsets, in the decoded text and in the file's text, about [`STRIDE`] decoded bytes apart.
    marks: Vec<(usize, usize)>,
    /// The runs of a YAML string.
    runs: Option<Runs>,
}

impl<'d> SubstringSpans<'d> {
    /// Indexes the string `node`.
    pub fn of(node: NodeRef<'d>) -> Self {
        let base = node.origin_offset();
        let node = node.origin();
        let marks = match node.string_text() {
            Some(Text::Escaped) => decode::marks(&node.source()[1..node.span().len() - 1], STRIDE),
            _ => Vec::new(),
        };
        Self { node, base, marks, runs: node.runs() }
    }

    /// The bytes of the file that hold the decoded bytes `range`, as [`NodeRef::part`] gives them.
    pub fn span(&self, range: Range<usize>) -> Span {
        let Some(base) = self.base else { return self.node.span() };
        let range = base + range.start..base + range.end;
        if let Some(runs) = &self.runs {
            return self.node.span_of_run(runs, range);
        }
        let mark = |at: usize| {
            let behind = self.marks.partition_point(|(decoded, _)| *decoded <= at);
            behind.checked_sub(1).map_or((0, 0), |index| self.marks[index])
        };
        let (start, end) = (mark(range.start), mark(range.end.saturating_sub(1)));
        self.node.part_from(range, start, end)
    }
}

impl<'d> NodeRef<'d> {
    /// The text between the quotes of a JSON string, with its escapes, and its offset in the file. None for any other value, and for a YAML or TOML
    /// string, which is not a slice of its file.
    pub fn written(self) -> Option<(&'d str, usize)> {
        let origin = self.origin();
        let span = origin.span();
        // A part of a string has no quotes of its own.
        if span != self.span() || self.origin_offset() != Some(0) {
            return None;
        }
        match origin.string_text() {
            Some(Text::Plain | Text::Escaped) => Some((&origin.source()[1..span.len() - 1], span.start + 1)),
            Some(Text::Kept) | None => None,
        }
    }

    /// The bytes of the file that hold the decoded bytes `range` of this string; an escape is never split. An offset after the end of the string counts as
    /// its end. For a TOML string, which is not a slice of its file, and for any other value it is the span of the whole value.
    pub fn part(self, range: Range<usize>) -> Span {
        match self.origin_offset() {
            Some(base) => self.origin().part_from(base + range.start..base + range.end, (0, 0), (0, 0)),
            None => self.span(),
        }
    }

    /// [`Self::part`], decoding from two known pairs of offsets on: `first` for the start of the range, `last` for its end.
    fn part_from(self, range: Range<usize>, first: (usize, usize), last: (usize, usize)) -> Span {
        let span = self.span();
        match self.string_text() {
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
            Some(Text::Kept) => self.runs().map_or(span, |runs| self.span_of_run(&runs, range)),
            None => span,
        }
    }

    /// The runs of a YAML string that can be aligned with its text.
    fn runs(self) -> Option<Runs> {
        let is_kept = self.string_text() == Some(Text::Kept);
        Runs::of(self.source(), &self.as_str().filter(|_| is_kept)?)
    }

    fn span_of_run(self, runs: &Runs, range: Range<usize>) -> Span {
        let start = self.span().start;
        let range = runs.range(range);
        Span::new(start + range.start, start + range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::SubstringSpans;
    use crate::document::Document;

    fn part(json: &str, wanted: &str) -> String {
        let document = Document::json("a.json", json).unwrap();
        let decoded = document.root().as_str().unwrap();
        let at = decoded.find(wanted).unwrap();
        let span = document.root().part(at..at + wanted.len());
        document.text()[span.range()].to_owned()
    }

    #[test]
    fn parts_have_the_span_of_the_written_bytes() {
        assert_eq!(part(r#""a secret b""#, "secret"), "secret");
        assert_eq!(part(r#""a\tsec\u0072et\n""#, "secret"), r"sec\u0072et");
        assert_eq!(part(r#""é\u00e9x""#, "éx"), "éx".replace('é', r"\u00e9").as_str().trim_start_matches('é'));
        assert_eq!(part(r#""\ud834\udd1e!""#, "𝄞"), r"\ud834\udd1e");
        assert_eq!(part(r#""\"q\"""#, "\"q"), r#"\"q"#);
    }

    #[test]
    fn an_index_gives_the_same_spans() {
        let text = format!("\"{}\"", r"ab\n\u00e9\ud834\udd1ex".repeat(3_000));
        let document = Document::json("a.json", text).unwrap();
        let (root, decoded) = (document.root(), document.root().as_str().unwrap());
        let parts = SubstringSpans::of(root);
        for (at, character) in decoded.char_indices().step_by(7) {
            let range = at..at + character.len_utf8();
            assert_eq!(parts.span(range.clone()), root.part(range));
        }
        assert_eq!(parts.span(0..decoded.len()), root.part(0..decoded.len()));
    }

    #[test]
    fn ranges_after_the_end_are_cut() {
        let document = Document::json("a.json", r#"["ab", "a\n", 5]"#).unwrap();
        let span = |index, range| document.root().element(index).unwrap().part(range);
        assert_eq!(span(0, 1..99), (3..4).into());
        assert_eq!(span(0, 9..9), (4..4).into());
        assert_eq!(span(1, 1..99), (9..11).into());
        assert_eq!(span(1, 0..0), (8..8).into());
        assert_eq!(span(2, 0..1), (14..15).into());
    }
}
