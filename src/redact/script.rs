//! Credentials in scripts: an expression that reads a variable replaces a literal.

use crate::document::{Document, Kind, NodeRef};
use crate::postman::Event;
use crate::script::{LiteralForm, literals};
use crate::secret::{Position, Secret};
use crate::text::{Edit, Span};
use std::collections::HashSet;

/// The string literals and comments in the scripts of a document, by their place in the file.
pub(super) struct Programs {
    /// The bytes of the scripts that can be parsed, by their first and last line.
    parsed: Vec<Span>,
    /// In the order of the file: the bytes between the quotes, and the form of the literal.
    literals: Vec<(Span, LiteralForm)>,
}

impl Programs {
    /// The literals of the scripts that contain one of `found`.
    pub(super) fn of(document: &Document, found: &[Secret<'_>]) -> Self {
        let mut programs = Self { parsed: Vec::new(), literals: Vec::new() };
        let in_scripts: Vec<NodeRef<'_>> =
            found.iter().filter(|secret| secret.position == Position::Script).map(|secret| secret.node).collect();
        if in_scripts.is_empty() {
            return programs;
        }
        let wanted: HashSet<usize> = in_scripts.iter().map(|node| node.index()).collect();
        let mut seen = HashSet::new();
        for owner in
            document.root().descendants().filter(|node| node.kind() == Kind::Object && node.get("event").is_some())
        {
            for program in Event::of(owner).filter_map(Event::program) {
                let nodes: Vec<usize> = program.lines().map(NodeRef::index).collect();
                if nodes.iter().any(|node| wanted.contains(node)) {
                    programs.add(&program.text, |range| program.span_of_lines(range));
                }
                seen.extend(nodes);
            }
        }
        // In the formats v1 and v3 a script is one string.
        for node in in_scripts {
            if seen.insert(node.index()) {
                let text = node.as_str().unwrap_or_default();
                programs.add(&text, |range| node.part(range));
            }
        }
        programs.literals.sort_by_key(|(span, _)| span.start);
        programs
    }

    fn add(&mut self, program: &str, span: impl Fn(std::ops::Range<usize>) -> Span) {
        let Some(found) = literals(program) else { return };
        self.parsed.push(span(0..program.len()));
        self.literals.extend(found.into_iter().map(|literal| (span(literal.inner), literal.form)));
    }

    /// Whether a value at `span` of a script is a part of its code, where no text can replace it: outside of literals and comments.
    pub(super) fn is_code(&self, span: Span) -> bool {
        let is_in_text = self.around(span.start).is_some_and(|(around, _)| span.end <= around.end);
        !is_in_text && self.parsed.iter().any(|program| program.start <= span.start && span.end <= program.end)
    }

    /// The last literal or comment that begins at `at` or before.
    fn around(&self, at: usize) -> Option<(Span, LiteralForm)> {
        let index = self.literals.partition_point(|(around, _)| around.start <= at).checked_sub(1)?;
        Some(self.literals[index])
    }

    /// The edit that replaces the credential at `secret` with an expression that reads a variable, and the name of the variable. None where no
    /// expression is possible: in a comment, or in a program that cannot be parsed.
    pub(super) fn expression(&self, secret: Span, name: impl FnOnce() -> String) -> Option<(Edit, String)> {
        let (first, form) = self.around(secret.start)?;
        // A value of several literals, which `+` joins, ends in another one.
        let (last, last_form) = if secret.end > first.end { self.around(secret.end)? } else { (first, form) };
        if secret.end > last.end {
            return None;
        }
        if form == LiteralForm::Template && first == last {
            let name = name();
            return Some((Edit { span: secret, replacement: format!("${{pm.environment.get('{name}')}}") }, name));
        }
        let (opening, closing) = (quote(form)?, quote(last_form)?);
        let name = name();
        let read = format!("pm.environment.get('{name}')");
        let (start, before) = if secret.start == first.start {
            (secret.start - opening.len(), String::new())
        } else {
            (secret.start, format!("{opening} + "))
        };
        let (end, after) = if secret.end == last.end {
            (secret.end + closing.len(), String::new())
        } else {
            (secret.end, format!(" + {closing}"))
        };
        Some((Edit { span: Span::new(start, end), replacement: format!("{before}{read}{after}") }, name))
    }
}

/// The quote of a literal as a JSON string has it. None where no expression may replace the literal.
const fn quote(form: LiteralForm) -> Option<&'static str> {
    match form {
        LiteralForm::Quoted('"') => Some("\\\""),
        LiteralForm::Quoted(_) => Some("'"),
        LiteralForm::Template => Some("`"),
        LiteralForm::Fixed | LiteralForm::Comment => None,
    }
}
