//! JUnit's XML: a suite for each file, a case for each finding. Notes are cases that passed.

use super::Report;
use crate::finding::{Finding, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The document. When all is well it has one case that passed: some readers take a document without cases for a broken run.
pub fn render(report: &Report<'_>) -> String {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        files.entry(finding.place.path.as_str()).or_default().push(finding);
    }
    let failures = report.findings.iter().filter(|finding| is_failure(finding)).count();
    let tests = report.findings.len().max(1);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"postsmith check\" tests=\"{tests}\" failures=\"{failures}\">\n"
    );
    // Writing to a String cannot fail.
    for (path, findings) in &files {
        let failures = findings.iter().filter(|finding| is_failure(finding)).count();
        let path = escape(path);
        let _ = writeln!(out, "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{failures}\">", findings.len());
        findings.iter().for_each(|finding| case(&mut out, &path, finding));
        out.push_str("  </testsuite>\n");
    }
    if files.is_empty() {
        let _ = writeln!(out, "  <testsuite name=\"postsmith check\" tests=\"1\" failures=\"0\">");
        let _ = writeln!(
            out,
            "    <testcase classname=\"postsmith check\" name=\"{} files without a finding\"/>",
            report.files
        );
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn is_failure(finding: &Finding) -> bool {
    finding.severity != Severity::Note
}

fn case(out: &mut String, path: &str, finding: &Finding) {
    let place = &finding.place;
    let name = escape(&format!("{} at {}", finding.rule, place.start));
    let _ =
        write!(out, "    <testcase classname=\"{path}\" name=\"{name}\" file=\"{path}\" line=\"{}\"", place.start.line);
    if !is_failure(finding) {
        out.push_str("/>\n");
        return;
    }
    let _ = write!(out, ">\n      <failure type=\"{}\" message=\"{}\">", finding.severity, escape(&finding.message));
    let names = place.names.as_ref().map(|names| format!("{names}\n")).unwrap_or_default();
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    let _ =
        writeln!(out, "{}</failure>\n    </testcase>", escape(&format!("{place}\n{names}{}{help}", finding.message)));
}

/// For text and attributes. XML 1.0 cannot say most control characters at all.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
