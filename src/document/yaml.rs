//! The YAML reader: the events of a kept parser, laid into the arena. Core schema; one document; string keys.

use super::Kind;
use super::arena::{Builder, MAX_DEPTH, Text};
use super::error::Failure;
use crate::text::Span;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as Marks};
use std::collections::HashMap;

/// Most nodes that a document may have once its aliases are expanded: a "billion laughs" ends here.
const MAX_NODES: usize = 10_000_000;

/// Reads the whole of `text`.
pub(super) fn read(text: &str) -> Result<Builder, Failure> {
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = &text[shift..];
    let mut reader = Reader {
        offsets: Offsets::new(body, shift),
        body,
        shift,
        builder: Builder::with_capacity(text.len()),
        open: Vec::new(),
        anchors: HashMap::new(),
        documents: 0,
    };
    for event in Parser::new_from_str(body) {
        let (event, marks) = event.map_err(|error| {
            let at = reader.offsets.byte(*error.marker());
            Failure::new(Span::at(at), format!("this is not YAML: {}", error.info()))
        })?;
        reader.event(event, marks)?;
    }
    if reader.builder.len() == 0 {
        reader.builder.leaf(Kind::Null, Text::Plain, Span::at(text.len()));
    }
    Ok(reader.builder)
}

/// A mapping or sequence that is still open.
struct Open {
    handle: usize,
    /// Keys and values, or elements, so far.
    entries: usize,
    mapping: bool,
    anchor: usize,
}

struct Reader<'t> {
    offsets: Offsets<'t>,
    body: &'t str,
    shift: usize,
    builder: Builder,
    open: Vec<Open>,
    /// Anchor id -> the finished nodes `from..to`; `None` while it is open.
    anchors: HashMap<usize, Option<(usize, usize)>>,
    documents: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, marks: Marks) -> Result<(), Failure> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Failure::new(
                        self.span(marks),
                        "a second YAML document begins here; one file holds one document",
                    ));
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let span = self.span(marks);
                Self::refuse_tag(tag.is_some(), span)?;
                self.entry(span, true)?;
                let from = self.builder.len();
                self.scalar(&value, style, span);
                self.remember(anchor, from);
            }
            Event::SequenceStart(anchor, tag) => self.begin(Kind::Array, anchor, tag.is_some(), marks)?,
            Event::MappingStart(anchor, tag) => self.begin(Kind::Object, anchor, tag.is_some(), marks)?,
            Event::SequenceEnd | Event::MappingEnd => self.end(marks),
            Event::Alias(anchor) => self.alias(anchor, marks)?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn begin(&mut self, kind: Kind, anchor: usize, tagged: bool, marks: Marks) -> Result<(), Failure> {
        let span = self.span(marks);
        Self::refuse_tag(tagged, span)?;
        self.entry(span, false)?;
        if self.open.len() == MAX_DEPTH {
            return Err(Failure::new(span, format!("mappings and sequences are nested more than {MAX_DEPTH} deep")));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, None);
        }
        self.open.push(Open {
            handle: self.builder.open(kind, span.start),
            entries: 0,
            mapping: kind == Kind::Object,
            anchor,
        });
        Ok(())
    }

    fn end(&mut self, marks: Marks) {
        let Some(open) = self.open.pop() else { return };
        let count = if open.mapping { open.entries / 2 } else { open.entries };
        let end = self.trimmed(self.offsets.byte(marks.end));
        self.builder.close(open.handle, end, count);
        self.remember(open.anchor, open.handle);
    }

    /// A block collection's end mark stands at the next token: its last character is what counts.
    fn trimmed(&self, end: usize) -> usize {
        self.body[..end - self.shift].trim_end().len() + self.shift
    }

    fn alias(&mut self, anchor: usize, marks: Marks) -> Result<(), Failure> {
        let span = self.span(marks);
        let Some(&Some((from, to))) = self.anchors.get(&anchor) else {
            return Err(Failure::new(span, "this alias stands inside the value that it names"));
        };
        self.entry(span, to == from + 1)?;
        if self.builder.len() + (to - from) > MAX_NODES {
            return Err(Failure::new(span, format!("the aliases expand to more than {MAX_NODES} values")));
        }
        self.builder.repeat(from, to);
        Ok(())
    }

    /// Counts one more key, value or element of what is open; a key must be a plain scalar.
    fn entry(&mut self, span: Span, scalar: bool) -> Result<(), Failure> {
        let Some(open) = self.open.last_mut() else { return Ok(()) };
        let key = open.mapping && open.entries % 2 == 0;
        open.entries += 1;
        if key && !scalar {
            return Err(Failure::new(span, "a key must be a plain text, not a list or a mapping"));
        }
        Ok(())
    }

    fn remember(&mut self, anchor: usize, from: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Some((from, self.builder.len())));
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let key = self.open.last().is_some_and(|open| open.mapping && open.entries % 2 == 1);
        if key || style != ScalarStyle::Plain {
            self.builder.kept(Kind::String, span, value);
            return;
        }
        match value {
            "" | "~" | "null" | "Null" | "NULL" => self.builder.leaf(Kind::Null, Text::Plain, span),
            "true" | "True" | "TRUE" => self.builder.leaf(Kind::Bool(true), Text::Plain, span),
            "false" | "False" | "FALSE" => self.builder.leaf(Kind::Bool(false), Text::Plain, span),
            other => match number(other) {
                Some(number) => self.builder.kept(Kind::Number, span, number),
                None => self.builder.kept(Kind::String, span, other),
            },
        }
    }

    fn refuse_tag(tagged: bool, span: Span) -> Result<(), Failure> {
        if tagged {
            Err(Failure::new(span, "YAML tags (`!...`) are not read; write the value without one"))
        } else {
            Ok(())
        }
    }

    fn span(&self, marks: Marks) -> Span {
        Span::new(self.offsets.byte(marks.start), self.offsets.byte(marks.end))
    }
}

/// A core-schema number in JSON's notation; `None` for text. Infinity and NaN stay text: JSON has neither.
fn number(text: &str) -> Option<String> {
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).ok().map(|value| value.to_string());
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        || !unsigned.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = unsigned.trim_start_matches('0');
        let digits = if digits.is_empty() { "0" } else { digits };
        return Some(if text.starts_with('-') { format!("-{digits}") } else { digits.to_owned() });
    }
    let float = unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    let value = text.parse::<f64>().ok().filter(|value| float && value.is_finite())?;
    Some(value.to_string())
}

/// The parser counts characters; spans count bytes.
enum Offsets<'t> {
    /// Every character is one byte.
    Ascii { shift: usize, length: usize },
    /// Byte offset of every 64th character, to walk from.
    Sparse { shift: usize, body: &'t str, every: Vec<usize> },
}

const STEP: usize = 64;

impl<'t> Offsets<'t> {
    fn new(body: &'t str, shift: usize) -> Self {
        if body.is_ascii() {
            return Self::Ascii { shift, length: body.len() };
        }
        let every = body.char_indices().step_by(STEP).map(|(at, _)| at).collect();
        Self::Sparse { shift, body, every }
    }

    /// Byte offset in the file of a mark.
    fn byte(&self, mark: Marker) -> usize {
        match self {
            Self::Ascii { shift, length } => mark.index().min(*length) + shift,
            Self::Sparse { shift, body, every } => {
                let Some(&near) = every.get(mark.index() / STEP) else { return body.len() + shift };
                let rest = &body[near..];
                near + shift + rest.char_indices().nth(mark.index() % STEP).map_or(rest.len(), |(at, _)| at)
            }
        }
    }
}
