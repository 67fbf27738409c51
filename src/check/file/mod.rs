//! Rules of files: those that the readers find, and whether a document is one of Postman's.

pub mod no_schema;
pub mod syntax;
pub mod too_large;
pub mod unreadable;
pub mod unrecognised;

use crate::document::{Document, Pointer};
use crate::finding::{Finding, Location};
use crate::postman::{FileKind, objects, recognise};
use crate::text::Span;

/// What can be said of a document before any rule looks into it.
pub(super) fn judge(document: &Document) -> Vec<Finding> {
    let Some(_) = recognise(document.root()) else {
        let start = document.root().span().start;
        let place = Location::of_span(document, Span::at(start)).pointer(Pointer::root());
        let what = "this is no Postman collection, environment, globals file or data dump";
        let help = "a collection has `info` and `item`, an environment has `name` and `values`";
        return vec![Finding::error(unrecognised::RULE.id, place, what).help(help)];
    };
    let old = objects(document.root()).into_iter().filter(|(kind, _)| *kind == FileKind::CollectionV1);
    let note = |(_, node)| {
        let message = "this collection has the form v1: no published schema covers it";
        let finding = Finding::error(no_schema::RULE.id, Location::of(node), message);
        Finding { severity: no_schema::RULE.severity, ..finding }
            .help("import it into Postman and export it as \"Collection v2.1\"")
    };
    old.map(note).collect()
}
