//! Values that a program writes in parts: literals joined by `+`, and literals that go on in the next line.

use super::cursor::{closing, opening, skip_whitespace};
use crate::document::NodeRef;
use crate::secret::decode::scanned::span_of_part;
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A value, and where its parts are.
pub(super) struct Joined {
    /// The value.
    pub(super) value: String,
    /// Of each part: its offset in the value, and its bytes in the text.
    parts: Vec<(usize, Range<usize>)>,
}

impl Joined {
    /// The literals that `+` joins to the one at `first`. None without such literals, and where another expression is joined to them.
    pub(super) fn of(text: &str, first: &Range<usize>) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut joined = Self { value: text[first.clone()].to_owned(), parts: vec![(0, first.clone())] };
        let mut at = first.end;
        opening(bytes, &mut at)?;
        loop {
            skip_whitespace(bytes, &mut at);
            if bytes.get(at) != Some(&b'+') {
                break;
            }
            at += 1;
            skip_whitespace(bytes, &mut at);
            let (slashes, quote) = opening(bytes, &mut at)?;
            let end = closing(bytes, at, slashes, quote)?;
            joined.parts.push((joined.value.len(), at..end));
            joined.value.push_str(text.get(at..end)?);
            at = end + slashes + 1;
        }
        // An expression in a template is no part of the value.
        (joined.parts.len() > 1 && !joined.value.contains("${")).then_some(joined)
    }

    /// The bytes in the text of `range` of the value, with the quotes between the parts.
    pub(super) fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        let part = |at: usize| self.parts.iter().rev().find(|(start, _)| *start <= at).or(self.parts.first());
        let place = |at: usize| part(at).map_or(at, |(start, bytes)| bytes.start + at - start);
        place(range.start)..place(range.end.saturating_sub(1)) + 1
    }
}

/// The value of a program's literals at `written`, which may be several: without the quotes and signs between them and the marks of lines
/// that go on.
pub(super) fn literal_value(written: &str) -> Cow<'_, str> {
    let is_joined = written.contains('+') && written.contains(['"', '\'', '`']);
    if !is_joined && !written.contains("\\\n") {
        return written.into();
    }
    let mut value = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(plus) = rest.find('+') {
        let is_quote = |character: char| matches!(character, '"' | '\'' | '`');
        let is_between = |character: char| character.is_whitespace() || character == '\\';
        let before = rest[..plus].trim_end_matches(is_between).strip_suffix(is_quote);
        let behind = rest[plus + 1..].trim_start_matches(is_between).strip_prefix(is_quote);
        if let (Some(before), Some(behind)) = (before, behind) {
            value.push_str(before.trim_end_matches('\\'));
            rest = behind;
        } else {
            value.push_str(&rest[..=plus]);
            rest = &rest[plus + 1..];
        }
    }
    value.push_str(rest);
    value.replace("\\\n", "").into()
}

/// Whether a value of the line `source`, as the file has it, may go on in the next one, or belong to the one before.
fn goes_on(source: &str) -> bool {
    let line = source.trim_matches(|character: char| character == '"' || character.is_whitespace());
    line.ends_with(['\\', '+']) || line.starts_with('+') || memchr::memchr_iter(b'`', line.as_bytes()).count() % 2 == 1
}

/// The lines of a script as one text, with the way back to the file.
pub(super) struct JoinedLines<'d> {
    /// The lines, with a line end between them.
    pub(super) text: String,
    /// Of each line: its offset in the text, and its string.
    lines: Vec<(usize, NodeRef<'d>)>,
}

impl<'d> JoinedLines<'d> {
    /// The lines in the list `lines` of strings. None where no value goes on in the next line.
    pub(super) fn of(list: NodeRef<'d>) -> Option<Self> {
        // Most scripts are not decoded.
        if !list.elements().any(|node| goes_on(node.source())) {
            return None;
        }
        let mut joined = Self { text: String::new(), lines: Vec::new() };
        for node in list.elements() {
            let line = node.as_str()?;
            if !joined.lines.is_empty() {
                joined.text.push('\n');
            }
            joined.lines.push((joined.text.len(), node));
            joined.text.push_str(&line);
        }
        (joined.lines.len() > 1).then_some(joined)
    }

    /// The string in which `range` of the text begins, and its bytes in the file. None when it is in one line.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<(NodeRef<'d>, Span)> {
        let line = |at: usize| self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (first, last) = (line(range.start), line(range.end.saturating_sub(1)));
        if first == last {
            return None;
        }
        let part = |index: usize, from: usize, to: Option<usize>| {
            let (start, node) = self.lines[index];
            let text = node.as_str().unwrap_or_default();
            span_of_part(node, &text, from.saturating_sub(start)..to.map_or(text.len(), |to| to - start))
        };
        let begin = part(first, range.start, None);
        let end = part(last, 0, Some(range.end));
        Some((self.lines[first].1, Span::new(begin.start, end.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Joined, literal_value};

    #[test]
    fn joined_literals_are_one_value() {
        for (text, value) in
            [("'ab' + 'cd';", "abcd"), ("'ab'+\"cd\" +\n  `ef`)", "abcdef"), (r#"\"ab\" + \"cd\","#, "abcd")]
        {
            let start = text.find("ab").unwrap();
            let joined = Joined::of(text, &(start..start + 2)).unwrap();
            assert_eq!(joined.value, value, "{text}");
            let range = joined.in_text(&(0..value.len()));
            assert_eq!(literal_value(&text[range]), value, "{text}");
            assert_eq!(&text[joined.in_text(&(2..4))], "cd", "{text}");
        }
        for text in ["'ab';", "'ab' + x", "'ab' + 'cd' + x", "'ab' +"] {
            assert!(Joined::of(text, &(1..3)).is_none(), "{text}");
        }
        assert_eq!(literal_value("a+b\"c"), "a+b\"c");
        assert_eq!(literal_value("ab\\\ncd"), "abcd");
    }
}
