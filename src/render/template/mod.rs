//! Strict Handlebars templates: an unknown name, an unescaped value or a Postman variable without a backslash is an error with its location.

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

/// The rule of findings in templates.
pub(super) const TEMPLATE: RuleId = RuleId("template");

/// The output of a template, which decides how values are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TemplateKind {
    /// JSON: `"{{name}}"` is escaped as the content of a string, `{{json value}}` prints any value.
    Json,
    /// Markdown: a value cannot end a table cell or begin HTML.
    Markdown,
}

/// The names of the variables that the manifest declares.
pub(super) type DeclaredNames<'d> = BTreeSet<&'d str>;

/// A template file.
#[derive(Clone)]
pub(super) struct HandlebarsTemplate {
    /// The path by which findings name it.
    pub(super) path: Utf8PathBuf,
    /// The text.
    pub(super) text: String,
    /// The kind of its output.
    pub(super) kind: TemplateKind,
}

impl HandlebarsTemplate {
    /// Renders the template with `data`.
    pub(super) fn render(&self, declared: &DeclaredNames<'_>, data: &Value) -> Result<String, Vec<Finding>> {
        let findings = lint::check(self, declared);
        if !findings.is_empty() {
            return Err(findings);
        }
        engine::render(self, declared, data).map_err(|finding| vec![finding])
    }

    /// Renders the template again and traces the origin of each byte of the output. Slower, so only if there is a finding to locate.
    pub(super) fn trace(&self, declared: &DeclaredNames<'_>, data: &Value) -> Result<Trace, Finding> {
        trace::trace(self, declared, data)
    }

    fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding::error(TEMPLATE, Location::in_text(&self.path, &self.text, span), message)
    }
}

#[cfg(test)]
mod tests;
