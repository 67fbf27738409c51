//! GitHub's workflow commands: annotations at the lines of a pull request.

use super::Report;
use crate::finding::Severity;
use std::fmt::Write as _;

/// One command a line.
pub fn render(report: &Report<'_>) -> String {
    let mut out = String::new();
    for finding in report.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = &finding.place;
        let names = place.names.as_ref().map(|names| format!("{names}: ")).unwrap_or_default();
        let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = write!(out, "::{level} file={},line={}", property(place.path.as_str()), place.start.line);
        // GitHub refuses columns of a place over several lines.
        if place.start.line == place.end.line {
            let _ =
                write!(out, ",endLine={},col={},endColumn={}", place.end.line, place.start.column, place.end.column);
        }
        let text = data(&format!("{names}{}{help}", finding.message));
        let _ = writeln!(out, ",title={}::{text}", property(finding.rule.id()));
    }
    out
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
