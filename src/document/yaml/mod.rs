//! The YAML reader: it copies the events of the crate `saphyr-parser` into the arena. Core schema; one document; every key is a text.

mod runs;
mod scalar;
mod span;

use super::Kind;
use super::arena::{Arena, MAX_COUNT, MAX_DEPTH, Text};
use super::error::Failure;
use crate::text::Span;
pub(super) use runs::Runs;
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as Marks};
use scalar::Plain;
use span::{Slot, SpanFinder};
use std::collections::HashMap;

/// Most values that aliases may add. It stops "billion laughs" files.
const MAX_REPEATED_VALUES: usize = 1_000_000;
/// Most bytes of text that aliases may add.
const MAX_REPEATED_BYTES: usize = 64 << 20;

/// Reads `text`.
pub(super) fn read(text: &str) -> Result<Arena, Failure> {
    refuse_control_characters(text)?;
    let shift = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = YamlReader {
        text,
        spans: SpanFinder::new(text, shift),
        arena: Arena::with_capacity(text.len()),
        open: Vec::new(),
        anchors: HashMap::new(),
        documents: 0,
        repeated_values: 0,
        repeated_bytes: 0,
    };
    for event in Parser::new_from_str(&text[shift..]) {
        let (event, marks) = event.map_err(|error| reader.not_yaml(&error))?;
        reader.event(event, marks)?;
    }
    if reader.arena.len() == 0 {
        reader.arena.leaf(Kind::Null, Text::Plain, Span::at(text.len()));
    }
    Ok(reader.arena)
}

/// YAML allows no control character but tab and line breaks, and the parser takes NUL for the end of the text.
fn refuse_control_characters(text: &str) -> Result<(), Failure> {
    let control = |&byte: &u8| byte == 0x7f || byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    match text.as_bytes().iter().position(control) {
        None => Ok(()),
        Some(at) => {
            let name = if text.as_bytes()[at] == 0 { "a NUL byte" } else { "a control character" };
            let message = format!("{name} in YAML; write it as an escape such as \"\\x07\" in double quotes");
            Err(Failure::new(Span::new(at, at + 1), message))
        }
    }
}

/// A mapping or sequence whose end is not read yet.
struct OpenCollection {
    handle: usize,
    start: usize,
    /// The number of keys and values, or of elements, so far.
    entries: usize,
    mapping: bool,
    anchor: usize,
    /// The levels of nesting inside it, so far.
    height: usize,
}

/// The complete nodes `from..to` of an anchor.
#[derive(Clone, Copy)]
struct Anchored {
    from: usize,
    to: usize,
    /// The levels of nesting; 0 for a scalar.
    height: usize,
}

struct YamlReader<'t> {
    text: &'t str,
    spans: SpanFinder<'t>,
    arena: Arena,
    open: Vec<OpenCollection>,
    /// By the number that the parser gives; an anchor is missing while its value is open.
    anchors: HashMap<usize, Anchored>,
    documents: usize,
    repeated_values: usize,
    repeated_bytes: usize,
}

impl YamlReader<'_> {
    fn event(&mut self, event: Event<'_>, marks: Marks) -> Result<(), Failure> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let at = self.spans.byte(marks.start);
                    return Err(Failure::new(Span::at(at), "a second YAML document begins here; one file holds one"));
                }
                Ok(())
            }
            Event::Scalar(value, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), marks)?;
                let slot = self.entry();
                let span = self.spans.scalar(marks, style, &value, anchor != 0, slot);
                self.scalar(&value, style, anchor, slot == Slot::Key, span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), marks)?;
                self.begin(Kind::Array, anchor, marks)
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_tag(tag.is_some(), marks)?;
                self.begin(Kind::Object, anchor, marks)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => {
                let span = self.spans.alias(marks);
                self.alias(anchor, span)
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, anchor: usize, key: bool, span: Span) -> Result<(), Failure> {
        let from = self.arena.len();
        let plain = style == ScalarStyle::Plain;
        if key && plain && value == "<<" {
            let message = "the merge key `<<` of YAML 1.1 is not supported; write the keys out, or quote the key";
            return Err(Failure::new(span, message));
        }
        let meaning = if key || !plain { Plain::Text } else { scalar::plain(value) };
        match meaning {
            Plain::Null => self.arena.leaf(Kind::Null, Text::Plain, span),
            Plain::Bool(value) => self.arena.leaf(Kind::Bool(value), Text::Plain, span),
            Plain::Number(number) => self.arena.kept(Kind::Number, span, number),
            Plain::Text => self.arena.kept(Kind::String, span, value),
        }
        self.remember(anchor, from, 0);
        Ok(())
    }

    fn begin(&mut self, kind: Kind, anchor: usize, marks: Marks) -> Result<(), Failure> {
        let slot = self.entry();
        let start = self.spans.opening(marks, kind == Kind::Array, anchor != 0, slot);
        if slot == Slot::Key {
            return Err(self.variable(start).unwrap_or_else(|| {
                Failure::new(Span::at(start), "a key must be a plain text, not a list or a mapping")
            }));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(Failure::new(Span::at(start), too_deep()));
        }
        // An anchor may be defined again: from here on it names this value, which is not complete.
        self.anchors.remove(&anchor);
        let handle = self.arena.open(kind, start);
        self.open.push(OpenCollection { handle, start, entries: 0, mapping: kind == Kind::Object, anchor, height: 0 });
        Ok(())
    }

    fn end(&mut self) -> Result<(), Failure> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let count = if open.mapping { open.entries / 2 } else { open.entries };
        if count > MAX_COUNT {
            return Err(Failure::new(Span::at(open.start), format!("more than {MAX_COUNT} entries in one value")));
        }
        let end = self.spans.closing(open.start);
        self.arena.close(open.handle, end, count);
        self.raise(open.height + 1);
        self.remember(open.anchor, open.handle, open.height + 1);
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Failure> {
        if self.entry() == Slot::Key {
            return Err(Failure::new(span, "a key must be written out, not an alias"));
        }
        let Some(&Anchored { from, to, height }) = self.anchors.get(&anchor) else {
            return Err(Failure::new(span, "this alias is inside the value that it names"));
        };
        if self.open.len() + height > MAX_DEPTH {
            return Err(Failure::new(span, too_deep()));
        }
        self.repeated_values += to - from;
        self.repeated_bytes += self.arena.kept_bytes(from, to);
        if self.repeated_values > MAX_REPEATED_VALUES || self.repeated_bytes > MAX_REPEATED_BYTES {
            let message = format!(
                "the aliases up to here repeat more than {MAX_REPEATED_VALUES} values or {} MiB of text",
                MAX_REPEATED_BYTES >> 20
            );
            return Err(Failure::new(span, message));
        }
        self.arena.repeat(from, to);
        self.raise(height);
        Ok(())
    }

    /// Counts one more key, value or element of the innermost open collection.
    fn entry(&mut self) -> Slot {
        let Some(open) = self.open.last_mut() else { return Slot::Root };
        open.entries += 1;
        match (open.mapping, open.entries % 2 == 1) {
            (false, _) => Slot::Element,
            (true, true) => Slot::Key,
            (true, false) => Slot::Value,
        }
    }

    /// Notes that the innermost open collection holds a value with `height` levels of nesting.
    fn raise(&mut self, height: usize) {
        if let Some(open) = self.open.last_mut() {
            open.height = open.height.max(height);
        }
    }

    fn remember(&mut self, anchor: usize, from: usize, height: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchored { from, to: self.arena.len(), height });
        }
    }

    fn refuse_tag(&self, tagged: bool, marks: Marks) -> Result<(), Failure> {
        if !tagged {
            return Ok(());
        }
        let start = self.spans.byte(marks.start);
        Err(Failure::new(Span::at(start), "YAML tags (`!...`) are not supported; write the value without one"))
    }

    fn not_yaml(&self, error: &ScanError) -> Failure {
        self.variable(self.spans.next()).unwrap_or_else(|| {
            let at = self.spans.byte(*error.marker());
            Failure::new(Span::at(at), format!("this is not YAML: {}", error.info()))
        })
    }

    /// The failure for a value that begins with a Postman variable, a common mistake: in YAML `{{` is a mapping in a mapping.
    fn variable(&self, at: usize) -> Option<Failure> {
        let (before, behind) = self.text.split_at_checked(at)?;
        let braces = if behind.starts_with("{{") {
            at
        } else if before.ends_with('{') && behind.starts_with('{') {
            at - 1
        } else {
            return None;
        };
        let message = "`{{` begins a mapping in YAML; put a value with a Postman variable in quotes: '{{NAME}}'";
        Some(Failure::new(Span::new(braces, braces + 2), message))
    }
}

fn too_deep() -> String {
    format!("mappings and sequences are nested more than {MAX_DEPTH} deep")
}
