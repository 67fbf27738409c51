//! What a rule is: its id, severity, page, samples and check function. Each file of `lint/` and `script/` defines one.

use super::reporter::Reporter;
use crate::analysis::{Entity, EventScript, FileGroup, RequestContext};
use crate::document::Document;
use crate::finding::{RuleId, Severity};

pub use super::sample::Sample;
pub use crate::finding::Confidence;

/// A rule of `postsmith check`.
pub struct Rule {
    /// Its id. It never changes.
    pub id: RuleId,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// How often its findings are right.
    pub confidence: Confidence,
    /// What it finds, as one phrase without a full stop.
    pub what: &'static str,
    /// Why that matters: what happens if nobody fixes it.
    pub why: &'static str,
    /// How to fix it.
    pub fix: &'static str,
    /// Files in which the rule reports one finding, at the part between `«` and `»`. The first is the example of its page.
    pub wrong: &'static [Sample],
    /// Similar files in which the rule reports nothing. The first is the example of its page.
    pub right: &'static [Sample],
    /// How it checks.
    pub check: Check,
}

/// The check function of a rule, by what it looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// None: other code finds its findings (schema engine, secret scan, file reader, manifest).
    Elsewhere,
    /// Each file, of any kind.
    Document(fn(&Document, &mut Reporter<'_>)),
    /// Each collection of the format v2.0 or v2.1.
    Collection(fn(&Entity<'_>, &mut Reporter<'_>)),
    /// Each request of a collection.
    Request(fn(&RequestContext<'_>, &mut Reporter<'_>)),
    /// Each script of a collection.
    Script(fn(&EventScript<'_>, &mut Reporter<'_>)),
    /// Each environment and globals file.
    Values(fn(&Entity<'_>, &mut Reporter<'_>)),
    /// The whole group of files.
    Group(fn(&FileGroup<'_>, &mut Reporter<'_>)),
}
