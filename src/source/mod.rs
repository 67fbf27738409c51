//! What people write: the manifest, requests as files, templates and scripts; typed, and every value with its place.
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
mod branch;
mod definition;
mod example;
mod init;
mod load;
mod login;
mod open;
mod preset;
mod reader;
mod schema;
mod tree;

pub mod manifest;
pub mod request;

pub use definition::Definition;
pub use example::{Example, ExampleBody, ExampleRequest, ExampleResponse, Language};
pub use init::{InitError, init};
pub use manifest::{MANIFEST, Manifest};
pub use preset::{Preset, embedded_text, preset, presets};
pub use request::Request;
pub use schema::manifest_schema;
pub use tree::{Attached, ExampleItem, FolderItem, Item, Parsed, RequestItem, ScriptFile, Source, TextFile};

use crate::finding::RuleId;

/// The files of a source do not fit together.
pub const LAYOUT: RuleId = RuleId("layout");
