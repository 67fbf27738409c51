//! The byte span of each value. The parser's marks count characters, include anchors and extend over comments to the next token; this module turns
//! them into the bytes of the value.

use crate::text::Span;
use saphyr_parser::{Marker, ScalarStyle, Span as Marks};

/// The number of characters between two kept offsets.
const STEP: usize = 64;

/// The role of a value in the collection that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Root,
    Key,
    Value,
    Element,
}

/// Turns the marks of the parser into spans, in reading order.
pub(super) struct SpanFinder<'t> {
    text: &'t str,
    /// The length of the byte-order mark, which the parser does not get.
    shift: usize,
    /// The byte offset of every `STEP`th character; empty for ASCII text.
    every: Vec<usize>,
    /// The offset after the last span.
    done: usize,
}

impl<'t> SpanFinder<'t> {
    /// For `text`, of which the parser reads all but the first `shift` bytes.
    pub(super) fn new(text: &'t str, shift: usize) -> Self {
        let body = &text[shift..];
        let every = if body.is_ascii() {
            Vec::new()
        } else {
            body.char_indices().step_by(STEP).map(|(at, _)| at + shift).collect()
        };
        Self { text, shift, every, done: shift }
    }

    /// The byte offset in the file of a mark.
    pub(super) fn byte(&self, mark: Marker) -> usize {
        if self.every.is_empty() {
            return (mark.index() + self.shift).min(self.text.len());
        }
        let Some(&near) = self.every.get(mark.index() / STEP) else { return self.text.len() };
        let rest = &self.text[near..];
        near + rest.char_indices().nth(mark.index() % STEP).map_or(rest.len(), |(at, _)| at)
    }

    /// The span of the scalar between two marks.
    pub(super) fn scalar(&mut self, marks: Marks, style: ScalarStyle, value: &str, anchored: bool, slot: Slot) -> Span {
        let mark = self.byte(marks.start);
        let (start, end) = match style {
            ScalarStyle::Plain if value.is_empty() => {
                let at = self.missing(mark, anchored, slot);
                (at, at)
            }
            ScalarStyle::Plain => (self.behind_anchor(mark, anchored), self.byte(marks.end)),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let start = self.behind_anchor(mark, anchored);
                (start, self.behind_quotes(start))
            }
            ScalarStyle::Literal | ScalarStyle::Folded => self.block(mark, self.byte(marks.end)),
        };
        self.span(start, end)
    }

    /// The offset of the first byte of a mapping or sequence.
    pub(super) fn opening(&mut self, marks: Marks, sequence: bool, anchored: bool, slot: Slot) -> usize {
        let mark = self.byte(marks.start);
        let at = if sequence && !anchored && slot == Slot::Value {
            // The mark of a sequence without indentation is after its first dash.
            self.behind(self.done, |byte| matches!(byte, b':' | b'?')).min(mark)
        } else {
            self.behind_anchor(mark, anchored)
        };
        let at = self.span(at, at).start;
        if self.rest(at).starts_with(['[', '{']) {
            self.done = at + 1;
        }
        at
    }

    /// The end of the mapping or sequence that begins at `start`: the end of its bracket, or of its last value.
    pub(super) fn closing(&mut self, start: usize) -> usize {
        if self.rest(start).starts_with(['[', '{']) {
            let at = self.behind(self.done, |byte| matches!(byte, b',' | b':' | b'?'));
            self.done = if self.rest(at).starts_with([']', '}']) { at + 1 } else { at };
        }
        self.done
    }

    /// The span of the alias between two marks.
    pub(super) fn alias(&mut self, marks: Marks) -> Span {
        self.span(self.byte(marks.start), self.byte(marks.end))
    }

    /// The offset at which the next value begins: after the last one and the separators between them.
    pub(super) fn next(&self) -> usize {
        self.behind(self.done, |byte| matches!(byte, b',' | b':' | b'-' | b'?'))
    }

    /// The offset of a value that is not written: after its colon, dash or anchor.
    fn missing(&self, mark: usize, anchored: bool, slot: Slot) -> usize {
        if anchored {
            return self.behind_name(mark);
        }
        if slot != Slot::Value {
            return mark;
        }
        let colon = self.text.len() - self.rest(self.done).trim_start_matches([' ', '\t']).len();
        if self.rest(colon).starts_with(':') { colon + 1 } else { self.done }
    }

    /// The offset after an anchor in front of a value and the whitespace between them.
    fn behind_anchor(&self, at: usize, anchored: bool) -> usize {
        if anchored { self.behind(self.behind_name(at), |_| false) } else { at }
    }

    fn behind_name(&self, anchor: usize) -> usize {
        let rest = self.rest(anchor);
        anchor + rest.find([' ', '\t', '\r', '\n', ',', '[', ']', '{', '}']).unwrap_or(rest.len())
    }

    fn behind_quotes(&self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let quote = bytes.get(start).copied().unwrap_or(b'"');
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' if quote == b'"' => at += 1,
                _ if byte == quote && quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 1,
                _ if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        bytes.len()
    }

    /// The span of a block scalar: from its `|` or `>` to the end of its last line. The marks enclose its lines; empty lines at its end belong to it only
    /// if its header has a `+`.
    fn block(&self, content: usize, end: usize) -> (usize, usize) {
        let mut start = self.next();
        while self.rest(start).starts_with('&') {
            start = self.behind_anchor(start, true);
        }
        let start = start.min(content);
        let body = self.next_line(start);
        let end = end.max(body);
        if self.text[start..body].split('#').next().is_some_and(|indicators| indicators.contains('+')) {
            return (start, end);
        }
        let used = self.text[body..end].trim_end_matches([' ', '\t', '\r', '\n']).len();
        (start, if used == 0 { body } else { self.next_line(body + used).min(end) })
    }

    /// The offset of the first byte from `at` on that is not whitespace, not in a comment and not `skipped`.
    fn behind(&self, mut at: usize, skipped: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => at += 1,
                b'#' => at = self.next_line(at),
                _ if skipped(byte) => at += 1,
                _ => break,
            }
        }
        at
    }

    /// The offset after the line break of the line of `at`: `\n`, `\r\n` or, in YAML, `\r` alone.
    fn next_line(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        match memchr::memchr2(b'\n', b'\r', &bytes[at..]) {
            Some(length) if bytes[at + length..].starts_with(b"\r\n") => at + length + 2,
            Some(length) => at + length + 1,
            None => bytes.len(),
        }
    }

    fn rest(&self, at: usize) -> &'t str {
        self.text.get(at..).unwrap_or_default()
    }

    /// The span `start..end`, cut to the text and to whole characters, and the new end of what is done.
    fn span(&mut self, start: usize, end: usize) -> Span {
        let end = self.text.floor_char_boundary(end);
        let start = self.text.floor_char_boundary(start).min(end);
        self.done = self.done.max(end);
        Span::new(start, end)
    }
}
