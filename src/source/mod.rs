//! Sources: the manifest, request files, templates and scripts that one collection is built from, typed, with the location of every value.
//!
//! `render` and `build` make files from a [`Source`]; `check`, `requirements`, `doctor` and `guide` read its manifest and requests.
//!
//! ```
//! use postsmith::files::Folder;
//! use postsmith::source::Source;
//!
//! let mut folder = Folder::new("demo");
//! folder.insert("postsmith.toml", "[collection]\nid = 'x'\nname = 'Demo'\n[api]\nprefix = 'DEMO'\nbase_url = 'https://example.com'\n");
//! folder.insert("requests/Me.request.yaml", "$kind: http-request\nurl: \"{{DEMO_BASE_URL}}/me\"\nmethod: GET\n");
//! let findings = Source::load(&folder).expect_err("`x` is not a UUID, and a variable is not declared");
//! assert_eq!(findings.len(), 2);
//! assert!(findings[0].to_string().starts_with("demo/postsmith.toml:2:6: error: this is not a UUID"));
//! ```

mod attach;
mod init;
mod load;
mod model;
mod preset;
mod requests_dir;
mod schema;
mod shapes;

pub mod manifest;
pub mod request;

pub use init::{InitError, init};
pub use manifest::{MANIFEST, Manifest};
pub use model::{Attached, ExampleItem, FolderItem, Parsed, RequestItem, ScriptFile, Source, SourceItem, TextFile};
pub use preset::{Preset, embedded_text, preset, presets};
pub use schema::manifest_schema;

use crate::finding::RuleId;

/// The rule of findings about files that are missing, unreadable or in the wrong folder.
pub const LAYOUT: RuleId = RuleId("layout");
