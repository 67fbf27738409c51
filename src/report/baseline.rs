//! Baselines: files of known findings, so that only new findings fail a check.

use super::fingerprint::{fingerprints, path};
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

/// Findings, split by whether a baseline contains them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The findings that the baseline does not contain.
    pub new: Vec<Finding>,
    /// The findings that the baseline contains.
    pub known: Vec<Finding>,
    /// The entries of the baseline that no finding matches: fingerprint, and rule and location.
    pub gone: Vec<(String, String)>,
}

impl Baseline {
    /// The baseline of these findings.
    pub fn of(findings: &[Finding]) -> Self {
        let described = fingerprints(findings).into_iter().zip(findings.iter().map(describe));
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

    /// Splits findings into new and known ones. Pass all findings of a run, because a running number tells equal ones apart.
    pub fn split(&self, findings: Vec<Finding>) -> Split {
        let prints = fingerprints(&findings);
        let found: BTreeSet<&str> = prints.iter().map(String::as_str).collect();
        let gone = self.findings.iter().filter(|(print, _)| !found.contains(print.as_str()));
        let gone = gone.map(|(print, described)| (print.clone(), described.clone())).collect();
        let mut split = Split { new: Vec::new(), known: Vec::new(), gone };
        for (finding, print) in findings.into_iter().zip(prints) {
            if self.contains(&print) { split.known.push(finding) } else { split.new.push(finding) }
        }
        split
    }
}

/// `RULE PATH / BREADCRUMB`.
fn describe(finding: &Finding) -> String {
    let location = &finding.location;
    let breadcrumb = location.breadcrumb.as_ref().map(|names| format!(" / {names}")).unwrap_or_default();
    format!("{} {}{breadcrumb}", finding.rule, path(location))
}
