//! What a finding knows about the credential that it reports.

use super::Confidence;

/// The credential of a finding. It never holds the value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Credential {
    /// Eight bits of a keyed hash of the value: they show that the value changed, and are too few to guess it.
    pub digest: u8,
    /// What it is, for people: `GitHub personal access token`, header `X-Api-Key`.
    pub name: String,
    /// What proves it, in one sentence without a full stop.
    pub reason: String,
    /// How sure the finding is.
    pub confidence: Confidence,
    /// Page on which its owner revokes it, for a token of a known vendor.
    pub revocation: Option<&'static str>,
    /// The salted hash of the value, `sha256:SALT:HASH`, if it is asked for.
    pub value_hash: Option<String>,
    /// The suppressions by value that match it: their numbers in [`Options::values`](crate::check::Options::values).
    pub matches: Vec<usize>,
    /// Equal for equal values within one run of the program. Its key is random, so that it says nothing outside of the run.
    pub identity: u64,
}
