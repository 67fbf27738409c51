//! Decoding: base64, JSON Web Tokens, escapes, and every encoding in which a text may hold a value.

mod base64;
mod encodings;
pub(super) mod jwt;
mod known_values;
mod normalize;
pub(super) mod scanned;
mod unescape;

pub use base64::{decode_base64, decode_base64_text, encode_base64};
pub use encodings::encodings;
pub use jwt::claims;
pub use known_values::KnownValues;
pub use unescape::{Escapes, unescape};

pub(super) use normalize::normalize;
