//! The sources of values (process environment, files, private environment, template), and the values that they give.

use super::dotenv::{DotenvError, read_dotenv};
use crate::document::{Document, SyntaxError};
use crate::finding::{Location, Severity};
use crate::postman::{Environment, FileKind, recognise};
use crate::text::Position;
use camino::{Utf8Path, Utf8PathBuf};
use secrecy::{ExposeSecret as _, SecretString};
use std::ffi::OsString;
use std::fmt;

/// The values of all sources. Sources are added in their order: for each name the first source with a value counts.
#[derive(Debug, Clone, Default)]
pub struct Values {
    found: Vec<(String, SourcedValue)>,
    /// The variables of the process environment whose value is not UTF-8.
    not_utf8: Vec<String>,
    /// Warnings about the files.
    pub problems: Vec<ValueProblem>,
}

/// The reason why a file gives no values. The message never contains text of the file.
#[derive(Debug, thiserror::Error)]
pub enum ValuesError {
    /// The file begins like JSON but is malformed.
    #[error(transparent)]
    Json(#[from] SyntaxError),
    /// The file is a malformed `.env` file.
    #[error(transparent)]
    Dotenv(#[from] DotenvError),
    /// The file is JSON but not a Postman environment.
    #[error("{0} is neither a Postman environment nor a .env file")]
    NotAnEnvironment(Utf8PathBuf),
}

impl Values {
    /// Adds the variables of the process environment.
    pub fn process(&mut self, variables: impl IntoIterator<Item = (OsString, OsString)>) {
        for (name, value) in variables {
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => self.add(name, SecretString::from(value), Origin::Process),
                Err(_) => self.not_utf8.push(name),
            }
        }
    }

    /// Adds the values of a file: a Postman environment if it begins with `{`, else a `.env` file.
    ///
    /// # Errors
    /// When the file is neither.
    pub fn file(&mut self, path: &Utf8Path, bytes: &[u8]) -> Result<(), ValuesError> {
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if body.trim_ascii_start().starts_with(b"{") {
            let document = Document::json(path, bytes)?;
            if recognise(document.root()).is_none_or(|(kind, _)| kind != FileKind::Environment) {
                return Err(ValuesError::NotAnEnvironment(path.to_owned()));
            }
            self.environment(&document, |position| Origin::File { path: path.to_owned(), position });
            return Ok(());
        }
        let read = read_dotenv(path, bytes)?;
        self.problems.extend(read.problems);
        for entry in read.entries {
            let origin = Origin::File { path: path.to_owned(), position: entry.position };
            self.add(entry.name, entry.value, origin);
        }
        Ok(())
    }

    /// Adds the values of a private environment.
    pub fn private(&mut self, document: &Document) {
        self.environment(document, |position| Origin::Private { path: document.path().to_owned(), position });
    }

    /// Adds the values of the shared template.
    pub fn template(&mut self, document: &Document) {
        self.environment(document, |_| Origin::Template);
    }

    /// Adds a shared value of the manifest.
    pub fn shared(&mut self, name: impl Into<String>, text: &str) {
        self.add(name.into(), SecretString::from(text), Origin::Template);
    }

    /// Every name and value, in the order of the sources.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &SourcedValue)> {
        self.found.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The values of `name` that are not empty; the first of them counts.
    pub fn of(&self, name: &str) -> impl Iterator<Item = &SourcedValue> {
        self.found.iter().filter(move |(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether the process environment has a value for `name` that is not UTF-8.
    pub fn is_not_utf8(&self, name: &str) -> bool {
        self.not_utf8.iter().any(|known| known == name)
    }

    /// Adds the enabled variables of an environment. If a name occurs twice, the last one counts, as in Postman.
    fn environment(&mut self, document: &Document, origin: impl Fn(Position) -> Origin) {
        let mut last: Vec<(String, SourcedValue)> = Vec::new();
        for variable in Environment::new(document.root()).variables().filter(|variable| variable.is_enabled()) {
            let (Some(name), Some(text)) = (variable.key(), variable.value()) else { continue };
            let node = variable.node().get("value").unwrap_or_else(|| variable.node());
            last.retain(|(known, _)| *known != name);
            let value = SourcedValue { text: SecretString::from(&*text), origin: origin(Location::of(node).start) };
            last.push((name.into_owned(), value));
        }
        for (name, value) in last {
            self.add(name, value.text, value.origin);
        }
    }

    /// Adds a value, unless it is empty: an empty value does not hide the value of a later source.
    fn add(&mut self, name: String, text: SecretString, origin: Origin) {
        if !text.expose_secret().is_empty() {
            self.found.push((name, SourcedValue { text, origin }));
        }
    }
}

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The process environment.
    Process,
    /// A file of `--from`: a `.env` file or an environment.
    File {
        /// The file.
        path: Utf8PathBuf,
        /// Where the value begins.
        position: Position,
    },
    /// The existing private environment.
    Private {
        /// The file.
        path: Utf8PathBuf,
        /// Where the value begins.
        position: Position,
    },
    /// The template: the shared environment.
    Template,
    /// The answer of the person at the terminal.
    Prompt,
}

impl Origin {
    /// The name of the source without the position in it, for lists.
    pub fn source(&self) -> &str {
        match self {
            Self::Process => "the process environment",
            Self::File { path, .. } | Self::Private { path, .. } => path.as_str(),
            Self::Template => "the template",
            Self::Prompt => "your input",
        }
    }

    /// The file, if the source is one.
    pub fn file(&self) -> Option<&Utf8Path> {
        match self {
            Self::File { path, .. } | Self::Private { path, .. } => Some(path),
            Self::Process | Self::Template | Self::Prompt => None,
        }
    }
}

impl fmt::Display for Origin {
    /// `path:line:column`, or the name of the source.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, position } | Self::Private { path, position } => write!(f, "{path}:{position}"),
            other => f.write_str(other.source()),
        }
    }
}

/// A value and its source. The value is never shown, and is wiped from memory when it is dropped.
#[derive(Debug, Clone)]
pub struct SourcedValue {
    /// The value.
    pub text: SecretString,
    /// The source.
    pub origin: Origin,
}

/// An error or warning about the value of a variable. The message contains names and positions, never a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueProblem {
    /// Errors end the command; warnings do not.
    pub severity: Severity,
    /// One sentence.
    pub message: String,
}

impl ValueProblem {
    pub(super) fn error(message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, message: message.into() }
    }

    pub(super) fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, message: message.into() }
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for ValueProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::document::Document;
    use secrecy::ExposeSecret as _;

    #[test]
    fn first_source_with_a_value_counts() {
        let mut values = Values::default();
        values.process([("A".into(), "process".into()), ("B".into(), "".into())]);
        values.file(".env".as_ref(), b"A=file\nB=file\nC=").unwrap();
        let private = r#"{"name": "p", "values": [{"key": "C", "value": "old"}, {"key": "C", "value": "private"},
            {"key": "D", "value": 5}, {"key": "E", "value": "off", "enabled": false}]}"#;
        values.private(&Document::json("p.json", private).unwrap());
        let first = |name| values.of(name).next().map(|value| (value.text.expose_secret(), value.origin.to_string()));
        assert_eq!(first("A"), Some(("process", "the process environment".to_owned())));
        assert_eq!(first("B"), Some(("file", ".env:2:3".to_owned())));
        assert_eq!(first("C"), Some(("private", "p.json:1:78".to_owned())));
        assert_eq!(first("D").unwrap().0, "5");
        assert_eq!(first("E"), None);
        assert!(!format!("{values:?}").contains("process\""), "a value is never shown");
    }

    #[test]
    fn format_of_a_file_is_recognised_by_its_content() {
        let mut values = Values::default();
        values
            .file("a".as_ref(), b"\xef\xbb\xbf\n {\"name\": \"e\", \"values\": [{\"key\": \"A\", \"value\": \"1\"}]}")
            .unwrap();
        assert!(values.of("A").next().is_some());
        let error = values.file("b".as_ref(), b"{\"key\": \"s3cret\"}").unwrap_err().to_string();
        assert_eq!(error, "b is neither a Postman environment nor a .env file");
        let error = values.file("c".as_ref(), b"{\"key\": s3cret}").unwrap_err().to_string();
        assert!(error.starts_with("c:1:9: ") && !error.contains("s3cret"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn values_of_the_process_environment_may_be_any_bytes() {
        use std::os::unix::ffi::OsStringExt as _;
        let mut values = Values::default();
        let wrong = || std::ffi::OsString::from_vec(vec![0xff]);
        values.process([("A".into(), wrong()), (wrong(), "b".into())]);
        assert!(values.is_not_utf8("A") && values.of("A").next().is_none());
    }
}
