//! The requests that the mock receives, and the log of them.

use crate::text::percent;
use serde::{Serialize, Serializer};
use std::collections::VecDeque;
use std::fmt;

/// The longest body that the mock reads, in bytes.
pub(super) const MAX_BODY: usize = 10 * 1024 * 1024;

/// A received request with its whole body.
#[derive(Clone, Serialize)]
pub(super) struct MockRequest {
    pub(super) method: String,
    /// Path and query as received.
    pub(super) url: String,
    /// Names in lower case; a repeated name keeps all its values, next to each other.
    pub(super) headers: Vec<(String, String)>,
    #[serde(serialize_with = "lossy")]
    pub(super) body: Vec<u8>,
}

fn lossy<S: Serializer>(body: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&String::from_utf8_lossy(body))
}

impl MockRequest {
    /// The size of all its texts in bytes.
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

    /// The path and the names of the query parameters, without their values, which may be secret; a parameter without a name becomes `...`.
    pub(super) fn masked_url(&self) -> String {
        let Some((path, query)) = self.url.split_once('?') else { return self.url.clone() };
        let names: Vec<_> = query.split('&').map(|pair| pair.split_once('=').map_or("...", |(name, _)| name)).collect();
        format!("{path}?{}", names.join("&"))
    }
}

// Not derived: headers, query and body may contain secrets.
impl fmt::Debug for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path())
    }
}

/// The log keeps at most this many requests; it drops the oldest first.
const MAX_ENTRIES: usize = 1000;
/// The log keeps at most this many bytes.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The log of received requests, oldest first.
#[derive(Debug, Default)]
pub(super) struct CallLog {
    entries: VecDeque<MockRequest>,
    bytes: usize,
}

impl CallLog {
    pub(super) fn push(&mut self, request: MockRequest) {
        self.bytes += request.len();
        self.entries.push_back(request);
        while self.entries.len() > MAX_ENTRIES || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }

    pub(super) const fn entries(&self) -> &VecDeque<MockRequest> {
        &self.entries
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::{CallLog, MAX_ENTRIES, MockRequest};

    #[test]
    fn the_log_keeps_at_most_its_limit_of_requests_and_bytes() {
        let request = |header: usize, body| MockRequest {
            method: "POST".to_owned(),
            url: "/".to_owned(),
            headers: vec![("h".to_owned(), "x".repeat(header))],
            body: vec![b'x'; body],
        };
        let mut log = CallLog::default();
        (0..=MAX_ENTRIES).for_each(|_| log.push(request(0, 1)));
        assert_eq!((log.entries().len(), log.bytes), (MAX_ENTRIES, MAX_ENTRIES * "POST/hx".len()));
        let mebibytes = 1024 * 1024;
        for (header, body) in [(0, 10 * mebibytes), (10 * mebibytes, 0)] {
            (0..5).for_each(|_| log.push(request(header, body)));
            assert_eq!((log.entries().len(), log.bytes), (3, 3 * ("POST/h".len() + 10 * mebibytes)));
        }
    }
}
