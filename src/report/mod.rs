//! Findings as text: one file for each output format, and baselines. The command line prints or writes the result.

pub mod baseline;
pub mod cause;
pub mod concise;
pub mod diff;
pub mod fingerprint;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod merge;
pub mod rotation;
pub mod sarif;
mod schema;
pub mod statistics;

pub use schema::report_schema;

use crate::finding::{Confidence, Finding, Severity};
use json::{Partition, SuppressionUse};
use std::collections::BTreeMap;

/// The input of the machine-readable formats.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// The findings, in the order of a report.
    pub findings: &'r [Finding],
    /// The fingerprint of each finding, in their order.
    pub fingerprints: &'r [String],
    /// How many files were checked, those that could not be parsed included.
    pub files: usize,
    /// How many files of each other kind folders and archives held. They were not checked.
    pub passed_over: &'r BTreeMap<&'static str, usize>,
    /// How many files could not be read, or are not Postman files although they should be.
    pub unreadable: usize,
    /// The rules to describe. A finding of any other rule is reported too.
    pub rules: &'r [RuleFacts],
    /// Which part of the files was checked; none for all of them.
    pub partition: Option<Partition>,
    /// How often each suppression was used.
    pub suppressions: &'r [SuppressionUse],
    /// The least severity that fails the check.
    pub fail_on: Severity,
}

impl Report<'_> {
    fn rule(&self, id: &str) -> Option<&RuleFacts> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// The description of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleFacts {
    /// Its id.
    pub id: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// How often its findings are right.
    pub confidence: Confidence,
    /// What it finds, as one phrase without a full stop.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to fix it.
    pub fix: &'static str,
}
