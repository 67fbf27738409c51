//! The result of a verification as JSON, for programs.

use super::verify::{PageCheck, Verification};
use crate::finding::Finding;
use crate::requirements::{RecordedCollection, RecordedTool};
use crate::text::escape_hidden_json;
use camino::Utf8Path;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

/// The version of the format.
const VERSION: u32 = 1;

/// What `postsmith bundle --verify --json` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Postsmith verification (bundle --verify --json)")]
struct VerificationReport<'v> {
    /// The version of the format: 1.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The program that verified the bundle.
    tool: RecordedTool,
    /// The bundle as it was named; `<stdin>` for standard input.
    bundle: &'v str,
    /// Whether there are no findings. Pages that were ignored can be anything all the same.
    intact: bool,
    /// What happened to the pages.
    pages: Pages,
    /// The program that made the bundle, as its record says; null when the record cannot be read.
    made_by: Option<&'v RecordedTool>,
    /// The collection, as the record says; null when the record cannot be read.
    collection: Option<&'v RecordedCollection>,
    /// The files of the bundle, `SHA256SUMS` and `bundle.json` apart, as the record says.
    files: Vec<&'v str>,
    /// Everything that is wrong.
    findings: Vec<VerificationFinding<'v>>,
}

/// What happened to the pages.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Pages {
    /// They were rendered again and compared; differences are findings.
    Compared,
    /// They were not compared, as `--ignore-pages` asks.
    Ignored,
}

/// One thing that is wrong.
#[derive(Serialize, JsonSchema)]
struct VerificationFinding<'v> {
    /// The id of the rule.
    rule: &'static str,
    /// What is wrong.
    message: &'v str,
    /// What to do.
    help: Option<&'v str>,
    /// The bundle, or the member `a.zip!/folder/file`.
    path: &'v str,
    /// The JSON pointer to the value.
    pointer: Option<String>,
    /// The line, from 1.
    line: usize,
    /// The column, from 1.
    column: usize,
}

/// The result of the verification of the bundle `path` as JSON, with a line break at the end.
///
/// # Errors
/// When it cannot be serialised.
pub fn verification_json(path: &Utf8Path, result: &Verification, pages: PageCheck) -> serde_json::Result<String> {
    let record = result.record.as_ref();
    let report = VerificationReport {
        version: VERSION,
        tool: RecordedTool::current(),
        bundle: path.as_str(),
        intact: result.findings.is_empty(),
        pages: if pages == PageCheck::Compare { Pages::Compared } else { Pages::Ignored },
        made_by: record.map(|record| &record.tool),
        collection: record.map(|record| &record.collection),
        files: record.iter().flat_map(|record| &record.files).map(|file| file.name.as_str()).collect(),
        findings: result.findings.iter().map(finding).collect(),
    };
    Ok(escape_hidden_json(serde_json::to_string_pretty(&report)? + "\n"))
}

fn finding(finding: &Finding) -> VerificationFinding<'_> {
    let location = &finding.location;
    VerificationFinding {
        rule: finding.rule.id(),
        message: &finding.message,
        help: finding.help.as_deref(),
        path: location.path.as_str(),
        pointer: location.pointer.as_ref().map(ToString::to_string),
        line: location.start.line,
        column: location.start.column,
    }
}

/// The JSON Schema of [`verification_json`].
pub fn verification_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<VerificationReport<'_>>();
    format!("{:#}\n", schema.as_value())
}
