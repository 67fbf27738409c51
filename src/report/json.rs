//! The report as versioned JSON: written here, read back for merging.

use super::Report;
use super::fingerprint::{fingerprints, path};
use crate::finding::{Confidence, Finding, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonReport {
    /// Version of the format: 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// Which part of the files was judged; null when it was all of them.
    pub partition: Option<Partition>,
    /// How many files were judged.
    pub files: usize,
    /// How many findings there are of each severity.
    pub summary: Summary,
    /// What was found.
    pub findings: Vec<JsonFinding>,
    /// How often each exception was used.
    pub exceptions: Vec<ExceptionUse>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One of several parts of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Partition {
    /// Which one, from 1.
    pub index: usize,
    /// How many there are.
    pub count: usize,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub note: usize,
}

impl Summary {
    /// Counts.
    pub fn of(severities: impl Iterator<Item = Severity>) -> Self {
        let mut summary = Self::default();
        for severity in severities {
            match severity {
                Severity::Error => summary.error += 1,
                Severity::Warning => summary.warning += 1,
                Severity::Note => summary.note += 1,
            }
        }
        summary
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonFinding {
    /// Id of the rule.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// How often the findings of the rule are right; null when the rule is not known.
    pub confidence: Option<Confidence>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file; a member of an archive is `a.zip!/member`.
    pub path: String,
    /// The way to the value by names.
    pub names: Option<String>,
    /// The way to the value as a JSON pointer.
    pub pointer: Option<String>,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Column of the first character, from 1.
    pub column: usize,
    /// Line behind the last character.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// The bytes.
    pub span: JsonSpan,
    /// The stable id of the finding.
    pub fingerprint: String,
    /// Where it stands in what `build` made.
    pub output: Option<JsonOutput>,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct JsonSpan {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

/// A value in a file that `build` made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonOutput {
    /// Name of the file.
    pub file: String,
    /// The value in it, as a JSON pointer.
    pub pointer: String,
}

/// How often an exception of the manifest was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExceptionUse {
    /// Its pointer in the manifest.
    pub id: String,
    /// How many findings it left out.
    pub uses: usize,
    /// The manifest.
    pub path: String,
    /// Line in the manifest, from 1.
    pub line: usize,
    /// Column in the manifest, from 1.
    pub column: usize,
    /// Its bytes in the manifest.
    pub span: JsonSpan,
    /// Why it is there.
    pub reason: String,
}

/// The report with its types.
pub fn document(report: &Report<'_>) -> JsonReport {
    let prints = fingerprints(report.findings);
    JsonReport {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        partition: report.partition,
        files: report.files,
        summary: Summary::of(report.findings.iter().map(|finding| finding.severity)),
        findings: report.findings.iter().zip(prints).map(|(finding, print)| entry(report, finding, print)).collect(),
        exceptions: report.exceptions.to_vec(),
    }
}

fn entry(report: &Report<'_>, finding: &Finding, fingerprint: String) -> JsonFinding {
    let place = &finding.location;
    JsonFinding {
        rule: finding.rule.id().to_owned(),
        severity: finding.severity,
        confidence: report.rule(finding.rule.id()).map(|rule| rule.confidence),
        message: finding.message.clone(),
        help: finding.help.clone(),
        path: path(place),
        names: place.breadcrumb.clone(),
        pointer: place.pointer.as_ref().map(|pointer| pointer.as_str().to_owned()),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        span: JsonSpan { start: place.span.start, end: place.span.end },
        fingerprint,
        output: (finding.output.as_ref())
            .map(|output| JsonOutput { file: output.file.clone(), pointer: output.pointer.as_str().to_owned() }),
    }
}

/// The report as text, with a newline at its end.
pub fn render(report: &Report<'_>) -> Result<String, serde_json::Error> {
    document(report).text()
}

impl JsonReport {
    /// The text of the report, with a newline at its end.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// Reads a report of this version.
pub fn read(text: &str) -> Result<JsonReport, String> {
    versioned(text, "report", VERSION)
}

/// Reads a file with a `version`, which is looked at first: of another version nothing else is known.
pub(super) fn versioned<T: for<'de> Deserialize<'de>>(text: &str, what: &str, version: u32) -> Result<T, String> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    // The words of serde_json may quote a value, so that only the place is told.
    let told =
        |error: &serde_json::Error| format!("this is no {what}: line {}, column {}", error.line(), error.column());
    let found = serde_json::from_str::<Versioned>(text).map_err(|error| told(&error))?.version;
    if found != version {
        return Err(format!("this {what} has version {found}, but only version {version} can be read"));
    }
    serde_json::from_str(text).map_err(|error| told(&error))
}
