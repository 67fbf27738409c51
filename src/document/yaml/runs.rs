//! From the decoded text of a YAML scalar back to its bytes in the file, for scalars of every style.

use std::ops::Range;

/// A part of a scalar that is decoded at once: equal bytes, or an escape or a line break that stands for other characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Where it begins in the decoded text.
    decoded: usize,
    /// Where it begins in the source.
    raw: usize,
    decoded_length: usize,
    raw_length: usize,
}

/// The runs of one scalar, in order.
#[derive(Clone)]
pub(in crate::document) struct Runs(Vec<Run>);

impl Runs {
    /// Aligns `source`, a scalar as written, with its text `decoded`. None when it cannot be aligned.
    pub(in crate::document) fn of(source: &str, decoded: &str) -> Option<Self> {
        let mut aligner = Aligner { source, decoded, raw: 0, done: 0, runs: Vec::new() };
        let done = match source.as_bytes().first()? {
            b'|' | b'>' => aligner.block(),
            b'"' => aligner.flow(Style::Double),
            b'\'' => aligner.flow(Style::Single),
            _ => aligner.flow(Style::Plain),
        };
        done.filter(|()| aligner.done == decoded.len())?;
        Some(Self(aligner.runs))
    }

    /// The bytes of the source that hold the decoded bytes `range`. What is decoded at once is never split.
    pub(in crate::document) fn range(&self, range: Range<usize>) -> Range<usize> {
        let Some(first) = self.at(range.start) else { return self.end()..self.end() };
        let start = if first.decoded_length == first.raw_length {
            first.raw + (range.start - first.decoded)
        } else {
            first.raw
        };
        if range.is_empty() {
            return start..start;
        }
        let end = self.at(range.end - 1).map_or_else(
            || self.end(),
            |last| {
                if last.decoded_length == last.raw_length {
                    last.raw + (range.end - last.decoded)
                } else {
                    last.raw + last.raw_length
                }
            },
        );
        start..end.max(start)
    }

    fn at(&self, decoded: usize) -> Option<Run> {
        let index = self.0.partition_point(|run| run.decoded <= decoded).checked_sub(1)?;
        Some(self.0[index]).filter(|run| decoded < run.decoded + run.decoded_length)
    }

    fn end(&self) -> usize {
        self.0.last().map_or(0, |run| run.raw + run.raw_length)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// Walks over the source and the decoded text side by side. The decoded text decides what a line break stands for.
struct Aligner<'t> {
    source: &'t str,
    decoded: &'t str,
    raw: usize,
    done: usize,
    runs: Vec<Run>,
}

impl<'t> Aligner<'t> {
    fn raw_rest(&self) -> &'t str {
        &self.source[self.raw..]
    }

    fn decoded_rest(&self) -> &'t str {
        &self.decoded[self.done..]
    }

    /// Notes that the next bytes of the source stand for the next bytes of the decoded text. Equal bytes extend the run before them.
    fn push(&mut self, raw_length: usize, decoded_length: usize) {
        let is_equal = raw_length == decoded_length
            && self.source.as_bytes()[self.raw..self.raw + raw_length]
                == self.decoded.as_bytes()[self.done..self.done + decoded_length];
        let last = self
            .runs
            .last_mut()
            .filter(|run| is_equal && run.raw_length == run.decoded_length && run.raw + run.raw_length == self.raw);
        match last {
            Some(run) => {
                run.raw_length += raw_length;
                run.decoded_length += decoded_length;
            }
            None if decoded_length > 0 => {
                self.runs.push(Run { decoded: self.done, raw: self.raw, decoded_length, raw_length });
            }
            None => {}
        }
        self.raw += raw_length;
        self.done += decoded_length;
    }

    /// Takes one character that is the same on both sides.
    fn same(&mut self) -> Option<()> {
        let character = self.raw_rest().chars().next()?;
        let length = character.len_utf8();
        self.decoded_rest().starts_with(character).then(|| self.push(length, length))
    }

    /// Takes line breaks and the whitespace around them. They stand for one space or for line feeds, or (at the end of a block) for nothing.
    fn line_breaks(&mut self, raw_length: usize) {
        let rest = self.decoded_rest();
        let feeds = rest.len() - rest.trim_start_matches('\n').len();
        let decoded_length = if feeds > 0 { feeds } else { usize::from(rest.starts_with(' ')) };
        self.push(raw_length, decoded_length);
    }

    fn flow(&mut self, style: Style) -> Option<()> {
        let quote = match style {
            Style::Plain => None,
            Style::Single => Some('\''),
            Style::Double => Some('"'),
        };
        self.raw = usize::from(quote.is_some());
        loop {
            let rest = self.raw_rest();
            let whitespace = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let Some(character) = rest.chars().next() else { return quote.is_none().then_some(()) };
            if rest[..whitespace].contains('\n') {
                self.line_breaks(whitespace);
            } else if style == Style::Single && rest.starts_with("''") {
                self.decoded_rest().starts_with('\'').then(|| self.push(2, 1))?;
            } else if Some(character) == quote {
                return Some(());
            } else if style == Style::Double && character == '\\' {
                self.escape()?;
            } else {
                self.same()?;
            }
        }
    }

    /// Takes an escape of a double-quoted scalar.
    fn escape(&mut self) -> Option<()> {
        let rest = self.raw_rest();
        let kind = rest[1..].chars().next()?;
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '\r' | '\n' => {
                // An escaped line break stands for nothing, and so does the indentation of the next line.
                let length = 1 + rest[1..].len() - rest[1..].trim_start_matches([' ', '\t', '\r', '\n']).len();
                self.raw += length;
                return Some(());
            }
            _ => 0,
        };
        let length = 1 + kind.len_utf8() + digits;
        let decoded = self.decoded_rest().chars().next()?.len_utf8();
        let is_whole = rest.is_char_boundary(length);
        is_whole.then(|| self.push(length, decoded))
    }

    fn block(&mut self) -> Option<()> {
        self.raw = self.source.find('\n').map_or(self.source.len(), |at| at + 1);
        let leading = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let first = |text: &str| text.lines().find(|line| !line.trim().is_empty()).map(leading);
        let indentation = match (first(self.raw_rest()), first(self.decoded)) {
            (Some(raw), Some(decoded)) => raw.checked_sub(decoded)?,
            _ => 0,
        };
        self.line_start(indentation);
        while !self.raw_rest().is_empty() {
            let rest = self.raw_rest();
            let breaks = rest.starts_with('\n') || rest.starts_with("\r\n");
            if !breaks {
                self.same()?;
                continue;
            }
            let blank = self.blank_lines();
            // The spaces of blank lines and the indentation of the next line belong to the break.
            let next = &self.raw_rest()[blank..];
            let indented = leading(next).min(indentation);
            self.line_breaks(blank + indented);
        }
        Some(())
    }

    /// Skips the blank lines and the indentation before the first line with text.
    fn line_start(&mut self, indentation: usize) {
        let rest = self.raw_rest();
        let blank: usize = rest.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
        let indented = rest[blank..].len() - rest[blank..].trim_start_matches(' ').len();
        let length = blank + indented.min(indentation);
        if blank > 0 { self.line_breaks(length) } else { self.raw += length }
    }

    /// The length of a line break and of the blank lines after it.
    fn blank_lines(&self) -> usize {
        let rest = self.raw_rest();
        let first = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let more = rest[first..].split_inclusive('\n').take_while(|line| line.trim().is_empty());
        first + more.map(str::len).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    fn part(yaml: &str, wanted: &str) -> String {
        let document = Document::yaml("a.yaml", yaml).unwrap();
        let node = document.root().get("a").unwrap();
        let text = node.as_str().unwrap();
        let at = text.find(wanted).unwrap_or_else(|| panic!("{wanted:?} is not in {text:?}"));
        document.text()[node.part(at..at + wanted.len()).range()].to_owned()
    }

    #[test]
    fn parts_of_every_style_have_their_bytes() {
        assert_eq!(part("a: one two\n", "two"), "two");
        assert_eq!(part("a: one\n  two three\n", "two"), "two");
        assert_eq!(part("a: one\n  two three\n", "e two"), "e\n  two");
        assert_eq!(part("a: 'it''s two'\n", "'s t"), "''s t");
        assert_eq!(part("a: \"x\\ty\\u00e9z\"\n", "éz"), "\\u00e9z");
        assert_eq!(part("a: \"x \\\n   y\\r\\n\n\n  z\"\n", "y\r\n"), "y\\r\\n");
        assert_eq!(part("a: \"x \\\n   y\\r\\n\n\n  z\"\n", "z"), "z");
        assert_eq!(part("a: |\n  one\n    two\n\n  three\n", "  two\n\nthr"), "  two\n\n  thr");
        assert_eq!(part("a: >-\n  one\n  two\n\n  three\n    four\n  five\n", "two\nthree"), "two\n\n  three");
        assert_eq!(part("a: >-\n  one\n  two\n\n  three\n    four\n  five\n", "five"), "five");
        assert_eq!(part("a: |2\n    one\n   two\n", "  one"), "  one");
        assert_eq!(part("a: |\r\n  one\r\n  two\r\n", "two"), "two");
        assert_eq!(part("a: |\n\n\n  one\n", "\none"), "\n\n  one");
        assert_eq!(
            part("a: \"{\\r\n\n  \\  \\\"p\\\": \\\"x\\\"\\r\n\n  }\"\n", "\"p\": \"x\""),
            "\\\"p\\\": \\\"x\\\""
        );
    }
}
