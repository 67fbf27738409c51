//! Read: where credentials stand in Postman's files, and what they look like. What a value *is* (an auth field, a header, an environment's
//! value, a line of a script, a saved answer) decides together with its looks.
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::secret::{Strength, scan};
//!
//! let text = r#"{"name": "dev", "values": [{"key": "password", "value": "Summer!2031"}, {"key": "host", "value": "a.example"}]}"#;
//! let document = Document::json("dev.postman_environment.json", text)?;
//! let secrets = scan(&document);
//! assert_eq!(secrets.len(), 1);
//! assert_eq!(secrets[0].strength, Strength::Weak);
//! assert_eq!(&text[secrets[0].span.range()], "Summer!2031", "the credential itself, and nothing around it");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

pub mod base64;
mod cursor;
mod dictionary;
mod field;
mod forms;
mod jwt;
mod keyword;
mod name;
mod named;
mod pairs;
mod placeholder;
mod position;
mod sample;
mod scan;
mod scanner;
mod source;
mod strength;
mod table;
mod userinfo;
mod variable;
pub mod vendor;
mod words;

pub use forms::forms;
pub use jwt::claims;
pub use keyword::prepare;
pub use name::{Class, class, is_secret_name};
pub use placeholder::{asks_for_value, is_placeholder, stands_in};
pub use position::Position;
pub use scan::{scan, scan_near, scan_with};
pub use strength::Strength;

use crate::document::NodeRef;
use crate::text::Span;
use std::fmt;

/// What a credential was told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A session's cookie or a signature: it dies by itself.
    Session,
    /// The name of its field and its looks.
    Named,
    /// The type `secret` of its variable.
    Variable,
    /// A JSON Web Token, told by its header.
    Jwt,
    /// The armour of a private key.
    PrivateKey,
    /// The form of one vendor's tokens: index in [`vendor::all`].
    Vendor(usize),
}

/// A credential in clear.
pub struct Secret<'d> {
    /// What it was told by.
    pub kind: Kind,
    /// How much it is one.
    pub strength: Strength,
    /// Where it stands.
    pub position: Position,
    /// The string (or number) that it stands in.
    pub node: NodeRef<'d>,
    /// The bytes of the file that it takes: the credential itself, without quotes, scheme or line around it.
    pub span: Span,
    /// What its field is called: `X-API-Key`, `password`; empty when nothing names it.
    pub field: String,
    /// The variable to put in its place: `X_API_KEY`.
    pub variable: String,
    /// Its value, decoded.
    value: String,
}

impl Secret<'_> {
    /// Its value. It must reach no finding, log or report: this is for whoever takes it out or tells two apart.
    pub fn value(&self) -> &str {
        &self.value
    }
}

// By hand: the value stays where it is.
impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?}, {:?}, {:?}, {:?})", self.kind, self.strength, self.position, self.node)
    }
}
