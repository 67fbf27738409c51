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
mod schema;

pub use schema::report_schema;

use crate::finding::{Confidence, Finding, Severity};
use json::{ExceptionUse, Partition};

/// What the formats for machines are made from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// What was found, in the order of a report.
    pub findings: &'r [Finding],
    /// How many files were judged.
    pub files: usize,
    /// The rules that judged. A finding of another rule is reported all the same.
    pub rules: &'r [RuleFacts],
    /// Which part of the files was judged; none when it was all of them.
    pub partition: Option<Partition>,
    /// How often each exception was used.
    pub exceptions: &'r [ExceptionUse],
}

impl Report<'_> {
    fn rule(&self, id: &str) -> Option<&RuleFacts> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// What is said about a rule.
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
    /// How to mend it.
    pub mend: &'static str,
}
