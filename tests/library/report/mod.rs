//! Reports for machines and for people.

mod formats;
mod human;

use postsmith::finding::{Confidence, Credential};

/// What a finding of these tests knows about its credential.
#[expect(clippy::unnecessary_wraps, reason = "the field of a finding is optional")]
fn credential(digest: u8, reason: &str) -> Option<Box<Credential>> {
    Some(Box::new(Credential {
        digest,
        name: "token".to_owned(),
        reason: reason.to_owned(),
        confidence: Confidence::High,
        revocation: None,
        value_hash: None,
        matches: Vec::new(),
        identity: 0,
    }))
}
