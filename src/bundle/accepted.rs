//! Values that a manifest calls no credentials. A bundle may hold them, and its record says which: as salted hashes, so that its verification accepts them too.

use crate::check::secret::ValueMatcher;
use crate::requirements::BundleRecord;

/// On which terms files are shared.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Values that are no credentials.
    pub accepted: AcceptedValues,
    /// Whether an app imports the files, so that errors of their form refuse them. Readers of a guide are not affected.
    pub are_imported: bool,
}

/// Values that may be in files and pages although they look like credentials.
#[derive(Debug, Clone, Default)]
pub struct AcceptedValues(Vec<ValueMatcher>);

impl AcceptedValues {
    /// Accepts `values`.
    pub fn new(values: impl IntoIterator<Item = String>) -> Self {
        let mut values: Vec<String> = values.into_iter().collect();
        values.sort();
        values.dedup();
        Self(values.into_iter().map(ValueMatcher::Value).collect())
    }

    /// The values that the record of a bundle accepts. A text that is no hash accepts nothing.
    pub(super) fn of_record(record: Option<&BundleRecord>) -> Self {
        let hashes = record.into_iter().flat_map(|record| &record.accepted);
        Self(hashes.filter_map(|hash| ValueMatcher::parse_hash(hash)).collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether `value` is one of them.
    pub(super) fn accepts(&self, value: &str) -> bool {
        self.0.iter().any(|accepted| accepted.is_match(value.trim()))
    }

    /// For [`Options::values`](crate::check::Options::values).
    pub(super) fn matchers(&self) -> &[ValueMatcher] {
        &self.0
    }

    /// The salted hash of each, sorted.
    pub(super) fn hashes(&self, salt: &str) -> Vec<String> {
        let mut hashes: Vec<String> = self.0.iter().map(|accepted| accepted.salted(salt)).collect();
        hashes.sort();
        hashes
    }
}
