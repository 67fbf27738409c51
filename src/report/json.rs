//! The report as versioned JSON. `report merge` reads it back.

use super::Report;
use super::cause::causes;
use super::fingerprint::path;
use crate::document::Pointer;
use crate::finding::{Confidence, Finding, Location, Output, RuleId, Severity};
use crate::text::{Position, Span, escape_hidden_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 2;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JsonReport {
    /// Version of the format: 2.
    #[schemars(extend("const" = 2))]
    pub version: u32,
    /// The program that wrote the report.
    pub tool: Tool,
    /// Which part of the files was checked; null for all of them.
    pub partition: Option<Partition>,
    /// How many files were checked, those that could not be parsed included.
    pub files: usize,
    /// How many files of each other kind (`Bruno`, `OpenAPI`, `other`, ...) folders and archives held. They were not checked.
    #[serde(default)]
    pub passed_over: BTreeMap<String, usize>,
    /// How many files could not be read, or are not Postman files although they should be.
    #[serde(default)]
    pub unreadable: usize,
    /// How many findings there are of each severity.
    pub summary: Summary,
    /// The findings.
    pub findings: Vec<JsonFinding>,
    /// How often each suppression was used.
    pub suppressions: Vec<SuppressionUse>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// One part of the files, as `--partition` splits them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Partition {
    /// Number of the part, from 1.
    pub index: usize,
    /// How many parts there are.
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
    /// Counts severities.
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
    /// How sure it is: how often such findings are right; null when the rule is not known.
    pub confidence: Option<Confidence>,
    /// What is wrong.
    pub message: String,
    /// What proves a secret; null for other findings.
    #[serde(default)]
    pub reason: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The file; a member of an archive is `a.zip!/member`.
    pub path: String,
    /// The commit that the file is read from, as its full hash; null for a file on disk.
    #[serde(default)]
    pub commit: Option<String>,
    /// The names that lead to the value, as Postman shows them: `Auth / Get token / header 2`.
    pub breadcrumb: Option<String>,
    /// The JSON pointer to the value.
    pub pointer: Option<String>,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Column of the first character, from 1.
    pub column: usize,
    /// Line of the position after the last character.
    pub end_line: usize,
    /// Column of the position after the last character.
    pub end_column: usize,
    /// The bytes of the value.
    pub span: JsonSpan,
    /// The stable id of the finding: 32 hexadecimal digits.
    pub fingerprint: String,
    /// Fingerprint of the first finding with the same cause: the same mistake in the same folder. Its own fingerprint if it is the first.
    #[serde(default)]
    pub cause: String,
    /// Page on which a token of a known vendor is revoked; null for other findings.
    #[serde(default)]
    pub revocation: Option<String>,
    /// The salted hash of a credential, `sha256:SALT:HASH`, with `--value-hashes`; else null.
    #[serde(default)]
    pub value_hash: Option<String>,
    /// Its location in the file that `build` made.
    pub output: Option<JsonOutput>,
}

/// A range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct JsonSpan {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
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

/// How often a suppression of the manifest was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuppressionUse {
    /// Its pointer in the manifest.
    pub id: String,
    /// How many findings it matched.
    pub uses: usize,
    /// The manifest.
    pub path: String,
    /// Line in the manifest, from 1.
    pub line: usize,
    /// Column in the manifest, from 1.
    pub column: usize,
    /// Its bytes in the manifest.
    pub span: JsonSpan,
    /// Its reason.
    pub reason: String,
}

/// Converts a report to its JSON types.
pub fn document(report: &Report<'_>) -> JsonReport {
    let causes = causes(report.findings);
    JsonReport {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        partition: report.partition,
        files: report.files,
        passed_over: report.passed_over.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect(),
        unreadable: report.unreadable,
        summary: Summary::of(report.findings.iter().map(|finding| finding.severity)),
        findings: (report.findings.iter().zip(report.fingerprints).zip(causes))
            .map(|((finding, print), cause)| entry(report, finding, print.clone(), report.fingerprints[cause].clone()))
            .collect(),
        suppressions: report.suppressions.to_vec(),
    }
}

fn entry(report: &Report<'_>, finding: &Finding, fingerprint: String, cause: String) -> JsonFinding {
    let (location, credential) = (&finding.location, finding.credential.as_deref());
    JsonFinding {
        rule: finding.rule.id().to_owned(),
        severity: finding.severity,
        confidence: credential
            .map(|credential| credential.confidence)
            .or_else(|| report.rule(finding.rule.id()).map(|rule| rule.confidence)),
        message: finding.message.clone(),
        reason: credential.map(|credential| credential.reason.clone()),
        help: finding.help.clone(),
        path: path(location),
        commit: location.commit.clone(),
        breadcrumb: location.breadcrumb.clone(),
        pointer: location.pointer.as_ref().map(|pointer| pointer.as_str().to_owned()),
        line: location.start.line,
        column: location.start.column,
        end_line: location.end.line,
        end_column: location.end.column,
        span: JsonSpan { start: location.span.start, end: location.span.end },
        fingerprint,
        cause,
        revocation: credential.and_then(|credential| credential.revocation).map(str::to_owned),
        value_hash: credential.and_then(|credential| credential.value_hash.clone()),
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
        serde_json::to_string_pretty(self).map(|text| escape_hidden_json(text + "\n"))
    }
}

impl JsonFinding {
    /// The finding, of the rule `rule`. What a report does not hold is missing: a credential, edits.
    pub fn finding(&self, rule: RuleId) -> Finding {
        let location = Location {
            path: self.path.as_str().into(),
            commit: self.commit.clone(),
            span: Span::new(self.span.start, self.span.end),
            start: Position { line: self.line, column: self.column },
            end: Position { line: self.end_line, column: self.end_column },
            pointer: self.pointer.as_deref().and_then(Pointer::parse),
            breadcrumb: self.breadcrumb.clone(),
        };
        let output = self
            .output
            .as_ref()
            .and_then(|output| Some(Output { file: output.file.clone(), pointer: Pointer::parse(&output.pointer)? }));
        let finding = Finding::error(rule, location, self.message.as_str());
        Finding { severity: self.severity, help: self.help.clone(), output, ..finding }
    }
}

/// Reads a report.
///
/// # Errors
/// The text is not a report, or a report of another version.
pub fn read(text: &str) -> Result<JsonReport, String> {
    read_versioned(text, "report", VERSION, "write it again with `postsmith check --format json`")
}

/// Reads a JSON file that has a `version`. Checks the version first, because the other keys depend on it. `what` names the kind of file, and
/// `remedy` says how to write it again.
pub(super) fn read_versioned<T: for<'de> Deserialize<'de>>(
    text: &str,
    what: &str,
    version: u32,
    remedy: &str,
) -> Result<T, String> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    // A message of serde_json may quote a value, so only its position is shown.
    let syntax =
        |error: &serde_json::Error| format!("this is not a {what}: line {}, column {}", error.line(), error.column());
    let found = serde_json::from_str::<Versioned>(text).map_err(|error| syntax(&error))?.version;
    if found != version {
        return Err(format!("this {what} has version {found}, and this program reads version {version}; {remedy}"));
    }
    serde_json::from_str(text).map_err(|error| syntax(&error))
}
