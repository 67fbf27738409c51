//! Checks documents: `build`, `check`, `scan` and `env` call [`check_group`], the command line also [`groups`].
//!
//! The engine runs the rules of [`rules::ALL`] over a [`FileGroup`](crate::analysis::FileGroup); [`suppression`] drops findings that the manifest suppresses.
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
//! A rule is one file with a [`rule::Rule`] in `lint/` or `script/`, and one line in [`rules::ALL`].

mod engine;
pub mod file;
pub mod groups;
mod known_keys;
pub mod lint;
mod not_json;
pub mod reporter;
pub mod rule;
pub mod rule_page;
pub mod rules;
mod sample;
mod schema;
pub mod script;
pub mod secret;
pub mod selection;
pub mod suppression;
pub mod suppression_rules;

use crate::document::Document;
use crate::finding::Finding;
use crate::schema::Profile;
use camino::Utf8PathBuf;
use secret::{RunCredentials, ValueMatcher};
use selection::Selection;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// How files are checked.
#[derive(Clone, Default)]
pub struct Options {
    /// Which collection schema applies.
    pub profile: Profile,
    /// Which rules run.
    pub selection: Selection,
    /// Values that the manifest suppresses. A finding says which of them is its credential.
    pub values: Vec<ValueMatcher>,
    /// Whether each credential gets a salted hash of its value.
    pub has_value_hashes: bool,
    /// Collects the credentials of all files, for [`groups::find_known`].
    pub run: Option<Arc<RunCredentials>>,
    /// Whether a manifest says that the documents of the group belong together.
    pub is_declared_group: bool,
    /// Collects the environments that belong to no collection of their group, so that no rule compares their variables with others.
    pub left_out: Option<Arc<Mutex<BTreeSet<Utf8PathBuf>>>>,
}

/// Checks one document with all rules. Returns the findings in reading order.
pub fn check(document: &Document) -> Vec<Finding> {
    check_group([document], &[], &Options::default())
}

/// Checks `documents` as one group. Returns the findings by file and position. `declared` are names of variables that are declared outside the
/// documents, for instance in a manifest.
pub fn check_group<'d>(
    documents: impl IntoIterator<Item = &'d Document>,
    declared: &[&'d str],
    options: &Options,
) -> Vec<Finding> {
    engine::run_rules(&documents.into_iter().collect::<Vec<_>>(), declared, options)
}
