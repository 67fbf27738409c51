//! What checks report. A [`Finding`] says what is wrong, at which location, and what to do. It never holds a value of the file.

mod credential;
mod location;
mod severity;

pub use credential::Credential;
pub use location::{Location, Output};
pub use severity::{Confidence, Severity};

use crate::document::{DataError, Document, SyntaxError};
use crate::text::Edit;
use std::cmp::Ordering;
use std::fmt;

/// The stable id of a rule: `group` or `group/name`, such as `schema/type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub &'static str);

impl RuleId {
    /// The complete id.
    pub const fn id(self) -> &'static str {
        self.0
    }

    /// The part before the slash, or the complete id if it has no slash.
    pub fn group(self) -> &'static str {
        self.0.split_once('/').map_or(self.0, |(group, _)| group)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The rule of a file that is not valid JSON, YAML or TOML.
pub const SYNTAX: RuleId = RuleId("syntax");
/// The rule of an invalid value in a source file or manifest.
pub const DATA: RuleId = RuleId("data");

/// One mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: RuleId,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop. It may name keys, types and variables, never a value.
    pub message: String,
    /// Where it is. For a file that `build` made, the location in the source where its author can fix it.
    pub location: Location,
    /// What to do, as an imperative.
    pub help: Option<String>,
    /// Its location in the file that `build` made.
    pub output: Option<Output>,
    /// The edits that fix it. Empty unless exactly one fix is right.
    pub fix: Vec<Edit>,
    /// For a secret, what is known about it.
    pub credential: Option<Box<Credential>>,
}

impl Finding {
    /// A finding of the severity error, without help.
    pub fn error(rule: RuleId, location: Location, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: message.into(),
            location,
            help: None,
            output: None,
            fix: Vec::new(),
            credential: None,
        }
    }

    /// Adds the sentence that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The finding for a value of `document` that cannot be read as its type.
    pub fn data(document: &Document, error: &DataError) -> Self {
        let location = Location::of_span(document, error.span()).pointer(error.pointer());
        Self { help: error.help().map(str::to_owned), ..Self::error(DATA, location, error.message()) }
    }
}

impl From<&SyntaxError> for Finding {
    fn from(error: &SyntaxError) -> Self {
        Self::error(SYNTAX, Location::in_text(error.path(), error.text(), error.span()), error.message())
    }
}

impl fmt::Display for Finding {
    /// One line: `path:line:column: severity: message (rule); help`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {} ({})", self.location, self.severity, self.message, self.rule)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl Ord for Finding {
    /// The order of every report: by file, location, severity (worst first), rule and message, then by all other fields.
    fn cmp(&self, other: &Self) -> Ordering {
        let Self { rule, severity, message, location, help, output, fix, credential } = self;
        let Location { path, commit, span, start, end, pointer, breadcrumb } = location;
        (path.cmp(&other.location.path))
            .then_with(|| span.cmp(&other.location.span))
            .then_with(|| commit.cmp(&other.location.commit))
            .then_with(|| other.severity.cmp(severity))
            .then_with(|| rule.cmp(&other.rule))
            .then_with(|| message.cmp(&other.message))
            .then_with(|| help.cmp(&other.help))
            .then_with(|| output.cmp(&other.output))
            .then_with(|| pointer.cmp(&other.location.pointer))
            .then_with(|| {
                (start, end, breadcrumb).cmp(&(&other.location.start, &other.location.end, &other.location.breadcrumb))
            })
            .then_with(|| fix.cmp(&other.fix))
            .then_with(|| credential.cmp(&other.credential))
    }
}

impl PartialOrd for Finding {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::{DATA, Finding, Location, Output, SYNTAX, Severity};
    use crate::document::Pointer;
    use crate::text::Span;
    use camino::Utf8Path;

    fn at(path: &str, start: usize) -> Finding {
        Finding::error(DATA, Location::in_text(Utf8Path::new(path), "a\nb\nc", Span::at(start)), "message")
    }

    #[test]
    fn findings_sort_by_location_then_severity() {
        let note = Finding { severity: Severity::Note, ..at("a", 2) };
        let syntax = Finding { rule: SYNTAX, ..at("a", 2) };
        let sorted = [at("a", 0), at("a", 2), syntax, note, at("a", 4), at("b", 0)];
        let mut findings = sorted.to_vec();
        findings.reverse();
        findings.sort();
        assert_eq!(findings, sorted);
    }

    #[test]
    fn only_equal_findings_compare_as_equal() {
        let output = Output { file: "a.json".to_owned(), pointer: Pointer::root() };
        let mut pointed = at("a", 0);
        pointed.location = pointed.location.pointer(Pointer::root());
        let all = [at("a", 0), at("a", 0).help("help"), Finding { output: Some(output), ..at("a", 0) }, pointed];
        for (i, one) in all.iter().enumerate() {
            for (j, other) in all.iter().enumerate() {
                assert_eq!(one.cmp(other).is_eq(), i == j, "{one:?} {other:?}");
            }
        }
    }
}
