//! Merges the JSON reports of all parts of a partitioned check. `report merge` calls it.

use super::json::{JsonReport, Summary, SuppressionUse};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Why reports cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergeError {
    /// No report is given.
    #[error("no report to merge")]
    Nothing,
    /// A report is not of a partition.
    #[error("a report covers all files: only reports of `check --partition` can be merged")]
    Whole,
    /// The reports come from different versions of Postsmith.
    #[error("the reports come from different versions: {0} and {1}")]
    Versions(String, String),
    /// The reports come from different partitionings.
    #[error("the reports have different numbers of partitions: {0} and {1}")]
    Counts(usize, usize),
    /// A report has an impossible partition number.
    #[error("a report is of partition {index} of {count}, which does not exist")]
    Outside {
        /// The partition number in the report.
        index: usize,
        /// The number of partitions in the report.
        count: usize,
    },
    /// Two reports are of the same partition.
    #[error("two reports are of partition {0}")]
    Double(usize),
    /// The report of a partition is missing.
    #[error("partition {index} of {count} is missing")]
    Missing {
        /// The first missing partition.
        index: usize,
        /// The number of partitions.
        count: usize,
    },
}

/// Merges the reports of all partitions into one.
///
/// # Errors
/// The reports are not exactly one of each partition of one check.
pub fn merge(reports: Vec<JsonReport>) -> Result<JsonReport, MergeError> {
    let mut reports = reports;
    reports.sort_by_key(|report| report.partition.map(|partition| partition.index));
    complete(&reports)?;
    let mut reports = reports.into_iter();
    let mut whole = reports.next().ok_or(MergeError::Nothing)?;
    whole.partition = None;
    for report in reports {
        whole.files = whole.files.saturating_add(report.files);
        whole.unreadable = whole.unreadable.saturating_add(report.unreadable);
        for (kind, count) in report.passed_over {
            let sum = whole.passed_over.entry(kind).or_default();
            *sum = sum.saturating_add(count);
        }
        whole.findings.extend(report.findings);
        whole.suppressions.extend(report.suppressions);
    }
    whole.findings.sort_by(|one, other| {
        let key = |finding: &super::json::JsonFinding| (finding.span, Reverse(finding.severity));
        (one.path.cmp(&other.path))
            .then_with(|| key(one).cmp(&key(other)))
            .then_with(|| one.rule.cmp(&other.rule))
            .then_with(|| one.message.cmp(&other.message))
            .then_with(|| one.fingerprint.cmp(&other.fingerprint))
    });
    whole.summary = Summary::of(whole.findings.iter().map(|finding| finding.severity));
    whole.suppressions = sum_uses(whole.suppressions);
    Ok(whole)
}

fn complete(reports: &[JsonReport]) -> Result<(), MergeError> {
    let first = reports.first().ok_or(MergeError::Nothing)?;
    let count = first.partition.ok_or(MergeError::Whole)?.count;
    let mut seen = BTreeSet::new();
    for report in reports {
        let partition = report.partition.ok_or(MergeError::Whole)?;
        if report.tool != first.tool {
            return Err(MergeError::Versions(first.tool.version.clone(), report.tool.version.clone()));
        }
        if partition.count != count {
            return Err(MergeError::Counts(count, partition.count));
        }
        if partition.index == 0 || partition.index > count {
            return Err(MergeError::Outside { index: partition.index, count });
        }
        if !seen.insert(partition.index) {
            return Err(MergeError::Double(partition.index));
        }
    }
    let missing = (1..=count).find(|index| !seen.contains(index));
    missing.map_or(Ok(()), |index| Err(MergeError::Missing { index, count }))
}

/// Sums the uses of each suppression, in the order of the manifest.
fn sum_uses(suppressions: Vec<SuppressionUse>) -> Vec<SuppressionUse> {
    let mut all: BTreeMap<_, SuppressionUse> = BTreeMap::new();
    for suppression in suppressions {
        let key = (suppression.path.clone(), suppression.span, suppression.id.clone());
        match all.get_mut(&key) {
            Some(known) => known.uses = known.uses.saturating_add(suppression.uses),
            None => _ = all.insert(key, suppression),
        }
    }
    all.into_values().collect()
}
