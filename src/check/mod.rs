//! Work: documents to findings.
//!
//! ```
//! use postsmith::check::check;
//! use postsmith::document::Document;
//!
//! let text = r#"{"info": {"name": "Demo", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
//!     "item": [{"name": "Me", "request": {"url": 5}, "response": []}]}"#;
//! let findings = check(&Document::json("demo.json", text)?);
//! assert_eq!(findings.len(), 1);
//! assert_eq!(findings[0].rule.to_string(), "schema/type");
//! assert_eq!(findings[0].location.to_string(), "demo.json:2:48");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```
//!
//! A rule is one file with a [`rule::Rule`] and one line in [`rules::ALL`].

pub mod file;
mod judge;
mod known_keys;
pub mod lint;
mod name;
pub mod page;
pub mod reporter;
pub mod rule;
pub mod rules;
pub mod run;
mod sample;
mod schema;
pub mod script;
mod secret;
pub mod selection;
pub mod suppression;

use crate::document::Document;
use crate::finding::Finding;
use crate::schema::Profile;
use selection::Selection;

/// How files are judged.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Which schema counts.
    pub profile: Profile,
    /// Which rules judge.
    pub selection: Selection,
}

/// Everything that is wrong in `document` alone, in reading order.
pub fn check(document: &Document) -> Vec<Finding> {
    check_group([document], &[], &Options::default())
}

/// Everything that is wrong in `documents`, which are judged together, by file and place. `declared` are names of variables that are
/// declared elsewhere.
pub fn check_group<'d>(
    documents: impl IntoIterator<Item = &'d Document>,
    declared: &[&'d str],
    options: &Options,
) -> Vec<Finding> {
    judge::group(&documents.into_iter().collect::<Vec<_>>(), declared, options)
}
