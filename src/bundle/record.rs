//! What the record of a bundle says about its Postman files. Packing writes it, verification reads the files and compares.

use super::contents::collection_name;
use crate::document::Document;
use crate::postman::{self, FileKind, recognise};
use crate::requirements::{RecordedCollection, RecordedVersions};
use std::borrow::Cow;

/// The facts about the collection `document`, which has its name in the bundle.
pub(super) fn recorded_collection(document: &Document) -> (RecordedVersions, RecordedCollection) {
    let kind = recognise(document.root()).map(|(kind, _)| kind);
    let collection = RecordedCollection {
        name: collection_name(document),
        id: collection_id(document),
        file: file_name(document),
        requests: postman::Collection::new(document.root()).requests().count(),
    };
    let version = if kind == Some(FileKind::CollectionV20) { "2.0" } else { "2.1" };
    (RecordedVersions { collection: version.to_owned() }, collection)
}

/// The id of the collection `document`, if it has one.
pub(super) fn collection_id(document: &Document) -> Option<String> {
    let (_, node) = recognise(document.root())?;
    node.get("info")?.get("_postman_id")?.as_str().map(Cow::into_owned)
}

/// The name of the environment `document`, which has its name in the bundle.
pub(super) fn recorded_environment_name(document: &Document) -> String {
    let name = postman::Environment::new(document.root()).name();
    name.map_or_else(|| file_name(document), Cow::into_owned)
}

fn file_name(document: &Document) -> String {
    document.path().file_name().unwrap_or_default().to_owned()
}
