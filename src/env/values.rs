//! Where values may come from, in the order in which they count.

use super::dotenv::{self, DotenvError};
use super::{Origin, Remark, Value};
use crate::document::{Document, SyntaxError};
use crate::finding::Location;
use crate::postman::{Environment, FileKind, recognise};
use camino::{Utf8Path, Utf8PathBuf};
use secrecy::{ExposeSecret as _, SecretString};
use std::ffi::OsString;

/// Values by their names, from one source after the other: the first that has a value for a name counts.
#[derive(Debug, Clone, Default)]
pub struct Values {
    found: Vec<(String, Value)>,
    /// Names in the process environment whose value is not UTF-8.
    not_utf8: Vec<String>,
    /// What the sources say that somebody may have meant otherwise.
    pub remarks: Vec<Remark>,
}

/// Why a file gives no values. Its message shows no text of the file.
#[derive(Debug, thiserror::Error)]
pub enum ValuesError {
    /// It begins as JSON, and is none.
    #[error(transparent)]
    Json(#[from] SyntaxError),
    /// It is no `.env` file.
    #[error(transparent)]
    Dotenv(#[from] DotenvError),
    /// It is JSON, and not an environment.
    #[error("{0} is neither an environment of Postman's nor a .env file")]
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

    /// Adds what a file holds: an environment of Postman's when it begins with `{`, else a `.env` file.
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
        let read = dotenv::read(path, bytes)?;
        self.remarks.extend(read.remarks);
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

    /// Adds a value that everybody shares, as the manifest gives it.
    pub fn shared(&mut self, name: impl Into<String>, text: &str) {
        self.add(name.into(), SecretString::from(text), Origin::Template);
    }

    /// Every value by its name, in the order in which they count.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.found.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The values of `name` that are not empty, the one that counts first.
    pub fn of(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.found.iter().filter(move |(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether the process environment has a value for `name` that is not UTF-8.
    pub fn is_not_utf8(&self, name: &str) -> bool {
        self.not_utf8.iter().any(|known| known == name)
    }

    /// The last one of a name counts, as in Postman. What is switched off is not there.
    fn environment(&mut self, document: &Document, origin: impl Fn(crate::text::Position) -> Origin) {
        let mut own: Vec<(String, Value)> = Vec::new();
        for variable in Environment::new(document.root()).variables().filter(|variable| variable.is_enabled()) {
            let (Some(name), Some(text)) = (variable.key(), variable.value()) else { continue };
            let node = variable.node().get("value").unwrap_or_else(|| variable.node());
            own.retain(|(known, _)| *known != name);
            let value = Value { text: SecretString::from(&*text), origin: origin(Location::of(node).start) };
            own.push((name.into_owned(), value));
        }
        for (name, value) in own {
            self.add(name, value.text, value.origin);
        }
    }

    /// An empty value is none: it hides no other.
    fn add(&mut self, name: String, text: SecretString, origin: Origin) {
        if !text.expose_secret().is_empty() {
            self.found.push((name, Value { text, origin }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::document::Document;
    use secrecy::ExposeSecret as _;

    #[test]
    fn the_first_source_with_a_value_counts() {
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
    fn files_are_told_apart_by_what_they_hold() {
        let mut values = Values::default();
        values
            .file("a".as_ref(), b"\xef\xbb\xbf\n {\"name\": \"e\", \"values\": [{\"key\": \"A\", \"value\": \"1\"}]}")
            .unwrap();
        assert!(values.of("A").next().is_some());
        let error = values.file("b".as_ref(), b"{\"key\": \"s3cret\"}").unwrap_err().to_string();
        assert_eq!(error, "b is neither an environment of Postman's nor a .env file");
        let error = values.file("c".as_ref(), b"{\"key\": s3cret}").unwrap_err().to_string();
        assert!(error.starts_with("c:1:9: ") && !error.contains("s3cret"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_process_environment_may_hold_any_bytes() {
        use std::os::unix::ffi::OsStringExt as _;
        let mut values = Values::default();
        let wrong = || std::ffi::OsString::from_vec(vec![0xff]);
        values.process([("A".into(), wrong()), (wrong(), "b".into())]);
        assert!(values.is_not_utf8("A") && values.of("A").next().is_none());
    }
}
