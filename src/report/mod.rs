//! Read and write: findings as text, one file for each format. Nothing here prints.

pub mod baseline;
pub mod diff;
pub mod fingerprint;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod merge;
pub mod sarif;

use crate::finding::{Finding, Rule, Severity};

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// The findings, in the order of the report.
    pub findings: &'r [Finding],
    /// How many files were judged.
    pub files: usize,
    /// What is to be said of the rules.
    pub rules: &'r [RuleFacts],
}

/// What a report says of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleFacts {
    /// Its id.
    pub id: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// How often it is right: `low`, `medium` or `high`.
    pub confidence: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

impl Report<'_> {
    /// The confidence of a rule; `high` of one that it has no facts of.
    fn confidence(&self, rule: Rule) -> &'static str {
        self.rules.iter().find(|facts| facts.id == rule.id()).map_or("high", |facts| facts.confidence)
    }
}

/// How many findings have each severity: errors, warnings, notes.
pub fn count(findings: &[Finding]) -> [usize; 3] {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    [of(Severity::Error), of(Severity::Warning), of(Severity::Note)]
}
