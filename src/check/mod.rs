//! Work: documents to findings.
//!
//! ```
//! use postsmith::check::check;
//! use postsmith::document::Document;
//!
//! let text = r#"{"info": {"name": "Demo", "schema": "v2.1.0"}, "item": [{"name": "Me", "request": {"url": 5}}]}"#;
//! let findings = check(&Document::json("demo.json", text)?);
//! assert_eq!(findings.len(), 1);
//! assert_eq!(findings[0].rule.to_string(), "schema/type");
//! assert_eq!(findings[0].place.to_string(), "demo.json:1:91");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

pub mod schema;
pub mod variables;

use crate::document::{Document, Pointer};
use crate::finding::{Finding, Place, Rule};
use crate::postman::recognise;
use crate::text::Span;

/// A document that is none of Postman's files.
pub const UNRECOGNISED: Rule = Rule("unrecognised");

/// Everything that is wrong in `document`, in reading order.
pub fn check(document: &Document) -> Vec<Finding> {
    match recognise(document.root()) {
        Some((kind, node)) => schema::validate(kind, node),
        None => vec![unrecognised(document)],
    }
}

fn unrecognised(document: &Document) -> Finding {
    let start = document.root().span().start;
    let place = Place::of_span(document, Span::at(start)).pointer(Pointer::root());
    Finding::error(UNRECOGNISED, place, "this is no Postman collection (v2.0 or v2.1), environment or globals file")
        .help("a collection has `info` and `item`, an environment has `name` and `values`")
}
