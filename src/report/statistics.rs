//! How many findings each rule has, and which files have the most.

use super::Report;
use crate::finding::{Finding, Severity};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// One line for each rule and severity with findings, the most frequent first: number, severity, rule, what it finds.
pub fn render(report: &Report<'_>) -> String {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for finding in report.findings {
        *counts.entry((finding.rule.id(), finding.severity)).or_default() += 1;
    }
    let mut counts: Vec<((&str, Severity), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|((id, severity), count)| (Reverse(*count), Reverse(*severity), *id));
    let number = counts.first().map_or(0, |(_, count)| count.to_string().len());
    let name = counts.iter().map(|((id, _), _)| id.len()).max().unwrap_or_default();
    let line = |((id, severity), count): &((&str, Severity), usize)| {
        let what = report.rule(id).map(|rule| rule.what).unwrap_or_default();
        format!("{count:>number$}  {:<7}  {id:<name$}  {what}", severity.name()).trim_end().to_owned() + "\n"
    };
    counts.iter().map(line).collect()
}

/// The files with the most findings, at most `most` of them, each with their number.
pub fn worst_files(findings: &[Finding], most: usize) -> Vec<(&str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.location.path.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(path, count)| (Reverse(*count), *path));
    counts.truncate(most);
    counts
}
