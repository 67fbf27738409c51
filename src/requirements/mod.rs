//! The variables that must have a value before a collection works: what each is, where to get its value and who fills it in. Also the record of
//! a bundle, which lists them.
//!
//! The bundle, the guide, private environments and the doctor share these types. [`of_manifest()`] reads a manifest, [`of_files()`] finds the
//! variables of exported files by their use.

mod api_terms;
mod embedded_constants;
mod of_files;
mod of_manifest;
mod record;
mod required_variable;

pub use api_terms::api_terms;
pub use embedded_constants::EmbeddedConstants;
pub use of_files::of_files;
pub use of_manifest::of_manifest;
pub use record::{
    BundleRecord, FileRole, RecordedCollection, RecordedEnvironment, RecordedFile, RecordedTool, RecordedVersions,
    bundle_schema,
};
pub use required_variable::{FilledBy, RequiredVariable};

/// The end of the file name of every private environment. Git ignores private environments by it.
pub const PRIVATE_SUFFIX: &str = ".private.postman_environment.json";
