//! The report: the result of each step with its causes, every exchange, and all of it as JSON.

use super::{DiagnosedCause, DoctorStep, MaskedExchange};
use crate::oauth::ApiTerms;
use crate::text::escape_hidden_json;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use std::time::Duration;

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStatus {
    /// Everything is right.
    Passed,
    /// It works, and there is something to know.
    Noted,
    /// Something must be fixed.
    Failed,
    /// The step did not run; its facts say why.
    Skipped,
}

impl StepStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Passed, Self::Noted, Self::Failed, Self::Skipped];

    /// The stable name, as in the JSON report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Noted => "noted",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The result of a step. None of its texts holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepResult {
    /// The step.
    pub step: DoctorStep,
    /// How it ended.
    pub status: StepStatus,
    /// How long it took.
    pub duration: Duration,
    /// What is wrong, the most likely cause first.
    pub causes: Vec<DiagnosedCause>,
    /// What was observed, each fact on one line.
    pub facts: Vec<String>,
}

/// The results of all steps. It holds no secret, so it can be shown to anybody.
#[derive(Debug, Clone)]
pub struct DoctorReport {
    /// The name of the collection.
    pub name: String,
    /// The token URL; without OAuth the URL of the verify request. `None` where the base URL is not usable.
    pub url: Option<String>,
    /// What the API calls its parts.
    pub terms: ApiTerms,
    /// The results in the order of the steps.
    pub steps: Vec<StepResult>,
    /// Every request with its response, in order.
    pub exchanges: Vec<MaskedExchange>,
}

impl DoctorReport {
    /// Whether a step ran and none failed.
    pub fn is_healthy(&self) -> bool {
        self.has_run() && self.steps.iter().all(|result| result.status != StepStatus::Failed)
    }

    /// Whether any step ran; all may have been skipped.
    pub fn has_run(&self) -> bool {
        self.steps.iter().any(|result| result.status != StepStatus::Skipped)
    }

    /// Whether the first failure kept requests from reaching the server.
    pub fn is_network(&self) -> bool {
        let failed = self.steps.iter().find(|result| result.status == StepStatus::Failed);
        failed.is_some_and(|result| result.causes.iter().any(|diagnosed| diagnosed.cause.is_network()))
    }
}

/// What `postsmith doctor --format json` prints. It holds no secret.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Postsmith doctor report")]
struct JsonDoctorReport<'r> {
    /// The version of this format.
    #[schemars(extend("const" = 2))]
    version: u8,
    /// The name of the collection.
    name: &'r str,
    /// The token URL; without OAuth the URL of the verify request.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
    /// Whether a step ran and none failed.
    healthy: bool,
    /// The results of the selected steps, in their order.
    steps: Vec<JsonStepResult<'r>>,
    /// Every request with its response, masked.
    exchanges: Vec<JsonExchange<'r>>,
}

#[derive(Serialize, JsonSchema)]
struct JsonStepResult<'r> {
    /// The name of the step.
    step: &'static str,
    /// `passed`, `noted` (it works, and there is something to know), `failed` or `skipped`.
    #[schemars(extend("enum" = ["passed", "noted", "failed", "skipped"]))]
    status: &'static str,
    /// How long it took.
    milliseconds: u64,
    /// What is wrong, the most likely cause first.
    causes: Vec<JsonCause<'r>>,
    /// What was observed, each fact on one line.
    facts: &'r [String],
}

#[derive(Serialize, JsonSchema)]
struct JsonCause<'r> {
    /// The id, as `postsmith explain` takes it.
    id: &'static str,
    /// Whether this is the cause for certain.
    certain: bool,
    /// What is wrong, in one sentence.
    title: String,
    /// How this cause differs from those that look like it.
    evidence: String,
    /// What to do.
    fix: String,
    /// How to find out which of the causes of this step it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    how_to_tell: Option<&'r str>,
}

#[derive(Serialize, JsonSchema)]
struct JsonExchange<'r> {
    /// The step that sent the request.
    step: &'static str,
    /// The method and the URL.
    request: &'r str,
    /// The status of the response, or why there is none.
    response: &'r str,
    /// The structure of the response's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'r str>,
    /// How long it took.
    milliseconds: u64,
}

impl<'r> JsonCause<'r> {
    fn new(diagnosed: &'r DiagnosedCause, terms: &ApiTerms) -> Self {
        let DiagnosedCause { cause, how_to_tell } = diagnosed;
        Self {
            id: cause.id(),
            certain: how_to_tell.is_none(),
            title: cause.title(terms),
            evidence: cause.evidence(terms),
            fix: cause.fix(terms),
            how_to_tell: how_to_tell.as_deref(),
        }
    }
}

/// `report` as JSON, in the format of [`doctor_schema`].
///
/// # Errors
/// When a value cannot be written as JSON, which no report has.
pub fn json(report: &DoctorReport) -> Result<String, serde_json::Error> {
    let milliseconds = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let steps = report.steps.iter().map(|result| JsonStepResult {
        step: result.step.name(),
        status: result.status.name(),
        milliseconds: milliseconds(result.duration),
        causes: result.causes.iter().map(|diagnosed| JsonCause::new(diagnosed, &report.terms)).collect(),
        facts: &result.facts,
    });
    let exchanges = report.exchanges.iter().map(|exchange| JsonExchange {
        step: exchange.step.name(),
        request: &exchange.request,
        response: &exchange.response,
        body: exchange.response_body.as_deref(),
        milliseconds: milliseconds(exchange.duration),
    });
    let whole = JsonDoctorReport {
        version: 2,
        name: &report.name,
        url: report.url.as_deref(),
        healthy: report.is_healthy(),
        steps: steps.collect(),
        exchanges: exchanges.collect(),
    };
    serde_json::to_string_pretty(&whole).map(|text| escape_hidden_json(text + "\n"))
}

/// The JSON Schema of the report, as `schemas/doctor.schema.json` holds it.
pub fn doctor_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<JsonDoctorReport<'_>>();
    format!("{:#}\n", schema.as_value())
}
