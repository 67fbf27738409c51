//! Where the values of the rendering data come from.

use crate::document::{Document, Kind, NodeRef, Pointer};
use crate::finding::Location;
use crate::text::{LineIndex, Position, Span};
use camino::Utf8PathBuf;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What somebody wrote, from which a value of the data was made.
#[derive(Clone)]
pub(super) enum SourceOrigin {
    /// A value of the manifest or of a YAML file.
    Value(Arc<Document>, Pointer),
    /// One line, from 1, of a text file: a script or a Markdown template.
    Line(Utf8PathBuf, Arc<str>, usize),
}

impl SourceOrigin {
    /// The place of what was written. `rest` leads on below it as far as both sides have the same shape.
    pub(super) fn place(&self, rest: &Pointer) -> Location {
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

/// OriginMap by the pointer of the value in the data. What lies below a value comes from the same origin unless it has its own.
#[derive(Default)]
pub(super) struct OriginMap(BTreeMap<Pointer, SourceOrigin>);

impl OriginMap {
    /// Notes where the value at `pointer` comes from.
    pub(super) fn insert(&mut self, pointer: Pointer, origin: SourceOrigin) {
        self.0.insert(pointer, origin);
    }

    /// The place of what the value at `pointer`, or the nearest value above it, was made from.
    pub(super) fn place(&self, pointer: &Pointer) -> Option<Location> {
        let mut above = pointer.clone();
        loop {
            if let Some(origin) = self.0.get(&above) {
                return Some(origin.place(&pointer.below(&above)?));
            }
            above = above.parent()?;
        }
    }
}
