//! The report as JSON, and its schema.

use super::outcome;
use crate::oauth::ApiTerms;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

/// What `postsmith doctor --format json` prints. It holds no secret.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Postsmith doctor report")]
struct JsonReport<'r> {
    /// The version of this form.
    #[schemars(extend("const" = 1))]
    version: u8,
    /// The name of the collection.
    name: &'r str,
    /// Where tokens are asked for; without OAuth, where the verify request goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'r str>,
    /// Whether nothing is to be mended.
    healthy: bool,
    /// The steps that were walked, in their order.
    steps: Vec<JsonStep<'r>>,
    /// Every request with its answer, masked.
    requests: Vec<JsonRequest<'r>>,
}

#[derive(Serialize, JsonSchema)]
struct JsonStep<'r> {
    /// Its name.
    step: &'static str,
    /// `passed`, `noted` (well enough, with something to know), `failed` or `skipped`.
    #[schemars(extend("enum" = ["passed", "noted", "failed", "skipped"]))]
    status: &'static str,
    /// How long it took.
    milliseconds: u64,
    /// What is wrong, the likeliest first.
    causes: Vec<JsonCause<'r>>,
    /// What was seen, each one line.
    facts: &'r [String],
}

#[derive(Serialize, JsonSchema)]
struct JsonCause<'r> {
    /// Its id, as `postsmith explain` takes it.
    id: &'static str,
    /// Whether it is the cause for sure.
    certain: bool,
    /// What is wrong, in one sentence.
    title: String,
    /// How it is told from what looks like it.
    told: String,
    /// What to do.
    mend: String,
    /// What would decide between it and the others of its step.
    #[serde(skip_serializing_if = "Option::is_none")]
    decide: Option<&'r str>,
}

#[derive(Serialize, JsonSchema)]
struct JsonRequest<'r> {
    /// The step that needed it.
    step: &'static str,
    /// The method and address.
    request: &'r str,
    /// The status, or why there is none.
    answer: &'r str,
    /// What the body of the answer is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'r str>,
    /// How long it took.
    milliseconds: u64,
}

impl<'r> JsonCause<'r> {
    fn new(diagnosis: &'r outcome::Diagnosis, words: &ApiTerms) -> Self {
        let outcome::Diagnosis { cause, decide } = diagnosis;
        Self {
            id: cause.id(),
            certain: decide.is_none(),
            title: cause.title(words),
            told: cause.evidence(words),
            mend: cause.fix(words),
            decide: decide.as_deref(),
        }
    }
}

/// `report` as JSON.
pub fn json(report: &outcome::Report) -> Result<String, serde_json::Error> {
    let words = &report.words;
    let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let steps = report
        .outcomes
        .iter()
        .map(|outcome| JsonStep {
            step: outcome.step.name(),
            status: outcome.status.name(),
            milliseconds: millis(outcome.took),
            causes: outcome.causes.iter().map(|diagnosis| JsonCause::new(diagnosis, words)).collect(),
            facts: &outcome.facts,
        })
        .collect();
    let requests = report.records.iter().map(|record| JsonRequest {
        step: record.step.name(),
        request: &record.request,
        answer: &record.answer,
        body: record.answer_body.as_deref(),
        milliseconds: millis(record.took),
    });
    let whole = JsonReport {
        version: 1,
        name: &report.name,
        address: report.address.as_deref(),
        healthy: report.is_healthy(),
        steps,
        requests: requests.collect(),
    };
    serde_json::to_string_pretty(&whole).map(|text| text + "\n")
}

/// The JSON Schema of the report, as `schemas/doctor.schema.json` holds it.
pub fn doctor_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<JsonReport<'_>>();
    format!("{:#}\n", schema.as_value())
}
