//! The versioned report for programs. Its schema is `schemas/report.schema.json`.

use super::{Report, count, fingerprint};
use crate::finding::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the form. A reader refuses any other.
pub const VERSION: u32 = 1;

/// What `postsmith check --format json` writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Postsmith report")]
pub struct JsonReport {
    /// The version of this form: 1.
    pub version: u32,
    /// What wrote it.
    pub tool: Tool,
    /// Which part of the files was judged; null: all of them.
    pub partition: Option<Partition>,
    /// How many files were judged.
    pub files: usize,
    /// How many findings there are.
    pub summary: Summary,
    /// The findings, by file and place.
    pub findings: Vec<JsonFinding>,
    /// The exceptions of the manifest that could have fitted, with how often they did.
    pub exceptions: Vec<ExceptionUse>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `postsmith`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// Part `index`, from 1, of `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Partition {
    /// From 1.
    pub index: usize,
    /// How many parts there are.
    pub count: usize,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// What is wrong.
    pub error: usize,
    /// What is probably a mistake.
    pub warning: usize,
    /// What is worth knowing.
    pub note: usize,
}

/// One finding. No text in it is a value of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonFinding {
    /// The id of the rule.
    pub rule: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// How often the rule is right: `low`, `medium` or `high`.
    pub confidence: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file; a member of an archive is `a.zip!/member`.
    pub path: String,
    /// The way by names: `Auth / Get token / header 2`.
    pub names: Option<String>,
    /// The value: a JSON pointer (RFC 6901).
    pub pointer: Option<String>,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Line of the end.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// The bytes of the file.
    pub span: JsonSpan,
    /// What tells the finding from others and finds it again in the next export.
    pub fingerprint: String,
    /// Where it stands in what `build` made, when the place above is in its source.
    pub output: Option<JsonOutput>,
}

/// Bytes of a file: `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonSpan {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

/// A value in a file that `build` made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonOutput {
    /// The file.
    pub file: String,
    /// The value in it: a JSON pointer.
    pub pointer: String,
}

/// How often an exception of the manifest was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExceptionUse {
    /// The manifest.
    pub path: String,
    /// Where the exception stands in it: a JSON pointer.
    pub pointer: String,
    /// Its line.
    pub line: usize,
    /// Why it is there.
    pub reason: String,
    /// How many findings it fitted.
    pub uses: usize,
}

/// A report that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadReportError {
    /// It is no report.
    #[error("this is no JSON report of `postsmith check`: {0}")]
    NoReport(#[from] serde_json::Error),
    /// It is one of another version.
    #[error("this report has version {0}, and only version {VERSION} is read")]
    Version(u32),
}

/// The report as JSON. `exceptions` could have fitted.
pub fn render(report: &Report<'_>, partition: Option<Partition>, exceptions: Vec<ExceptionUse>) -> String {
    let [error, warning, note] = count(report.findings);
    let prints = fingerprint::fingerprints(report.findings);
    let findings = report.findings.iter().zip(prints).map(|(finding, print)| {
        let confidence = report.confidence(finding.rule).to_owned();
        of(finding, confidence, print)
    });
    text(&JsonReport {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        partition,
        files: report.files,
        summary: Summary { error, warning, note },
        findings: findings.collect(),
        exceptions,
    })
}

/// A report as it is written.
pub fn text(report: &JsonReport) -> String {
    // The types hold nothing that JSON cannot say.
    serde_json::to_string_pretty(report).unwrap_or_default() + "\n"
}

/// Reads what [`render`] wrote.
pub fn read(text: &str) -> Result<JsonReport, ReadReportError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    match serde_json::from_str::<Version>(text)?.version {
        VERSION => Ok(serde_json::from_str(text)?),
        other => Err(ReadReportError::Version(other)),
    }
}

/// The JSON Schema of the report.
pub fn schema() -> String {
    let schema = schemars::generate::SchemaSettings::draft07().into_generator().into_root_schema_for::<JsonReport>();
    format!("{:#}\n", schema.as_value())
}

fn of(finding: &Finding, confidence: String, fingerprint: String) -> JsonFinding {
    let place = &finding.place;
    JsonFinding {
        rule: finding.rule.to_string(),
        severity: finding.severity.to_string(),
        confidence,
        message: finding.message.clone(),
        help: finding.help.clone(),
        path: place.path.to_string(),
        names: place.names.clone(),
        pointer: place.pointer.as_ref().map(ToString::to_string),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        span: JsonSpan { start: place.span.start, end: place.span.end },
        fingerprint,
        output: finding
            .output
            .as_ref()
            .map(|output| JsonOutput { file: output.file.clone(), pointer: output.pointer.to_string() }),
    }
}
