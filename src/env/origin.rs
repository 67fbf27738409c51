//! A value with the place that it comes from, and what is said of it.

use crate::finding::Severity;
use crate::text::Position;
use camino::{Utf8Path, Utf8PathBuf};
use secrecy::SecretString;
use std::fmt;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The process environment.
    Process,
    /// A file that was named: a `.env` file or an environment.
    File {
        /// The file.
        path: Utf8PathBuf,
        /// Where the value begins.
        position: Position,
    },
    /// The private environment that is there already.
    Private {
        /// The file.
        path: Utf8PathBuf,
        /// Where the value begins.
        position: Position,
    },
    /// The shared template.
    Template,
    /// The person, who was asked.
    Prompt,
}

impl Origin {
    /// The source without the place in it, for lists.
    pub fn source(&self) -> &str {
        match self {
            Self::Process => "the process environment",
            Self::File { path, .. } | Self::Private { path, .. } => path.as_str(),
            Self::Template => "the template",
            Self::Prompt => "what you entered",
        }
    }

    /// The file, when it is one that holds what one person keeps private.
    pub fn file(&self) -> Option<&Utf8Path> {
        match self {
            Self::File { path, .. } | Self::Private { path, .. } => Some(path),
            Self::Process | Self::Template | Self::Prompt => None,
        }
    }
}

impl fmt::Display for Origin {
    /// `path:line:column`, or what the source is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, position } | Self::Private { path, position } => write!(f, "{path}:{position}"),
            other => f.write_str(other.source()),
        }
    }
}

/// A value: never shown, and wiped when it is dropped.
#[derive(Debug, Clone)]
pub struct Value {
    /// The value itself.
    pub text: SecretString,
    /// Where it comes from.
    pub origin: Origin,
}

/// What is said of a variable: names and places, never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// An error ends the command; a warning does not.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
}

impl Remark {
    pub(super) fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into() }
    }

    pub(super) fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, message: message.into() }
    }

    /// Whether it ends the command.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}
