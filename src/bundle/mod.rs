//! Deliver: everything that a new colleague needs in one archive, secrets left out: same files, same bytes.
//!
//! ```
//! use postsmith::bundle::{Gathered, Pages, pack, verify};
//! use postsmith::document::Document;
//! use postsmith::guide::Guide;
//!
//! let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
//! let text = format!(r#"{{"info": {{"name": "Shop", "schema": "{schema}"}}, "item": []}}"#);
//! let collection = Document::json("shop.postman_collection.json", text)?;
//! let gathered = Gathered::of_files(&collection, &[], None).expect("there is no secret in it");
//! let guide = Guide::of_files([&collection], gathered.needs.clone(), None).expect("there is a collection");
//! let pages = Pages { html: guide.html(), markdown: guide.markdown() };
//! let bytes = pack(&gathered, &pages).expect("it can be packed");
//! assert!(verify("shop.bundle.zip".into(), &bytes).findings.is_empty());
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod gather;
mod input;
mod leak;
mod made;
mod name;
mod pack;
mod picture;
mod record;
mod refusal;
mod sums;
mod template;
mod verify;

pub use gather::{File, Gathered};
pub use input::{InputError, Kinds, kinds};
pub use leak::leaks;
pub use pack::{PackError, Pages, pack};
pub use record::{BundleFile, Collection, Environment, Record, Role, Tool, VERSION, Versions, bundle_schema};
pub use template::Emptied;
pub use verify::{Verified, verify};

use crate::finding::RuleId;

/// The page for a browser.
pub const START_HERE: &str = "START-HERE.html";
/// The same for a repository.
pub const README: &str = "README.md";
/// What a bundle holds, for programs.
pub const RECORD: &str = "bundle.json";
/// The sums of all other files.
pub const SUMS: &str = "SHA256SUMS";
/// What git leaves alone, so that nobody commits what they filled in.
pub const IGNORE: &str = ".gitignore";
/// What stands in it.
const IGNORED: &str = "# What you fill in is yours alone.\n*.private.postman_environment.json\n.env\n.env.*\n";
/// Ends the name of an environment with somebody's own values.
const PRIVATE: &str = ".private.postman_environment.json";

/// A credential in what would be handed over.
pub const SECRET: RuleId = RuleId("bundle/secret");
/// An archive that cannot be read, or not by all programs alike.
const ARCHIVE: RuleId = RuleId("bundle/archive");
/// A name that does not belong in a bundle, or leads out of it.
const NAME: RuleId = RuleId("bundle/name");
/// A file that is missing, or one too many.
const FILE: RuleId = RuleId("bundle/file");
/// A sum that is missing or wrong.
const SUM: RuleId = RuleId("bundle/sum");
/// A `bundle.json` that is wrong, or does not say what the bundle holds.
const MANIFEST: RuleId = RuleId("bundle/manifest");
/// A page that asks the network for something.
const PAGE: RuleId = RuleId("bundle/page");
