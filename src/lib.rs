//! Postman collections as code: build them from templates, prove that they work, keep secrets out of them.
//!
//! A guided tour from top to bottom. [`build`](mod@build) turns a [`source::Source`] into checked files:
//!
//! ```
//! use postsmith::build::build;
//! use postsmith::source::{Source, preset};
//!
//! let folder = preset("bearer").expect("an embedded preset");
//! let source = Source::load(&folder).expect("without mistakes");
//! let built = build(&source).expect("and it builds");
//! let names: Vec<_> = built.files().map(|(name, _)| name).collect();
//! assert!(names[0].ends_with(".postman_collection.json"));
//! assert!(names[1].ends_with(".postman_environment.json"));
//! ```
//!
//! [`render`] makes the JSON and knows where each value was written. [`check`](mod@check) finds what is wrong in any Postman file:
//!
//! ```
//! use postsmith::{check::check, document::Document};
//!
//! let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
//! let text = format!(r#"{{"info": {{"name": 5, "schema": "{schema}"}}, "item": []}}"#);
//! let findings = check(&Document::json("my.postman_collection.json", text)?);
//! assert_eq!(
//!     findings[0].to_string(),
//!     "my.postman_collection.json:1:19: error: expected a string, found a number (schema/type)"
//! );
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```
//!
//! [`secret`] finds credentials in clear text, and [`redact`](mod@redact) replaces them without touching another byte:
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::redact::{VariableNames, redact};
//! use postsmith::secret::{Risk, scan};
//!
//! let text = r#"{"name": "dev", "values": [{"key": "apiKey", "value": "s4mpl3-0nly-n0t-l1v3", "type": "secret"}]}"#;
//! let document = Document::json("dev.postman_environment.json", text)?;
//! assert_eq!(scan(&document)[0].risk, Risk::High);
//! let clean = redact(&document, &mut VariableNames::default(), Risk::Medium);
//! assert_eq!(clean.text(&document), text.replace("s4mpl3-0nly-n0t-l1v3", ""));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```
//!
//! [`requirements`] lists what has to be filled in, [`env`](mod@env) fills it in for one person, [`guide`] explains a collection, and [`bundle`] packs
//! what a new colleague needs. [`mock`] serves a local API from a collection's saved examples; [`doctor`] walks the OAuth life cycle against a live
//! one. [`postman`] reads Postman's objects, [`source`] what people write. A [`finding::Finding`] says what is wrong, where and what to do.
//! [`document`] parses JSON, YAML and TOML with the place of every value; [`text`], [`files`] and [`oauth`] are the ground.
//!
//! `ARCHITECTURE.md` has the entry points, the code map and the invariants.

pub mod analysis;
pub mod build;
pub mod bundle;
pub mod check;
pub mod doctor;
pub mod document;
pub mod env;
pub mod files;
pub mod finding;
pub mod fix;
pub mod guide;
pub mod http;
pub mod mock;
pub mod oauth;
pub mod page;
pub mod postman;
pub mod redact;
pub mod render;
pub mod report;
pub mod requirements;
pub mod schema;
pub mod script;
pub mod secret;
pub mod source;
pub mod text;
