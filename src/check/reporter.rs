//! What a judge reports with.

use super::rule::Rule;
use crate::document::{Document, NodeRef, Pointer};
use crate::finding::{Finding, Location, Severity};
use crate::postman::{Program, breadcrumb};
use crate::text::{Edit, Span};
use std::ops::Range;

/// Takes the findings of one rule.
pub struct Reporter<'r> {
    rule: &'r Rule,
    findings: &'r mut Vec<Finding>,
}

impl<'r> Reporter<'r> {
    /// For the findings of `rule`.
    pub(super) const fn new(rule: &'r Rule, findings: &'r mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// The value `node`, or the key `node`, is wrong. `message` names keys, types and variables, never a value.
    pub fn at(&mut self, node: NodeRef<'_>, message: impl Into<String>) -> Report<'_> {
        self.span(node, node.span(), message)
    }

    /// A part of the string `node` is wrong: `range` counts bytes of its decoded text.
    pub fn part(&mut self, node: NodeRef<'_>, range: Range<usize>, message: impl Into<String>) -> Report<'_> {
        self.span(node, node.part(range), message)
    }

    /// A part of a script is wrong.
    pub fn script(&mut self, program: &Program<'_>, range: Range<usize>, message: impl Into<String>) -> Report<'_> {
        let line = program.line(range.start);
        self.span(line, program.span(range), message)
    }

    fn span(&mut self, node: NodeRef<'_>, span: Span, message: impl Into<String>) -> Report<'_> {
        let place = placed(node, span);
        self.findings.push(Finding { severity: self.rule.severity, ..Finding::error(self.rule.id, place, message) });
        Report(self.findings.last_mut())
    }

    /// A part of a text without values is wrong.
    pub fn text(&mut self, document: &Document, span: Span, message: impl Into<String>) -> Report<'_> {
        let place = Location::of_span(document, span).pointer(Pointer::root());
        self.findings.push(Finding { severity: self.rule.severity, ..Finding::error(self.rule.id, place, message) });
        Report(self.findings.last_mut())
    }
}

/// The place of `span`, which lies in `node`, with its pointer and the way by names.
pub(super) fn placed(node: NodeRef<'_>, span: Span) -> Location {
    Location::of_span(node.document(), span).pointer(node.pointer()).breadcrumb(breadcrumb(node))
}

/// The finding that was just reported.
pub struct Report<'f>(Option<&'f mut Finding>);

#[expect(clippy::return_self_not_must_use, reason = "it is reported, whether or not more is said of it")]
impl Report<'_> {
    fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.0.as_deref_mut() {
            change(finding);
        }
        self
    }

    /// What to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.with(|finding| finding.help = Some(help.into()))
    }

    /// How often the same cause shows elsewhere: one finding for it is enough.
    pub fn more(self, places: usize) -> Self {
        let text = match places {
            0 => return self,
            1 => " (and in 1 more place)".to_owned(),
            more => format!(" (and in {more} more places)"),
        };
        self.with(|finding| finding.help.get_or_insert_default().push_str(&text))
    }

    /// Another severity than the rule's own.
    pub fn severity(self, severity: Severity) -> Self {
        self.with(|finding| finding.severity = severity)
    }

    /// The one right answer: `replacement`, a JSON text, in the place of `node`.
    pub fn fix(self, node: NodeRef<'_>, replacement: impl Into<String>) -> Self {
        self.edit(node.span(), replacement)
    }

    /// One more edit of the file that belongs to the answer.
    pub fn edit(self, span: Span, replacement: impl Into<String>) -> Self {
        self.with(|finding| finding.fix.push(Edit { span, replacement: replacement.into() }))
    }
}
