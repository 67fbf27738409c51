//! The requests that came in.

use super::received::Received;
use std::collections::VecDeque;

/// Most requests that are kept; the oldest go first.
const MAX_ENTRIES: usize = 1000;
/// Most bytes that are kept of all requests together.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The log, oldest request first.
#[derive(Debug, Default)]
pub(super) struct Log {
    entries: VecDeque<Received>,
    bytes: usize,
}

impl Log {
    pub(super) fn push(&mut self, received: Received) {
        self.bytes += received.len();
        self.entries.push_back(received);
        while self.entries.len() > MAX_ENTRIES || self.bytes > MAX_BYTES {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }

    pub(super) const fn entries(&self) -> &VecDeque<Received> {
        &self.entries
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::{Log, MAX_ENTRIES, Received};

    #[test]
    fn stays_within_its_bounds() {
        let request = |header: usize, body| Received {
            method: "POST".to_owned(),
            url: "/".to_owned(),
            headers: vec![("h".to_owned(), "x".repeat(header))],
            body: vec![b'x'; body],
        };
        let mut log = Log::default();
        (0..=MAX_ENTRIES).for_each(|_| log.push(request(0, 1)));
        assert_eq!((log.entries().len(), log.bytes), (MAX_ENTRIES, MAX_ENTRIES * "POST/hx".len()));
        let mebibytes = 1024 * 1024;
        for (header, body) in [(0, 10 * mebibytes), (10 * mebibytes, 0)] {
            (0..5).for_each(|_| log.push(request(header, body)));
            assert_eq!((log.entries().len(), log.bytes), (3, 3 * ("POST/h".len() + 10 * mebibytes)));
        }
    }
}
