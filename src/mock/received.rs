//! A request as it came in.

use crate::text::percent;
use serde::{Serialize, Serializer};
use std::fmt;

/// Longest body that is read, in bytes.
pub(super) const MAX_BODY: usize = 10 * 1024 * 1024;

/// A request, read to its end.
#[derive(Clone, Serialize)]
pub(super) struct Received {
    pub(super) method: String,
    /// Path and query as received.
    pub(super) url: String,
    /// Names in lower case; a repeated name keeps all its values, together.
    pub(super) headers: Vec<(String, String)>,
    #[serde(serialize_with = "lossy")]
    pub(super) body: Vec<u8>,
}

fn lossy<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

impl Received {
    /// Bytes of all its texts.
    pub(super) fn len(&self) -> usize {
        let headers: usize = self.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        self.method.len() + self.url.len() + headers + self.body.len()
    }

    /// The path as received, without the query.
    pub(super) fn path(&self) -> &str {
        self.url.split_once('?').map_or(&self.url, |(path, _)| path)
    }

    /// The decoded query parameters.
    pub(super) fn query(&self) -> Vec<(String, String)> {
        self.url.split_once('?').map_or_else(Vec::new, |(_, query)| percent::pairs(query.as_bytes()))
    }

    /// All values of a header; `name` in lower case.
    pub(super) fn header<'r>(&'r self, name: &'r str) -> impl Iterator<Item = &'r str> {
        self.headers.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The path with the names of the query parameters; their values may be secret, and so may one without a name.
    pub(super) fn masked_url(&self) -> String {
        let Some((path, query)) = self.url.split_once('?') else { return self.url.clone() };
        let names: Vec<_> = query.split('&').map(|pair| pair.split_once('=').map_or("...", |(name, _)| name)).collect();
        format!("{path}?{}", names.join("&"))
    }
}

// By hand: headers, query and body may hold secrets.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path())
    }
}
