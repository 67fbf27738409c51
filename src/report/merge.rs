//! The reports of all parts of a check, joined.

use super::json::{ExceptionUse, JsonReport, Summary};
use std::collections::BTreeMap;

/// Why reports cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// There is nothing to join.
    #[error("there is no report to join")]
    Empty,
    /// A report is not of a part.
    #[error("one of the reports was not made with --partition")]
    Whole,
    /// The parts are not of the same whole.
    #[error("the reports are parts of different wholes: one of {0}, one of {1}")]
    Count(usize, usize),
    /// A part is missing.
    #[error("part {0} of {1} is missing")]
    Missing(usize, usize),
    /// A part is there twice.
    #[error("part {0} of {1} is there twice")]
    Twice(usize, usize),
    /// Different programs wrote them.
    #[error("the reports are of different versions of postsmith: {0} and {1}")]
    Tool(String, String),
}

/// Joins the reports of all parts, in whatever order. Uses of an exception add up.
pub fn merge(reports: Vec<JsonReport>) -> Result<JsonReport, MergeError> {
    let mut parts = BTreeMap::new();
    let first = reports.first().ok_or(MergeError::Empty)?;
    let tool = first.tool.clone();
    let count = first.partition.ok_or(MergeError::Whole)?.count;
    for report in reports {
        let partition = report.partition.ok_or(MergeError::Whole)?;
        if report.tool.version != tool.version {
            return Err(MergeError::Tool(tool.version, report.tool.version));
        }
        if partition.count != count {
            return Err(MergeError::Count(count, partition.count));
        }
        if parts.insert(partition.index, report).is_some() {
            return Err(MergeError::Twice(partition.index, count));
        }
    }
    if let Some(missing) = (1..=count).find(|index| !parts.contains_key(index)) {
        return Err(MergeError::Missing(missing, count));
    }
    let mut whole = JsonReport {
        version: super::json::VERSION,
        tool,
        partition: None,
        files: 0,
        summary: Summary::default(),
        findings: Vec::new(),
        exceptions: Vec::new(),
    };
    let mut uses: BTreeMap<(String, usize, String), ExceptionUse> = BTreeMap::new();
    for report in parts.into_values() {
        whole.files += report.files;
        whole.findings.extend(report.findings);
        for exception in report.exceptions {
            let key = (exception.path.clone(), exception.line, exception.pointer.clone());
            uses.entry(key).and_modify(|known| known.uses += exception.uses).or_insert(exception);
        }
    }
    whole.exceptions = uses.into_values().collect();
    whole.findings.sort_by(|one, other| {
        (&one.path, one.span.start, one.span.end, &one.rule, &one.message).cmp(&(
            &other.path,
            other.span.start,
            other.span.end,
            &other.rule,
            &other.message,
        ))
    });
    // What belongs to the manifest, and not to a part, every part says.
    whole.findings.dedup();
    recount(&mut whole);
    Ok(whole)
}

/// Counts the findings anew.
pub fn recount(report: &mut JsonReport) {
    let of = |severity: &str| report.findings.iter().filter(|finding| finding.severity == severity).count();
    report.summary = Summary { error: of("error"), warning: of("warning"), note: of("note") };
}
