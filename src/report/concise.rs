//! The report with one line for each finding: `path:line:column: severity: message (rule); help`. Editors and `grep` read it.

use super::Report;
use crate::text::escape_hidden;

/// The report as text: one line for each finding.
pub fn render(report: &Report<'_>) -> String {
    report
        .findings
        .iter()
        .flat_map(|finding| [escape_hidden(&finding.to_string()).into_owned(), "\n".to_owned()])
        .collect()
}
