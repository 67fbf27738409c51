//! Which credentials of a report must be revoked, and where each of them is. `scan` prints the list behind its findings.

use crate::finding::{Finding, Location, Severity};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// One credential, at all its places.
#[derive(Debug, PartialEq, Eq)]
pub struct Rotation<'f> {
    /// What it is, for people.
    pub name: &'f str,
    /// Page on which it is revoked, if its vendor is known.
    pub revocation: Option<&'static str>,
    /// Its first place in the report.
    pub first: &'f Location,
    /// How many more places have the same value.
    pub more: usize,
}

/// The credentials of `findings`, in their order, each value once. Credentials that expire with a session are left out.
pub fn rotations(findings: &[Finding]) -> Vec<Rotation<'_>> {
    let mut all: Vec<Rotation<'_>> = Vec::new();
    let mut known: HashMap<u64, usize> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
        let Some(credential) = &finding.credential else { continue };
        match known.entry(credential.identity) {
            Entry::Occupied(at) => all[*at.get()].more += 1,
            Entry::Vacant(at) => {
                at.insert(all.len());
                let (name, revocation) = (credential.name.as_str(), credential.revocation);
                all.push(Rotation { name, revocation, first: &finding.location, more: 0 });
            }
        }
    }
    all
}
