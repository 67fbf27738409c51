//! The report as `JUnit` XML, for build servers: one test suite for each file with findings.

use super::Report;
use super::fingerprint::path;
use crate::finding::{Finding, Severity};
use crate::text::is_hidden;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The report as text, with a newline at its end. Findings that fail the check are failures, the others are skipped: a build server agrees with the exit
/// code.
pub fn render(report: &Report<'_>) -> String {
    let mut suites: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings {
        suites.entry(path(&finding.location)).or_default().push(finding);
    }
    let clean = report.files.saturating_sub(suites.len());
    let skipped = report.findings.iter().filter(|finding| finding.severity < report.fail_on).count();
    let tests = report.findings.len() + usize::from(clean > 0);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    // Writing to a String cannot fail.
    let _ = writeln!(
        xml,
        "<testsuites name=\"postsmith\" tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"{skipped}\">",
        report.findings.len() - skipped
    );
    for (path, findings) in &suites {
        suite(&mut xml, path, findings, report.fail_on);
    }
    if clean > 0 {
        xml.push_str(
            "  <testsuite name=\"files without findings\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n",
        );
        let _ = writeln!(xml, "    <testcase classname=\"postsmith\" name=\"files without findings: {clean}\"/>");
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn suite(xml: &mut String, path: &str, findings: &[&Finding], fail_on: Severity) {
    let path = escaped(path);
    let skipped = findings.iter().filter(|finding| finding.severity < fail_on).count();
    let (tests, failures) = (findings.len(), findings.len() - skipped);
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">"
    );
    for finding in findings {
        let location = &finding.location;
        let breadcrumb = location.breadcrumb.as_ref().map(|breadcrumb| format!(" {breadcrumb}")).unwrap_or_default();
        let commit = location.commit.as_ref().map(|commit| format!(" {commit}")).unwrap_or_default();
        let name = escaped(&format!("{}{commit} {}{breadcrumb}", finding.rule, location.start));
        let _ = writeln!(xml, "    <testcase classname=\"{path}\" name=\"{name}\">");
        let message = escaped(&finding.message);
        if finding.severity < fail_on {
            let _ = writeln!(xml, "      <skipped message=\"{}: {message}\"/>", finding.severity);
        } else {
            let text = escaped(&finding.to_string());
            let severity = finding.severity;
            let _ = writeln!(xml, "      <failure type=\"{severity}\" message=\"{message}\">{text}</failure>");
        }
        xml.push_str("    </testcase>\n");
    }
    xml.push_str("  </testsuite>\n");
}

/// Escapes text for XML content and attributes. Characters that XML does not allow become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other if is_hidden(other) => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}
