//! The report as GitHub workflow commands, which GitHub shows as annotations of a pull request.

use super::Report;
use super::fingerprint::path;
use crate::finding::{Finding, Severity};
use crate::text::is_hidden;

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
    let location = &finding.location;
    let (file, title) = (property(&path(location)), property(finding.rule.id()));
    let (line, end) = (location.start.line, location.end.line);
    // GitHub rejects columns of a range of several lines.
    let columns = if line == end {
        format!(",col={},endColumn={}", location.start.column, location.end.column)
    } else {
        String::new()
    };
    let breadcrumb = location.breadcrumb.as_ref().map(|breadcrumb| format!("{breadcrumb}: ")).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let commit = location.commit.as_ref().map(|commit| format!("in commit {commit}: ")).unwrap_or_default();
    let message = data(&format!("{commit}{breadcrumb}{}{help}", finding.message));
    format!("::{level} file={file},line={line},endLine={end}{columns},title={title}::{message}\n")
}

fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    text.chars().map(|character| if is_hidden(character) { '\u{fffd}' } else { character }).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
