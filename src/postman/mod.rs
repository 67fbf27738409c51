//! Postman's own objects as read-only views over a document: one vocabulary for every version, and every value knows its place.
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
mod collection;
mod description;
mod event;
mod kind;
mod names;
mod pair;
mod request;
mod response;
mod url;
mod variable;

pub use crate::text::{Reference, references};
pub use auth::Auth;
pub use auth_type::{AuthDescriptor, AuthParameter, AuthType};
pub use body::Body;
pub use collection::{Collection, Item};
pub use description::description;
pub use event::{Event, Program};
pub use kind::{FileKind, parts, recognise};
pub use names::names;
pub use pair::{Pair, headers, pairs};
pub use request::Request;
pub use response::Response;
pub use url::Url;
pub use variable::{Environment, Variable};
