//! The one place that knows what is secret in Postman's files and how it is hidden. Check, redact, bundle, env and doctor call it.
//!
//! - `lexicon`: every word list (names of fields, placeholders, schemes, published samples)
//! - `detect`: finds credentials in documents, texts and fields; what a value *is* (an auth parameter, a header, a line of a script) decides
//!   together with what it looks like
//! - [`vendor`]: patterns of the tokens of known vendors, as data
//! - [`decode`]: base64, JSON Web Tokens, escapes, and every encoding in which a text may hold a value
//! - [`mask`]: hides secrets in excerpts, breadcrumbs, diffs and live output, and makes [`MaskedText`](mask::MaskedText)
//!
//! ```
//! use postsmith::document::Document;
//! use postsmith::secret::{Position, Risk, scan, scan_text};
//!
//! let text = r#"{"name": "dev", "values": [{"key": "password", "value": "Summer!2031"}, {"key": "host", "value": "a.example"}]}"#;
//! let document = Document::json("dev.postman_environment.json", text)?;
//! let secrets = scan(&document);
//! assert_eq!(secrets.len(), 1);
//! assert_eq!(secrets[0].risk, Risk::Medium);
//! assert_eq!(&text[secrets[0].span.range()], "Summer!2031", "the credential and nothing around it");
//!
//! let line = "curl -u 'me:wintertales7' https://api.example.com";
//! let found = scan_text(line, Position::Description);
//! assert_eq!(&line[found[0].range.clone()], "wintertales7");
//! # Ok::<(), postsmith::document::SyntaxError>(())
//! ```

pub mod decode;
mod detect;
mod lexicon;
pub mod mask;
pub mod vendor;

pub use detect::document_scan::{scan, scan_comments, scan_known, scan_near, scan_with};
pub use detect::evidence::Evidence;
pub use detect::field_name::{FieldClass, field_class, is_secret_header, is_secret_name};
pub use detect::field_value::{may_be_credential, without_scheme};
#[doc(hidden)]
pub use detect::keyword::{count_keywords, keywords};
pub use detect::keyword::{may_name_credential, prepare};
pub use detect::known::KnownSearch;
pub use detect::placeholder::{asks_for_value, is_placeholder, is_placeholder_for};
pub use detect::position::Position;
pub use detect::risk::Risk;
pub use detect::text_scan::{TextSecret, scan_field, scan_text};
pub use detect::token::{SHORTEST_TOKEN, is_token_like};

use crate::document::NodeRef;
use crate::text::Span;
use std::fmt;
use vendor::VendorPattern;

/// How a credential was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecretKind {
    /// A session cookie or a signature: it expires without being revoked.
    Session,
    /// The name of its field, together with its looks.
    Named,
    /// The type `secret` of its variable.
    Variable,
    /// The header of a JSON Web Token.
    Jwt,
    /// A PEM block with a private key.
    PrivateKey,
    /// The pattern of one vendor's tokens: the index in [`vendor::all`].
    Vendor(usize),
}

/// A credential in clear in a document.
pub struct Secret<'d> {
    /// How it was recognised.
    pub kind: SecretKind,
    /// How much harm it does in the wrong hands.
    pub risk: Risk,
    /// What proves it.
    pub evidence: Evidence,
    /// What part of the file it is in.
    pub position: Position,
    /// The string or number that holds it.
    pub node: NodeRef<'d>,
    /// Its bytes in the file: the credential alone, without quotes, scheme or the rest of the line.
    pub span: Span,
    /// The name of its field: `X-API-Key`, `password`; empty when nothing names it.
    pub field: String,
    /// The name of the variable that can replace it: `X_API_KEY`.
    pub variable: String,
    /// Its decoded value.
    value: String,
}

impl Secret<'_> {
    /// Its decoded value. It must reach no finding, log or report; redact and the comparison of values need it.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The pattern of its vendor, if that recognised it.
    pub fn vendor(&self) -> Option<&'static VendorPattern> {
        match self.kind {
            SecretKind::Vendor(index) => vendor::all().get(index).copied(),
            _ => None,
        }
    }
}

// Not derived: the output must not contain the value.
impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({:?}, {:?}, {:?}, {:?})", self.kind, self.risk, self.position, self.node)
    }
}
