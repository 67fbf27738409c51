//! Splits a template into text, tags, comments and escaped tags, as Handlebars does.

use crate::text::Span;

/// A segment of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TemplateSegment {
    /// Text that is printed unchanged.
    Text(Span),
    /// `\{{NAME}}`, which is printed without the backslash. The span begins at the braces.
    Escaped(Span),
    /// `{{...}}`, with the braces.
    Tag(Span),
    /// `{{! ... }}` or `{{!-- ... --}}`.
    Comment(Span),
}

/// Splits `text` into segments. They cover it without gaps, apart from the backslashes of [`TemplateSegment::Escaped`]. A tag without an end extends
/// to the end of the text.
pub(super) fn split_template(text: &str) -> Vec<TemplateSegment> {
    let mut segments = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        // Two backslashes are a backslash before a real tag.
        let backslashes = text[done..open].bytes().rev().take_while(|&byte| byte == b'\\').count();
        let escaped = backslashes % 2 == 1;
        let end = tag_end(text, open, escaped);
        let before = if escaped { open - 1 } else { open };
        if before > done {
            segments.push(TemplateSegment::Text(Span::new(done, before)));
        }
        let span = Span::new(open, end);
        segments.push(match text[open + 2..].trim_start_matches('~').starts_with('!') {
            _ if escaped => TemplateSegment::Escaped(span),
            true => TemplateSegment::Comment(span),
            false => TemplateSegment::Tag(span),
        });
        done = end;
        from = end;
    }
    if done < text.len() {
        segments.push(TemplateSegment::Text(Span::new(done, text.len())));
    }
    segments
}

/// Returns the offset after the tag that begins at `open`.
fn tag_end(text: &str, open: usize, escaped: bool) -> usize {
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
    // The `--` at the start of a comment does not end it.
    let body = tag.find("--").map_or(0, |at| at + 2);
    let end = tag[body..].find("--}}").map(|at| at + 4).or_else(|| tag[body..].find("--~}}").map(|at| at + 5));
    end.map_or(text.len(), |at| open + body + at)
}

#[cfg(test)]
mod tests {
    use super::{TemplateSegment, split_template};

    fn shown(text: &str) -> Vec<String> {
        split_template(text)
            .into_iter()
            .map(|segment| match segment {
                TemplateSegment::Text(span) => format!("text {}", &text[span.range()]),
                TemplateSegment::Escaped(span) => format!("escaped {}", &text[span.range()]),
                TemplateSegment::Tag(span) => format!("tag {}", &text[span.range()]),
                TemplateSegment::Comment(span) => format!("comment {}", &text[span.range()]),
            })
            .collect()
    }

    #[test]
    fn text_tags_comments_and_escapes_are_split() {
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
