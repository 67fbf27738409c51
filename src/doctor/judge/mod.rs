//! From answers and failures to causes.

mod any;
mod api;
mod failure;
mod message;
mod token;

pub(super) use any::{any, label};
pub(super) use api::{Context, api};
pub(super) use failure::{failure, words};
pub(super) use message::Said;
pub(super) use token::{is_token_endpoint, token};

use super::outcome::Diagnosis;
use crate::oauth::Cause;

/// What is wrong, and what was seen. Facts hold no secret: whoever makes one has masked it.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) causes: Vec<Diagnosis>,
    pub(super) facts: Vec<String>,
}

impl Verdict {
    /// For sure.
    pub(super) fn certain(cause: Cause) -> Self {
        Self { causes: vec![Diagnosis { cause, decide: None }], facts: Vec::new() }
    }

    /// One of these, the likeliest first; `decide` says what would tell.
    pub(super) fn between(causes: &[Cause], decide: &str) -> Self {
        let diagnosis = |&cause| Diagnosis { cause, decide: Some(decide.to_owned()) };
        Self { causes: causes.iter().map(diagnosis).collect(), facts: Vec::new() }
    }

    /// The same with another fact.
    pub(super) fn fact(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Another cause that is certain; one that is known gains a fact only.
    pub(super) fn add(&mut self, cause: Cause, fact: String) {
        if !self.causes.iter().any(|known| known.cause == cause) {
            self.causes.push(Diagnosis { cause, decide: None });
        }
        self.facts.push(fact);
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }
}
