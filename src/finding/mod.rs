//! Words: what a check reports. A [`Finding`] says what is wrong, where exactly, and what to do; it never holds a value.

mod place;

pub use place::{Output, Place};

use crate::document::{DataError, Document, SyntaxError};
use std::fmt;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a mistake.
    Warning,
    /// Wrong.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// The stable id of what found it: `group` or `group/name`, for instance `schema/type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule(pub &'static str);

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A text that is not JSON, YAML or TOML at all.
pub const SYNTAX: Rule = Rule("syntax");
/// A value of a source file that is not what it must be.
pub const DATA: Rule = Rule("data");

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What found it.
    pub rule: Rule,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop. Names keys, types and variables, never a value.
    pub message: String,
    /// Where: for something that `build` made, where its author can mend it.
    pub place: Place,
    /// What to do.
    pub help: Option<String>,
    /// Where it stands in what `build` made.
    pub output: Option<Output>,
}

impl Finding {
    /// An error without help.
    pub fn error(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, severity: Severity::Error, message: message.into(), place, help: None, output: None }
    }

    /// The same with a sentence that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// A value of `document` that could not be read as its type.
    pub fn data(document: &Document, error: &DataError) -> Self {
        let place = Place::of_span(document, error.span()).pointer(error.pointer());
        Self { help: error.help().map(str::to_owned), ..Self::error(DATA, place, error.message()) }
    }
}

impl From<&SyntaxError> for Finding {
    fn from(error: &SyntaxError) -> Self {
        Self::error(SYNTAX, Place::in_text(error.path(), error.text(), error.span()), error.message())
    }
}

impl fmt::Display for Finding {
    /// One line: `path:line:column: severity: message (rule); help`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {} ({})", self.place, self.severity, self.message, self.rule)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl Ord for Finding {
    /// By file, place, severity (worst first), rule, message: the order of every report.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |finding: &Self| {
            (finding.place.path.clone(), finding.place.span, std::cmp::Reverse(finding.severity), finding.rule)
        };
        key(self).cmp(&key(other)).then_with(|| self.message.cmp(&other.message))
    }
}

impl PartialOrd for Finding {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
