//! Which of the files that somebody names are what.

use super::PRIVATE;
use super::record::Role;
use crate::document::Document;
use crate::postman::{FileKind, recognise};
use camino::{Utf8Path, Utf8PathBuf};

/// The files of a bundle by what they are.
#[derive(Debug)]
pub struct Kinds<D> {
    /// The collection.
    pub collection: D,
    /// The environments and globals, in their order.
    pub values: Vec<D>,
}

/// Why files cannot go into one bundle.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// Somebody's own values.
    #[error("{0} is a private environment, which is nobody else's; name the shared one instead, or leave it out")]
    Private(Utf8PathBuf),
    /// Something else.
    #[error("{path} is {what}; name a collection of the form v2.0 or v2.1 and its environments")]
    Other {
        /// The file.
        path: Utf8PathBuf,
        /// What it is.
        what: String,
    },
    /// Nothing to send.
    #[error("there is no collection among these files; name one of the form v2.0 or v2.1 as well")]
    NoCollection,
    /// The same environment twice.
    #[error("{first} and {second} hold the same; name one of them")]
    Twice {
        /// The first.
        first: Utf8PathBuf,
        /// The other.
        second: Utf8PathBuf,
    },
    /// More than one.
    #[error("{first} and {second} are both collections; a bundle holds one, so make one for each")]
    Collections {
        /// The first.
        first: Utf8PathBuf,
        /// Another.
        second: Utf8PathBuf,
    },
}

impl InputError {
    /// `path` is no environment with somebody's own values, by its name.
    pub fn refuse_private(path: &Utf8Path) -> Result<(), Self> {
        let name = path.file_name().unwrap_or_default().to_lowercase();
        if name.ends_with(PRIVATE) { Err(Self::Private(path.to_owned())) } else { Ok(()) }
    }
}

/// Sorts `documents` by what they are: one collection, and any number of environments.
///
/// # Errors
/// When there is not exactly one collection, when a file is something else, or holds somebody's own values by its name.
pub fn kinds(documents: Vec<Document>) -> Result<Kinds<Document>, InputError> {
    let (mut collection, mut values): (Option<Document>, Vec<Document>) = (None, Vec::new());
    for document in documents {
        InputError::refuse_private(document.path())?;
        let kind = recognise(document.root()).map(|(kind, _)| kind);
        match (kind, &collection) {
            (Some(kind), Some(first)) if kind.is_collection() => {
                let (first, second) = (first.path().to_owned(), document.path().to_owned());
                return Err(InputError::Collections { first, second });
            }
            (Some(kind), None) if kind.is_collection() => collection = Some(document),
            (Some(kind), _) if kind.has_values() => {
                if let Some(first) = values.iter().find(|known| known.text() == document.text()) {
                    let mut both = [first.path().to_owned(), document.path().to_owned()];
                    both.sort();
                    let [first, second] = both;
                    return Err(InputError::Twice { first, second });
                }
                values.push(document);
            }
            (kind, _) => {
                let what = kind.map_or("none of Postman's files".to_owned(), |kind| format!("a {}", kind.name()));
                return Err(InputError::Other { path: document.path().to_owned(), what });
            }
        }
    }
    collection.map(|collection| Kinds { collection, values }).ok_or(InputError::NoCollection)
}

/// What `document` is in a bundle.
pub(super) fn role(document: &Document) -> Option<Role> {
    match recognise(document.root())?.0 {
        FileKind::CollectionV20 | FileKind::CollectionV21 => Some(Role::Collection),
        FileKind::Environment => Some(Role::Environment),
        FileKind::Globals => Some(Role::Globals),
        FileKind::CollectionV1 | FileKind::Dump => None,
    }
}

#[cfg(test)]
mod tests {
    use super::kinds;
    use crate::document::Document;

    const COLLECTION: &str = r#"{"info": {"name": "C"}, "item": []}"#;
    const VALUES: &str = r#"{"name": "e", "values": []}"#;

    fn wrong(files: &[(&str, &str)]) -> String {
        let documents = files.iter().map(|(path, text)| Document::json(*path, *text).unwrap()).collect();
        kinds(documents).unwrap_err().to_string()
    }

    #[test]
    fn one_collection_and_its_environments() {
        let other = VALUES.replace("\"e\"", "\"f\"");
        let documents = [("e.json", VALUES), ("c.json", COLLECTION), ("f.json", &other)];
        let documents = documents.map(|(path, text)| Document::json(path, text).unwrap()).into();
        let sorted = kinds(documents).unwrap();
        assert_eq!(sorted.collection.path(), "c.json");
        assert_eq!(sorted.values.len(), 2);
    }

    #[test]
    fn whatever_else_is_named_is_told() {
        assert!(wrong(&[("e.json", VALUES)]).starts_with("there is no collection"));
        assert!(wrong(&[("a.json", COLLECTION), ("b.json", COLLECTION)]).starts_with("a.json and b.json are both"));
        let twice = wrong(&[("f.json", VALUES), ("c.json", COLLECTION), ("e.json", VALUES)]);
        assert_eq!(twice, "e.json and f.json hold the same; name one of them");
        assert!(wrong(&[("a.json", "[]")]).starts_with("a.json is none of Postman's files"));
        let v1 = r#"{"id": "x", "name": "c", "order": [], "requests": []}"#;
        assert!(wrong(&[("a.json", v1)]).starts_with("a.json is a collection v1"));
        assert!(wrong(&[("me.Private.postman_environment.json", VALUES)]).contains("private environment"));
    }
}
