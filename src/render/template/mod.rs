//! Handlebars templates, strictly: an unknown name, a raw brace or a forgotten backslash is an error with its place.

mod engine;
mod escape;
mod lint;
mod segments;
mod trace;

pub(super) use trace::{OutputOrigin, Trace};

use crate::finding::{Finding, Location, RuleId};
use crate::text::Span;
use camino::Utf8PathBuf;
use serde_json::Value;
use std::collections::BTreeSet;

/// Findings in templates.
pub(super) const TEMPLATE: RuleId = RuleId("template");

/// What a template makes, which decides how values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TemplateKind {
    /// JSON: `"{{name}}"` is escaped as the inside of a string, `{{json value}}` writes any value.
    Json,
    /// Markdown: values cannot break out of a table cell or begin HTML.
    Markdown,
}

/// The names of the variables that the manifest declares.
pub(super) type Declared<'d> = BTreeSet<&'d str>;

/// A template with its place.
#[derive(Clone)]
pub(super) struct HandlebarsTemplate {
    /// How findings name it.
    pub(super) path: Utf8PathBuf,
    /// Its text.
    pub(super) text: String,
    /// What it makes.
    pub(super) kind: TemplateKind,
}

impl HandlebarsTemplate {
    /// Renders with `data`.
    pub(super) fn render(&self, declared: &Declared<'_>, data: &Value) -> Result<String, Vec<Finding>> {
        let findings = lint::check(self, declared);
        if !findings.is_empty() {
            return Err(findings);
        }
        engine::render(self, declared, data).map_err(|finding| vec![finding])
    }

    /// Renders once more, watching where each part of the output comes from. Slower: only for when there is something to report.
    pub(super) fn trace(&self, declared: &Declared<'_>, data: &Value) -> Result<Trace, Finding> {
        trace::trace(self, declared, data)
    }

    fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::error(TEMPLATE, Location::in_text(&self.path, &self.text, span), message)
    }
}

#[cfg(test)]
mod tests;
