//! The credentials of all files of a run: a value that one file proves is a credential in the others, too.

use crate::document::Document;
use crate::secret::{KnownSearch, Risk, Secret};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most bytes of all files together that are read again for the values of others: the time of a larger run would grow by more than half.
pub const MOST_SEARCHED: u64 = 64 << 20;

/// What the files of a run hold.
#[derive(Default)]
pub struct RunCredentials {
    found: Mutex<Found>,
    /// How many bytes the files have.
    bytes: AtomicU64,
}

#[derive(Default)]
struct Found {
    values: HashMap<String, Risk>,
    /// The bytes of the credentials of each file, in its order.
    spans: HashMap<Utf8PathBuf, Vec<Span>>,
}

impl RunCredentials {
    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records `document` and its credentials.
    pub(super) fn add(&self, document: &Document, secrets: &[&Secret<'_>]) {
        self.bytes.fetch_add(document.text().len() as u64, Ordering::Relaxed);
        if secrets.is_empty() {
            return;
        }
        let mut found = self.lock();
        for secret in secrets.iter().filter(|secret| secret.risk > Risk::Low) {
            let known = found.values.entry(secret.value().to_owned()).or_insert(secret.risk);
            *known = secret.risk.max(*known);
        }
        // Several collections may be in one file.
        let spans = found.spans.entry(document.path().to_owned()).or_default();
        spans.extend(secrets.iter().map(|secret| secret.span));
        spans.sort_unstable();
    }

    /// Whether there are values, and too many files to search them for these.
    pub fn is_too_large(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MOST_SEARCHED && !self.lock().values.is_empty()
    }

    /// The search for all values, if there are any.
    pub(in crate::check) fn search(&self) -> Option<KnownSearch> {
        KnownSearch::words(self.lock().values.iter().map(|(value, risk)| (value.as_str(), *risk)))
    }

    /// The bytes of the credentials that are recorded for the file `path`.
    pub(in crate::check) fn spans(&self, path: &Utf8Path) -> Vec<Span> {
        self.lock().spans.get(path).cloned().unwrap_or_default()
    }
}
