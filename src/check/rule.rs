//! What a rule is: its facts, its page, its samples, and how it judges.

use super::reporter::Reporter;
use crate::analysis::facts::{Group, Request, ScriptUse, Subject};
use crate::document::Document;
use crate::finding::{RuleId, Severity};

pub use crate::finding::Confidence;

/// A rule: everything that is said about it, and its judge. One file each.
pub struct Rule {
    /// Its id, stable for ever.
    pub id: RuleId,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// How often it is right.
    pub confidence: Confidence,
    /// What it finds, as one phrase without a full stop.
    pub what: &'static str,
    /// Why that matters: what happens when it stays.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// Files in which it fires once, at the part between `«` and `»`. The first is the example of its page.
    pub wrong: &'static [Sample],
    /// Near misses, in which it stays silent. The first is the example of its page.
    pub right: &'static [Sample],
    /// How it judges.
    pub check: Check,
}

/// How a rule judges, by what it looks at.
#[derive(Clone, Copy)]
pub enum Check {
    /// It has an engine of its own: the schema, the readers of files, the manifest.
    Elsewhere,
    /// A whole file, of any kind.
    Document(fn(&Document, &mut Reporter<'_>)),
    /// A collection of the form v2.0 or v2.1.
    Collection(fn(&Subject<'_>, &mut Reporter<'_>)),
    /// Each request of a collection.
    Request(fn(&Request<'_>, &mut Reporter<'_>)),
    /// Each script of a collection.
    Script(fn(&ScriptUse<'_>, &mut Reporter<'_>)),
    /// An environment or the globals.
    Values(fn(&Subject<'_>, &mut Reporter<'_>)),
    /// Files judged together.
    Group(fn(&Group<'_>, &mut Reporter<'_>)),
}

/// A small file, for a rule's page and its tests.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// A whole file.
    File(&'static str),
    /// The members of a collection beside its `info`.
    Collection(&'static str),
    /// The one item of a collection.
    Item(&'static str),
    /// The members of a request named `Me`, a `GET` of `{{BASE}}/me` unless it says otherwise.
    Request(&'static str),
    /// A test script of a request: JavaScript.
    Script(&'static str),
    /// A pre-request script of a request: JavaScript.
    Prerequest(&'static str),
    /// The elements of an environment's `values`.
    Values(&'static str),
    /// Several files that are judged together. Marks stand in the first.
    Group(&'static [Sample]),
}
