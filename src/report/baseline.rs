//! Findings that are known and do not count.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// A baseline: a JSON file, fit for a diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    version: u32,
    /// By fingerprint: the rule and the place, for people.
    findings: BTreeMap<String, String>,
}

/// The version of the form.
const VERSION: u32 = 1;

/// A baseline that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is none.
    #[error("this is no baseline of `postsmith check`: {0}")]
    NoBaseline(#[from] serde_json::Error),
    /// It is one of another version.
    #[error("this baseline has version {0}, and only version {VERSION} is read; write it again with --write-baseline")]
    Version(u32),
}

impl Baseline {
    /// Of findings: `(fingerprint, what people read)`.
    pub fn new(findings: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { version: VERSION, findings: findings.into_iter().collect() }
    }

    /// Reads what [`Baseline::render`] wrote.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text)?;
        if baseline.version == VERSION { Ok(baseline) } else { Err(BaselineError::Version(baseline.version)) }
    }

    /// As it is written.
    pub fn render(&self) -> String {
        // The types hold nothing that JSON cannot say.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Whether the finding is known.
    pub fn knows(&self, fingerprint: &str) -> bool {
        self.findings.contains_key(fingerprint)
    }

    /// How many known findings are not among `fingerprints` any more.
    pub fn gone(&self, fingerprints: &[String]) -> usize {
        let there: HashSet<&str> = fingerprints.iter().map(String::as_str).collect();
        self.findings.keys().filter(|known| !there.contains(known.as_str())).count()
    }
}
