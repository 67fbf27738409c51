//! A string of a document as the scan reads it, with the way back to the bytes of the file.

use crate::document::{NodeRef, SubstringSpans};
use crate::text::Span;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// The text of a string, with its escapes as in the file where possible: then nothing is copied, and an offset in the text is an offset in the
/// file. It is decoded only when ASCII characters are written as `\u0061`.
pub(in crate::secret) struct ScannedText<'d> {
    pub(in crate::secret) node: NodeRef<'d>,
    pub(in crate::secret) text: Cow<'d, str>,
    origin: Origin<'d>,
}

enum Origin<'d> {
    /// A slice of the file from this offset.
    Slice(usize),
    /// Decoded from JSON.
    Decoded(SubstringSpans<'d>),
    /// A YAML or TOML string. It is aligned with its bytes when the first part is looked up.
    Copied(OnceCell<SubstringSpans<'d>>),
}

impl<'d> ScannedText<'d> {
    /// The string `node`, decoded when it has Unicode escapes.
    pub(in crate::secret) fn of(node: NodeRef<'d>, has_unicode_escapes: bool) -> Self {
        match node.written() {
            Some((text, start)) if !has_unicode_escapes => {
                Self { node, text: text.into(), origin: Origin::Slice(start) }
            }
            Some(_) => {
                let text = node.as_str().unwrap_or_default();
                Self { node, text, origin: Origin::Decoded(SubstringSpans::of(node)) }
            }
            None => Self { node, text: node.as_str().unwrap_or_default(), origin: Origin::Copied(OnceCell::new()) },
        }
    }

    /// Whether the text is a slice of the file, with JSON's escapes in it.
    pub(in crate::secret) const fn is_slice_of_file(&self) -> bool {
        matches!(self.origin, Origin::Slice(_))
    }

    /// The bytes of the file that a part of the text comes from.
    pub(in crate::secret) fn span(&self, range: Range<usize>) -> Span {
        match &self.origin {
            Origin::Slice(start) => Span::new(start + range.start, start + range.end),
            Origin::Decoded(parts) => parts.span(range),
            Origin::Copied(spans) => {
                let span = spans.get_or_init(|| SubstringSpans::of(self.node)).span(range.clone());
                narrowed(self.node, span, &self.text[range])
            }
        }
    }
}

/// `span`, or where it is the whole value because the string could not be aligned: the bytes of `part` in it, if the file has the same characters.
fn narrowed(node: NodeRef<'_>, span: Span, part: &str) -> Span {
    let whole = node.span();
    match node.source().find(part) {
        Some(at) if span == whole && !part.is_empty() => Span::new(whole.start + at, whole.start + at + part.len()),
        _ => span,
    }
}

/// The bytes of the file that a part of the decoded string `node` comes from.
pub(in crate::secret) fn span_of_part(node: NodeRef<'_>, text: &str, range: Range<usize>) -> Span {
    match node.written() {
        Some(_) => node.part(range),
        None => narrowed(node, node.part(range.clone()), &text[range]),
    }
}
