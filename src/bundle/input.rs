//! Sorts the exported files for a bundle: one collection, its environments and globals.

use super::{Terms, refusal};
use crate::document::{Document, SyntaxError};
use crate::finding::Finding;
use crate::postman::{ConvertedFile, FileKind, convert, recognise};
use crate::requirements::{FileRole, PRIVATE_SUFFIX};
use camino::{Utf8Path, Utf8PathBuf};

/// The exported files for a bundle.
#[derive(Debug)]
pub struct BundleInput {
    /// The collection.
    pub collection: Document,
    /// The environments and globals, in the given order.
    pub values: Vec<Document>,
}

/// The reason why files cannot be one bundle.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A private environment.
    #[error(
        "{0} is a private environment and must not be shared; name the shared environment instead, or leave it out"
    )]
    Private(Utf8PathBuf),
    /// A file of another kind.
    #[error("{path} is {what}; name a collection of the format v2.0 or v2.1 and its environments")]
    Other {
        /// The file.
        path: Utf8PathBuf,
        /// The kind of the file.
        what: String,
    },
    /// No collection.
    #[error("these files contain no collection; add a collection of the format v2.0 or v2.1")]
    NoCollection,
    /// The same environment twice.
    #[error("{first} and {second} have the same content; name only one of them")]
    Twice {
        /// The first file.
        first: Utf8PathBuf,
        /// The second file.
        second: Utf8PathBuf,
    },
    /// More than one collection.
    #[error("{first} and {second} are both collections; make one bundle for each collection")]
    Collections {
        /// The first collection.
        first: Utf8PathBuf,
        /// The second collection.
        second: Utf8PathBuf,
    },
    /// More than one collection in one file or folder.
    #[error("{count} collections were found; choose one with --collection: {names}", count = .0.len(), names = .0.join(", "))]
    Choose(Vec<String>),
    /// No collection has the wanted name.
    #[error("no collection is called `{wanted}`; these were found: {names}", names = .found.join(", "))]
    Unknown {
        /// The name.
        wanted: String,
        /// The names of the collections that were found.
        found: Vec<String>,
    },
    /// A file cannot be written in the format v2.1.
    #[error("a file cannot be converted to the format v2.1")]
    Convert(#[from] SyntaxError),
}

impl InputError {
    /// Refuses a file whose name is that of a private environment.
    ///
    /// # Errors
    /// [`InputError::Private`].
    pub fn refuse_private(path: &Utf8Path) -> Result<(), Self> {
        let name = path.file_name().unwrap_or_default().to_lowercase();
        if name.ends_with(PRIVATE_SUFFIX) { Err(Self::Private(path.to_owned())) } else { Ok(()) }
    }
}

/// The files of the format v2 that `documents` of any format hold: the collection `wanted`, or the only one, and all environments and globals.
///
/// # Errors
/// When a name is needed to choose a collection, or no collection has the name.
pub fn convert_input(documents: &[Document], wanted: Option<&str>) -> Result<Vec<ConvertedFile>, InputError> {
    let mut files = convert(documents)?;
    let label = |file: &ConvertedFile| file.name().unwrap_or_else(|| file.document.path().to_string());
    let collections: Vec<String> = files.iter().filter(|file| file.is_collection).map(label).collect();
    // Two exported files are named by their paths, as long as no name was given.
    let is_converted = files.iter().any(|file| file.is_collection && file.origin.is_some());
    match wanted {
        Some(wanted) if !collections.iter().any(|name| name == wanted) => {
            return Err(InputError::Unknown { wanted: wanted.to_owned(), found: collections });
        }
        Some(wanted) => files.retain(|file| !file.is_collection || label(file) == wanted),
        None if collections.len() > 1 && is_converted => return Err(InputError::Choose(collections)),
        None => {}
    }
    Ok(files)
}

/// What refuses the collections among `files` that were converted, at its places in the original `documents`. The `terms` say what refuses them.
pub fn check_originals(documents: &[Document], files: &[ConvertedFile], terms: &Terms) -> Vec<Finding> {
    let converted: Vec<_> = files.iter().filter(|file| file.is_collection && file.origin.is_some()).collect();
    if converted.is_empty() {
        return Vec::new();
    }
    let mut findings = refusal::check_documents(documents, terms);
    findings.retain(|finding| {
        let location = &finding.location;
        converted.iter().any(|file| file.holds(location.path.as_str(), location.pointer.as_ref()))
    });
    findings
}

/// Sorts `documents` into one collection and any number of environments and globals.
///
/// # Errors
/// When there is no collection or more than one, or a file is private, duplicate or of another kind.
pub fn sort_input(documents: Vec<Document>) -> Result<BundleInput, InputError> {
    let (mut collection, mut values): (Option<Document>, Vec<Document>) = (None, Vec::new());
    for document in documents {
        InputError::refuse_private(document.path())?;
        let kind = recognise(document.root()).map(|(kind, _)| kind);
        match (kind, &collection) {
            (Some(kind), Some(first)) if kind.is_v2() => {
                let (first, second) = (first.path().to_owned(), document.path().to_owned());
                return Err(InputError::Collections { first, second });
            }
            (Some(kind), None) if kind.is_v2() => collection = Some(document),
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
                let what = kind.map_or("not a Postman file".to_owned(), |kind| format!("a {}", kind.name()));
                return Err(InputError::Other { path: document.path().to_owned(), what });
            }
        }
    }
    collection.map(|collection| BundleInput { collection, values }).ok_or(InputError::NoCollection)
}

/// The role of a Postman file in a bundle; none for a kind that a bundle cannot contain.
pub(super) fn file_role(document: &Document) -> Option<FileRole> {
    match recognise(document.root())?.0 {
        FileKind::CollectionV20 | FileKind::CollectionV21 => Some(FileRole::Collection),
        FileKind::Environment => Some(FileRole::Environment),
        FileKind::Globals => Some(FileRole::Globals),
        FileKind::CollectionV1 | FileKind::CollectionV3 | FileKind::PartV3 | FileKind::Dump => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sort_input;
    use crate::document::Document;

    const COLLECTION: &str = r#"{"info": {"name": "C"}, "item": []}"#;
    const VALUES: &str = r#"{"name": "e", "values": []}"#;

    fn error(files: &[(&str, &str)]) -> String {
        let documents = files.iter().map(|(path, text)| Document::json(*path, *text).unwrap()).collect();
        sort_input(documents).unwrap_err().to_string()
    }

    #[test]
    fn input_is_sorted_into_collection_and_values() {
        let other = VALUES.replace("\"e\"", "\"f\"");
        let documents = [("e.json", VALUES), ("c.json", COLLECTION), ("f.json", &other)];
        let documents = documents.map(|(path, text)| Document::json(path, text).unwrap()).into();
        let sorted = sort_input(documents).unwrap();
        assert_eq!(sorted.collection.path(), "c.json");
        assert_eq!(sorted.values.len(), 2);
    }

    #[test]
    fn wrong_files_are_refused() {
        assert!(error(&[("e.json", VALUES)]).starts_with("these files contain no collection"));
        assert!(error(&[("a.json", COLLECTION), ("b.json", COLLECTION)]).starts_with("a.json and b.json are both"));
        let twice = error(&[("f.json", VALUES), ("c.json", COLLECTION), ("e.json", VALUES)]);
        assert_eq!(twice, "e.json and f.json have the same content; name only one of them");
        assert!(error(&[("a.json", "[]")]).starts_with("a.json is not a Postman file"));
        let v1 = r#"{"id": "x", "name": "c", "order": [], "requests": []}"#;
        assert!(error(&[("a.json", v1)]).starts_with("a.json is a collection v1"));
        assert!(error(&[("me.Private.postman_environment.json", VALUES)]).contains("private environment"));
    }
}
