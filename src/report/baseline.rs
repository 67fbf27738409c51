//! The findings that are known already, so that only new ones count.

use super::fingerprint::{fingerprints, path};
use super::json::versioned;
use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The version of the format that this program writes and reads.
const VERSION: u32 = 1;

/// Known findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    /// By fingerprint: which rule, and where, for whoever reads the file.
    findings: BTreeMap<String, String>,
}

/// Findings by whether a baseline knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Not in the baseline.
    pub new: Vec<Finding>,
    /// In the baseline.
    pub known: Vec<Finding>,
    /// Of the baseline, what is no longer found: fingerprint, and which rule and where.
    pub gone: Vec<(String, String)>,
}

impl Baseline {
    /// The baseline that knows these findings.
    pub fn of(findings: &[Finding]) -> Self {
        let described = fingerprints(findings).into_iter().zip(findings.iter().map(describe));
        Self { version: VERSION, findings: described.collect() }
    }

    /// Reads what [`Baseline::text`] writes.
    pub fn read(text: &str) -> Result<Self, String> {
        versioned(text, "baseline", VERSION)
    }

    /// The text of the file, sorted by fingerprint, with a newline at its end.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Whether the finding of this fingerprint is known.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.findings.contains_key(fingerprint)
    }

    /// Parts findings into new and known ones. They must be all that were found: equal ones are told apart by number.
    pub fn split(&self, findings: Vec<Finding>) -> Split {
        let prints = fingerprints(&findings);
        let found: BTreeSet<&str> = prints.iter().map(String::as_str).collect();
        let gone = self.findings.iter().filter(|(print, _)| !found.contains(print.as_str()));
        let gone = gone.map(|(print, described)| (print.clone(), described.clone())).collect();
        let mut split = Split { new: Vec::new(), known: Vec::new(), gone };
        for (finding, print) in findings.into_iter().zip(prints) {
            if self.knows(&print) { split.known.push(finding) } else { split.new.push(finding) }
        }
        split
    }
}

/// `rule path / names`.
fn describe(finding: &Finding) -> String {
    let place = &finding.location;
    let names = place.breadcrumb.as_ref().map(|names| format!(" / {names}")).unwrap_or_default();
    format!("{} {}{names}", finding.rule, path(place))
}
