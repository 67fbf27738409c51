//! What came of a step, and of the walk.

use super::{Record, Step};
use crate::oauth::{ApiTerms, Cause};
use std::time::Duration;

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As it should be.
    Passed,
    /// Well enough, with something to know.
    Noted,
    /// Something is to be mended.
    Failed,
    /// It was not walked; the facts say why.
    Skipped,
}

impl Status {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Noted => "noted",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// A cause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The cause.
    pub cause: Cause,
    /// What would decide between it and the others of its step. None: it is certain.
    pub decide: Option<String>,
}

/// What came of a step. No text of it holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The step.
    pub step: Step,
    /// How it ended.
    pub status: Status,
    /// How long it took.
    pub took: Duration,
    /// What is wrong, the likeliest first.
    pub causes: Vec<Diagnosis>,
    /// What was seen, each one line.
    pub facts: Vec<String>,
}

/// What came of the walk; it can be shown to anybody.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name of the collection.
    pub name: String,
    /// Where tokens are asked for, as far as it is known.
    pub address: Option<String>,
    /// What the API calls its parts.
    pub words: ApiTerms,
    /// The steps in their order.
    pub outcomes: Vec<Outcome>,
    /// Every request with its answer.
    pub records: Vec<Record>,
}

impl Report {
    /// Whether something was walked, and nothing is to be mended.
    pub fn is_healthy(&self) -> bool {
        self.is_walked() && self.outcomes.iter().all(|outcome| outcome.status != Status::Failed)
    }

    /// Whether any step was walked: all may have been skipped.
    pub fn is_walked(&self) -> bool {
        self.outcomes.iter().any(|outcome| outcome.status != Status::Skipped)
    }

    /// Whether the server was not reached: what failed first failed on the way there.
    pub fn is_network(&self) -> bool {
        let failed = self.outcomes.iter().find(|outcome| outcome.status == Status::Failed);
        failed.is_some_and(|outcome| outcome.causes.iter().any(|found| found.cause.is_network()))
    }
}
