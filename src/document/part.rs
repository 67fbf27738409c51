//! From a part of a decoded string back to the bytes of the file.

use super::NodeRef;
use super::arena::Text;
use super::decode;
use crate::text::Span;
use std::ops::Range;

impl NodeRef<'_> {
    /// The bytes of the file that the part `range` of this string's decoded characters was read from: of a part that an escape
    /// stands for, the whole escape. What lies behind the string's end counts as its end. A YAML or TOML string that is no
    /// slice of its file, and anything that is no string, gives the span of the whole value.
    pub fn part(self, range: Range<usize>) -> Span {
        let span = self.span();
        match self.text_form() {
            Some(Text::Plain) => {
                let offset = |at: usize| span.start + 1 + at.min(span.len().saturating_sub(2));
                Span::new(offset(range.start), offset(range.end))
            }
            Some(Text::Escaped) => {
                let inner = &self.source()[1..span.len() - 1];
                let start = decode::offset_of(inner, range.start);
                let end = if range.is_empty() { start } else { decode::end_of(inner, range.end) };
                Span::new(span.start + 1 + start, span.start + 1 + end.max(start))
            }
            Some(Text::Kept) | None => span,
        }
    }
}

#[cfg(test)]
mod tests {
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
