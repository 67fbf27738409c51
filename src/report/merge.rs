//! Partial reports made one.

use super::json::{ExceptionUse, JsonReport, Summary};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// Why reports cannot be made one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MergeError {
    /// There is none.
    #[error("there is no report to merge")]
    Nothing,
    /// One is about all files.
    #[error("a report is not of a partition, so that there is nothing to merge it with")]
    Whole,
    /// Not made by the same program.
    #[error("the reports were made by different versions: {0} and {1}")]
    Versions(String, String),
    /// Not parts of the same whole.
    #[error("the reports are parts of different wholes: of {0} and of {1} partitions")]
    Counts(usize, usize),
    /// No such part.
    #[error("there is no partition {index} of {count}")]
    Outside {
        /// Which one the report says it is.
        index: usize,
        /// How many it says there are.
        count: usize,
    },
    /// One part twice.
    #[error("partition {0} is there twice")]
    Double(usize),
    /// One part not at all.
    #[error("partition {index} of {count} is missing")]
    Missing {
        /// The first that is missing.
        index: usize,
        /// How many there are.
        count: usize,
    },
}

/// One report of all partitions.
pub fn merge(reports: Vec<JsonReport>) -> Result<JsonReport, MergeError> {
    let mut reports = reports;
    reports.sort_by_key(|report| report.partition.map(|partition| partition.index));
    complete(&reports)?;
    let mut reports = reports.into_iter();
    let mut whole = reports.next().ok_or(MergeError::Nothing)?;
    whole.partition = None;
    for report in reports {
        whole.files = whole.files.saturating_add(report.files);
        whole.findings.extend(report.findings);
        whole.exceptions.extend(report.exceptions);
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
    whole.exceptions = added(whole.exceptions);
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

/// Each exception once, with all its uses, in the order of the manifest.
fn added(exceptions: Vec<ExceptionUse>) -> Vec<ExceptionUse> {
    let mut all: BTreeMap<_, ExceptionUse> = BTreeMap::new();
    for exception in exceptions {
        let key = (exception.path.clone(), exception.span, exception.id.clone());
        match all.get_mut(&key) {
            Some(known) => known.uses = known.uses.saturating_add(exception.uses),
            None => _ = all.insert(key, exception),
        }
    }
    all.into_values().collect()
}
