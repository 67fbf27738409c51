//! Read-only views over Postman's own objects: collections, environments, globals and data dumps of every version, in one vocabulary. Every value has
//! its position in the file. Rules, requirements, guide and mock read files through them.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::postman::Collection;
//!
//! let text = r#"{"info": {"name": "Demo"}, "item": [{"name": "Me", "request": "https://api.example.com/me"}]}"#;
//! let document = Document::json("demo.json", text)?;
//! let collection = Collection::new(document.root());
//! let request = collection.requests().next().and_then(|item| item.request()).expect("there is one");
//! assert_eq!(request.method(), "GET");
//! assert_eq!(request.url().map(|url| url.path()), Some(vec!["me".to_owned()]));
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

mod auth;
mod auth_type;
mod body;
mod breadcrumb;
mod collection;
mod event;
mod file_kind;
mod pair;
mod request;
mod translate;
mod url;
mod variable;

pub use crate::text::{Reference, references};
pub use auth::Auth;
pub use auth_type::{AuthDescriptor, AuthParameter, AuthType, V2Support};
pub use body::Body;
pub use breadcrumb::breadcrumb;
pub use collection::{Collection, Item, description};
pub use event::{Event, Program};
pub use file_kind::{FileKind, PartKind, named_part, objects, part_kind, recognise};
pub use pair::{Pair, headers, pairs};
pub use request::{Request, Response};
pub use translate::{ConvertedFile, ConvertedOrigin, convert, embedded_files, other_protocols, translate};
pub use url::Url;
pub use variable::{Environment, Variable};
