//! JSON, YAML and TOML texts, parsed with the byte span of every key and value.
//!
//! A [`Document`] owns its text and one flat arena of nodes in reading order. [`NodeRef`] is a cheap handle on one value. Views, checks, typed sources
//! and edits use its byte [`Span`](crate::text::Span).
//!
//! ```
//! use postsmith::document::Document;
//!
//! let document = Document::json("a.json", r#"{"item": [{"name": "Me"}]}"#)?;
//! let name = document.root().at("/item/0/name").expect("it is there");
//! assert_eq!(name.as_str().as_deref(), Some("Me"));
//! assert_eq!(document.position(name.span().start).to_string(), "1:20");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod arena;
mod data_error;
mod de;
mod decode;
mod derived;
mod encoding;
mod error;
mod json;
mod node;
mod parse;
mod path;
mod pointer;
mod print;
mod scan;
mod substring;
mod token;
mod toml;
mod yaml;

pub use arena::{Kind, MAX_DEPTH};
pub use data_error::DataError;
pub use derived::{DocumentBuilder, embedded};
pub use encoding::Encoding;
pub use error::SyntaxError;
pub use node::{Elements, Members, NodeRef};
pub use parse::Document;
pub use path::PathStep;
pub use pointer::Pointer;
pub use print::{print, quote};
pub use substring::SubstringSpans;
