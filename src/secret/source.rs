//! A string as it is scanned, with the way back to the bytes of the file.

use crate::document::{NodeRef, SubstringSpans};
use crate::text::Span;
use std::borrow::Cow;
use std::ops::Range;

/// A string's text: as it is written in the file, with its escapes, wherever that will do. Then nothing is copied, and a place in it is a
/// place in the file. Only where letters are spelt as `\u0061` it is decoded first.
pub(super) struct Source<'d> {
    pub(super) node: NodeRef<'d>,
    pub(super) text: Cow<'d, str>,
    form: Form<'d>,
}

enum Form<'d> {
    /// As in the file, from this offset.
    Written(usize),
    /// Decoded from JSON.
    Decoded(SubstringSpans<'d>),
    /// Of YAML or TOML.
    Kept,
}

impl<'d> Source<'d> {
    /// The string `node`; decoded when letters `is_spelt`.
    pub(super) fn of(node: NodeRef<'d>, is_spelt: bool) -> Self {
        match node.written() {
            Some((text, start)) if !is_spelt => Self { node, text: text.into(), form: Form::Written(start) },
            Some(_) => {
                let text = node.as_str().unwrap_or_default();
                Self { node, text, form: Form::Decoded(SubstringSpans::of(node)) }
            }
            None => Self { node, text: node.as_str().unwrap_or_default(), form: Form::Kept },
        }
    }

    /// Whether JSON's escapes may stand in the text.
    pub(super) const fn is_written(&self) -> bool {
        matches!(self.form, Form::Written(_))
    }

    /// The bytes of the file that a part of the text was read from.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        match &self.form {
            Form::Written(start) => Span::new(start + range.start, start + range.end),
            Form::Decoded(parts) => parts.span(range),
            Form::Kept => kept(self.node, &self.text[range]),
        }
    }
}

/// Where `part` stands in a string that is no slice of its file: mostly it does so letter for letter.
pub(super) fn kept(node: NodeRef<'_>, part: &str) -> Span {
    let span = node.span();
    match node.source().find(part) {
        Some(at) if !part.is_empty() => Span::new(span.start + at, span.start + at + part.len()),
        _ => span,
    }
}

/// The bytes of the file that a part of the decoded string `node` was read from.
pub(super) fn part(node: NodeRef<'_>, text: &str, range: Range<usize>) -> Span {
    match node.written() {
        Some(_) => node.part(range),
        None => kept(node, &text[range]),
    }
}
