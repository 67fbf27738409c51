//! Baselines: files of known findings, so that only new findings fail a check.

use super::fingerprint::path;
use super::json::read_versioned;
use crate::finding::Finding;
use crate::text::escape_hidden_json;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the format that this program writes and reads. Version 1 had the message in its fingerprints.
const VERSION: u32 = 2;

/// A set of known findings, by fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    /// Rule and location of each finding, for people, by fingerprint.
    findings: BTreeMap<String, String>,
}

impl Baseline {
    /// The baseline of these findings, each with its fingerprint.
    pub fn of<'f>(findings: impl IntoIterator<Item = (&'f str, &'f Finding)>) -> Self {
        let described = findings.into_iter().map(|(print, finding)| (print.to_owned(), describe(finding)));
        Self { version: VERSION, findings: described.collect() }
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// The text is not a baseline, or a baseline of another version.
    pub fn read(text: &str) -> Result<Self, String> {
        let remedy = "make a new one with `postsmith check --baseline FILE --write-baseline`";
        read_versioned(text, "baseline", VERSION, remedy)
    }

    /// The text of the baseline, sorted by fingerprint, with a newline at its end.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| escape_hidden_json(text + "\n"))
    }

    /// Whether the baseline contains this fingerprint.
    pub fn contains(&self, fingerprint: &str) -> bool {
        self.findings.contains_key(fingerprint)
    }

    /// The entries that no finding with one of these fingerprints matches: rule and location.
    pub fn gone<'f>(&self, prints: impl IntoIterator<Item = &'f str>) -> Vec<&str> {
        let found: BTreeSet<&str> = prints.into_iter().collect();
        let gone = self.findings.iter().filter(|(print, _)| !found.contains(print.as_str()));
        gone.map(|(_, described)| described.as_str()).collect()
    }
}

/// `RULE PATH / BREADCRUMB`.
fn describe(finding: &Finding) -> String {
    let location = &finding.location;
    let breadcrumb = location.breadcrumb.as_ref().map(|names| format!(" / {names}")).unwrap_or_default();
    format!("{} {}{breadcrumb}", finding.rule, path(location))
}
