//! The origin map: what each value of the template data was made from.

use crate::document::{Document, Kind, NodeRef, Pointer};
use crate::finding::Location;
use crate::text::{LineIndex, Position, Span};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The part of the source that a value of the data was made from.
#[derive(Clone)]
pub(super) enum SourceOrigin {
    /// A value of the manifest or of a YAML file.
    Value(Arc<Document>, Pointer),
    /// One line, from 1, of a text file: a script or a Markdown template.
    Line(Utf8PathBuf, Arc<str>, usize),
}

impl SourceOrigin {
    /// Returns the location of the origin. `rest` leads to a value below it, as far as both sides have the same structure.
    pub(super) fn location(&self, rest: &Pointer) -> Location {
        match self {
            Self::Value(document, pointer) => {
                let start = document.root().at(pointer.as_str()).unwrap_or_else(|| document.root());
                Location::of(
                    rest.tokens()
                        .try_fold(start, |node, token| child(node, &token).ok_or(node))
                        .unwrap_or_else(|node| node),
                )
            }
            Self::Line(path, text, line) => {
                let start = LineIndex::new(text).offset(text, Position { line: *line, column: 1 });
                let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
                Location::in_text(path, text, Span::new(start, end))
            }
        }
    }
}

fn child<'d>(node: NodeRef<'d>, token: &str) -> Option<NodeRef<'d>> {
    match node.kind() {
        Kind::Object => node.get(token),
        Kind::Array => node.element(token.parse().ok()?),
        _ => None,
    }
}

/// Origins by the pointer of the value in the data. A value without its own origin has that of the nearest value above it.
#[derive(Default)]
pub(super) struct OriginMap(BTreeMap<Pointer, SourceOrigin>);

impl OriginMap {
    /// Records the origin of the value at `pointer`.
    pub(super) fn insert(&mut self, pointer: Pointer, origin: SourceOrigin) {
        self.0.insert(pointer, origin);
    }

    /// Returns the location from which the value at `pointer` was made.
    pub(super) fn location(&self, pointer: &Pointer) -> Option<Location> {
        let mut above = pointer.clone();
        loop {
            if let Some(origin) = self.0.get(&above) {
                return Some(origin.location(&pointer.below(&above)?));
            }
            above = above.parent()?;
        }
    }
}
