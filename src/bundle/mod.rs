//! The onboarding bundle: one ZIP archive with a collection, its environments without secrets, and setup instructions. The same files give the
//! same bytes. `postsmith bundle` packs and verifies bundles; `postsmith docs` uses the same input and the same refusal of secrets.
//!
//! ```
//! use postsmith::bundle::{AcceptedValues, BundleContents, PageCheck, Terms, pack, verify};
//! use postsmith::document::Document;
//!
//! let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
//! let text = format!(r#"{{"info": {{"name": "Shop", "schema": "{schema}"}}, "item": []}}"#);
//! let collection = Document::json("shop.postman_collection.json", text)?;
//! let terms = Terms { accepted: AcceptedValues::default(), are_imported: true };
//! let contents = BundleContents::of_files(&collection, &[], None, terms).expect("the collection contains no secret");
//! let bytes = pack(&contents).expect("the bundle can be packed");
//! assert!(verify("shop.bundle.zip".into(), &bytes, PageCheck::Compare).findings.is_empty());
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod accepted;
mod checksums;
mod contents;
mod environment;
mod input;
mod leak;
mod pack;
mod pages;
mod portable_name;
mod record;
mod refusal;
mod report;
mod verify;

pub use accepted::{AcceptedValues, Terms};
pub use contents::{BundleContents, BundleFile};
pub use environment::EmptiedVariable;
pub use input::{BundleInput, InputError, check_originals, convert_input, sort_input};
pub use leak::leaks;
pub use pack::{PackError, pack};
pub use report::{verification_json, verification_schema};
pub use verify::{PageCheck, Verification, verify};

use crate::finding::RuleId;
use crate::requirements::FileRole;

/// The page for a browser.
pub const START_HERE: &str = "START-HERE.html";
/// The same page as Markdown, for a repository.
pub const README: &str = "README.md";
/// The record of the bundle, for programs.
pub const RECORD: &str = "bundle.json";
/// The checksums of all other files.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The roles of the Postman files, and what their names end in.
const ENDINGS: [(FileRole, &str); 3] = [
    (FileRole::Collection, ".postman_collection.json"),
    (FileRole::Environment, ".postman_environment.json"),
    (FileRole::Globals, ".postman_globals.json"),
];
/// The file that keeps private environments out of git.
pub const GITIGNORE: &str = ".gitignore";
/// The text of [`GITIGNORE`].
const GITIGNORE_TEXT: &str = "# What you fill in is yours alone.\n*.private.postman_environment.json\n.env\n.env.*\n";

/// A secret in a file or page that would be shared.
pub const SECRET: RuleId = RuleId("bundle/secret");
/// An archive that cannot be read, or that programs read in different ways.
const ARCHIVE: RuleId = RuleId("bundle/archive");
/// A file name that does not belong in a bundle, or that leads out of its folder.
const NAME: RuleId = RuleId("bundle/name");
/// A missing, malformed or oversized file.
const FILE: RuleId = RuleId("bundle/file");
/// A missing or wrong checksum.
const SUM: RuleId = RuleId("bundle/sum");
/// A `bundle.json` that is malformed or does not match the files.
const MANIFEST: RuleId = RuleId("bundle/manifest");
/// A page that is not the one that Postsmith renders from the files, or that cannot be compared.
const PAGE: RuleId = RuleId("bundle/page");
