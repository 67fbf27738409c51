//! Where the tags of a template are: what handlebars takes as its own, and what stays text.

use crate::text::Span;

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    /// Text that is printed as it is.
    Text(Span),
    /// `\{{NAME}}`: printed without the backslash. The span begins at the braces.
    Escaped(Span),
    /// `{{...}}`, braces included.
    Tag(Span),
    /// `{{! ... }}` or `{{!-- ... --}}`.
    Comment(Span),
}

/// Cuts `text` into split that cover it without gaps, but for the backslashes of [`Segment::Escaped`]. A tag without an end runs to the end of the text.
pub(super) fn split(text: &str) -> Vec<Segment> {
    let mut split = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        // A doubled backslash is a backslash before a real tag.
        let backslashes = text[done..open].bytes().rev().take_while(|&byte| byte == b'\\').count();
        let escaped = backslashes % 2 == 1;
        let end = end(text, open, escaped);
        let before = if escaped { open - 1 } else { open };
        if before > done {
            split.push(Segment::Text(Span::new(done, before)));
        }
        let span = Span::new(open, end);
        split.push(match text[open + 2..].trim_start_matches('~').starts_with('!') {
            _ if escaped => Segment::Escaped(span),
            true => Segment::Comment(span),
            false => Segment::Tag(span),
        });
        done = end;
        from = end;
    }
    if done < text.len() {
        split.push(Segment::Text(Span::new(done, text.len())));
    }
    split
}

/// Offset behind the tag that opens at `open`.
fn end(text: &str, open: usize, escaped: bool) -> usize {
    let tag = &text[open..];
    let close = match tag {
        _ if escaped => "}}",
        tag if tag.starts_with("{{{{") => "}}}}",
        tag if tag.starts_with("{{{") => "}}}",
        tag if tag.starts_with("{{!--") || tag.starts_with("{{~!--") => "--",
        _ => "}}",
    };
    let Some(at) = tag.find(close) else { return text.len() };
    if close != "--" {
        return open + at + close.len();
    }
    // The `--` of a comment's beginning is not that of its end.
    let body = tag.find("--").map_or(0, |at| at + 2);
    let end = tag[body..].find("--}}").map(|at| at + 4).or_else(|| tag[body..].find("--~}}").map(|at| at + 5));
    end.map_or(text.len(), |at| open + body + at)
}

#[cfg(test)]
mod tests {
    use super::{Segment, split};

    fn shown(text: &str) -> Vec<String> {
        split(text)
            .into_iter()
            .map(|piece| match piece {
                Segment::Text(span) => format!("text {}", &text[span.range()]),
                Segment::Escaped(span) => format!("escaped {}", &text[span.range()]),
                Segment::Tag(span) => format!("tag {}", &text[span.range()]),
                Segment::Comment(span) => format!("comment {}", &text[span.range()]),
            })
            .collect()
    }

    #[test]
    fn tags_comments_and_escapes_are_told_apart() {
        assert_eq!(
            shown(r"a{{b}}\{{C}}{{{d}}}{{!-- x }} --}}\\{{e}}{{! f }}g"),
            [
                "text a",
                "tag {{b}}",
                "escaped {{C}}",
                "tag {{{d}}}",
                "comment {{!-- x }} --}}",
                r"text \\",
                "tag {{e}}",
                "comment {{! f }}",
                "text g"
            ]
        );
        assert_eq!(shown("a {{b"), ["text a ", "tag {{b"]);
        assert_eq!(shown("{{!-- never ends"), ["comment {{!-- never ends"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }
}
