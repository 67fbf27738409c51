//! Recognises the values that a manifest suppresses, in clear or as a salted hash.

use sha2::{Digest as _, Sha256};
use std::fmt::{self, Write as _};

/// What the text of a salted hash begins with.
const ALGORITHM: &str = "sha256";
/// The digits of a hash.
const DIGITS: usize = 64;

/// A value that a suppression names.
#[derive(Clone, PartialEq, Eq)]
pub enum ValueMatcher {
    /// The value itself, which is public.
    Value(String),
    /// A hash of the value.
    Hash {
        /// The text before the value.
        salt: String,
        /// SHA-256 of both, in small hexadecimal digits.
        hash: String,
    },
}

impl ValueMatcher {
    /// Reads `sha256:SALT:HASH`. None for any other text.
    pub fn parse_hash(text: &str) -> Option<Self> {
        let (salt, hash) = text.strip_prefix(ALGORITHM)?.strip_prefix(':')?.rsplit_once(':')?;
        let is_hash = hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hash && !salt.is_empty()).then(|| Self::Hash { salt: salt.to_owned(), hash: hash.to_ascii_lowercase() })
    }

    /// The salted hash, `sha256:SALT:HASH`: of the value with `salt`, or the one that it is.
    pub fn salted(&self, salt: &str) -> String {
        match self {
            Self::Value(value) => value_hash(salt, value),
            Self::Hash { salt, hash } => format!("{ALGORITHM}:{salt}:{hash}"),
        }
    }

    /// Whether `value` is the one that it names.
    pub fn is_match(&self, value: &str) -> bool {
        match self {
            Self::Value(known) => known == value,
            Self::Hash { salt, hash } => *hash == sha256(salt, value),
        }
    }
}

// Not derived: a value that is public here may be none elsewhere.
impl fmt::Debug for ValueMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value(_) => "ValueMatcher::Value",
            Self::Hash { .. } => "ValueMatcher::Hash",
        })
    }
}

/// The text that [`ValueMatcher::parse_hash`] reads.
pub(super) fn value_hash(salt: &str, value: &str) -> String {
    format!("{ALGORITHM}:{salt}:{}", sha256(salt, value))
}

fn sha256(salt: &str, value: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(value);
    hash.finalize().iter().fold(String::with_capacity(DIGITS), |mut digits, byte| {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::{ValueMatcher, value_hash};

    #[test]
    fn a_hash_matches_its_value_only() {
        // What `printf %s saltvalue | sha256sum` prints.
        let printed = "sha256:salt:d430a1da30afe1a9d07b3b36042151ebaf53c4882af1609733c04930de318e33";
        assert!(ValueMatcher::parse_hash(printed).unwrap().is_match("value"));
        let text = value_hash("salt:1", "value");
        let matcher = ValueMatcher::parse_hash(&text).unwrap();
        assert!(matcher.is_match("value") && !matcher.is_match("Value"));
        assert!(ValueMatcher::parse_hash(&text.to_uppercase()).is_none());
        for wrong in ["", "sha256", "sha256::", &text.replace("sha256", "md5"), &text[..text.len() - 1]] {
            assert!(ValueMatcher::parse_hash(wrong).is_none(), "{wrong}");
        }
    }
}
