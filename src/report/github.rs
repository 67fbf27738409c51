//! The report as workflow commands, which GitHub shows beside the lines of a pull request.

use super::Report;
use super::fingerprint::path;
use crate::finding::{Finding, Severity};

/// The report as text: one line for each finding.
pub fn render(report: &Report<'_>) -> String {
    report.findings.iter().map(command).collect()
}

fn command(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = &finding.location;
    let (file, title) = (property(&path(place)), property(finding.rule.id()));
    let (line, end) = (place.start.line, place.end.line);
    // Columns of different lines are refused.
    let columns =
        if line == end { format!(",col={},endColumn={}", place.start.column, place.end.column) } else { String::new() };
    let names = place.breadcrumb.as_ref().map(|names| format!("{names}: ")).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let message = data(&format!("{names}{}{help}", finding.message));
    format!("::{level} file={file},line={line},endLine={end}{columns},title={title}::{message}\n")
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
