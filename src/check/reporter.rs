//! How a rule reports its findings.

use super::rule::Rule;
use crate::document::{Document, NodeRef, Pointer};
use crate::finding::{Finding, Location, Severity};
use crate::postman::{Program, breadcrumb};
use crate::text::{Edit, Span};
use std::ops::Range;

/// Collects the findings of one rule.
pub struct Reporter<'r> {
    rule: &'r Rule,
    findings: &'r mut Vec<Finding>,
}

impl<'r> Reporter<'r> {
    /// A reporter that adds findings of `rule` to `findings`.
    pub(super) const fn new(rule: &'r Rule, findings: &'r mut Vec<Finding>) -> Self {
        Self { rule, findings }
    }

    /// Reports `node`, a value or a key. `message` may name keys, types and variables, never a value.
    pub fn at(&mut self, node: NodeRef<'_>, message: impl Into<String>) -> ReportedFinding<'_> {
        self.span(node, node.span(), message)
    }

    /// Reports a part of the string `node`. `range` counts bytes of its decoded text.
    pub fn part(&mut self, node: NodeRef<'_>, range: Range<usize>, message: impl Into<String>) -> ReportedFinding<'_> {
        self.span(node, node.part(range), message)
    }

    /// Reports a part of a script. `range` counts bytes of the script.
    pub fn script(
        &mut self,
        program: &Program<'_>,
        range: Range<usize>,
        message: impl Into<String>,
    ) -> ReportedFinding<'_> {
        let line = program.line(range.start);
        self.span(line, program.span(range), message)
    }

    fn span(&mut self, node: NodeRef<'_>, span: Span, message: impl Into<String>) -> ReportedFinding<'_> {
        let location = location_in(node, span);
        self.findings.push(Finding { severity: self.rule.severity, ..Finding::error(self.rule.id, location, message) });
        ReportedFinding { finding: self.findings.last_mut(), is_translated: node.is_derived() }
    }

    /// Reports a span of a document that lies in no value.
    pub fn text(&mut self, document: &Document, span: Span, message: impl Into<String>) -> ReportedFinding<'_> {
        let location = Location::of_span(document, span).pointer(Pointer::root());
        self.findings.push(Finding { severity: self.rule.severity, ..Finding::error(self.rule.id, location, message) });
        ReportedFinding { finding: self.findings.last_mut(), is_translated: false }
    }
}

/// The location of `span`, which lies in `node`, with the pointer and the breadcrumb of `node`.
pub(super) fn location_in(node: NodeRef<'_>, span: Span) -> Location {
    Location::of_span(node.document(), span).pointer(node.pointer()).breadcrumb(breadcrumb(node))
}

/// The finding that was just reported, for details that few findings have.
pub struct ReportedFinding<'f> {
    finding: Option<&'f mut Finding>,
    /// Whether the value belongs to a translation. A fix is written in the format v2.1, so it does not fit the file.
    is_translated: bool,
}

#[expect(clippy::return_self_not_must_use, reason = "the finding is already reported")]
impl ReportedFinding<'_> {
    fn with(mut self, change: impl FnOnce(&mut Finding)) -> Self {
        if let Some(finding) = self.finding.as_deref_mut() {
            change(finding);
        }
        self
    }

    /// Adds the sentence that says what to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.with(|finding| finding.help = Some(help.into()))
    }

    /// Adds to the help how many other places have the same cause and no finding of their own.
    pub fn more(self, places: usize) -> Self {
        let text = match places {
            0 => return self,
            1 => " (and in 1 more place)".to_owned(),
            more => format!(" (and in {more} more places)"),
        };
        self.with(|finding| finding.help.get_or_insert_default().push_str(&text))
    }

    /// Replaces the severity of the rule.
    pub fn severity(self, severity: Severity) -> Self {
        self.with(|finding| finding.severity = severity)
    }

    /// Adds the fix: `replacement`, a JSON text, replaces `node`.
    pub fn fix(self, node: NodeRef<'_>, replacement: impl Into<String>) -> Self {
        self.edit(node.span(), replacement)
    }

    /// Adds one more edit to the fix.
    pub fn edit(self, span: Span, replacement: impl Into<String>) -> Self {
        if self.is_translated {
            return self;
        }
        self.with(|finding| finding.fix.push(Edit { span, replacement: replacement.into() }))
    }
}

/// Longest name, in characters, that a message shows in full.
const LONGEST_NAME: usize = 100;

/// `name` on one line for a message: control characters escaped, cut off after 100 characters. A name with whitespace around it is in quotes, so that the
/// whitespace can be seen: Postman does not trim names.
pub(super) fn display_name(name: &str) -> String {
    let mut shown = String::with_capacity(name.len().min(LONGEST_NAME * 4));
    for (index, character) in name.chars().enumerate() {
        if index == LONGEST_NAME {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    let has_outer_whitespace = name.trim().len() < name.len();
    if has_outer_whitespace { format!("\"{shown}\"") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::display_name;

    #[test]
    fn a_name_takes_one_line() {
        assert_eq!(display_name("BASE"), "BASE");
        assert_eq!(display_name(" BASE\n"), "\" BASE\\n\"");
        assert_eq!(display_name("é\u{1b}[0m"), "é\\u{1b}[0m");
        assert_eq!(display_name(&"é".repeat(300)).chars().count(), 101);
    }
}
