//! Writes collections, environments and globals of every format as files of the format v2.1.

use super::{embedded_files, is_yaml_path, translate};
use crate::document::{Document, DocumentBuilder, Kind, NodeRef, Pointer, SyntaxError, print};
use crate::postman::{FileKind, objects, recognise};
use camino::Utf8PathBuf;

/// A collection, environment or globals object as a file of the format v2.
pub struct ConvertedFile {
    /// The file. It has the bytes of the original where that has the format already.
    pub document: Document,
    /// Whether it is a collection.
    pub is_collection: bool,
    /// Where it was read from, when its bytes differ from the original.
    pub origin: Option<ConvertedOrigin>,
}

/// Where a converted file was read from.
pub struct ConvertedOrigin {
    /// The file, or for a collection of the format v3 its folder.
    pub path: Utf8PathBuf,
    /// The pointer to the object in the file; the root for a folder.
    pub pointer: Pointer,
}

impl ConvertedFile {
    /// The name of the collection or environment.
    pub fn name(&self) -> Option<String> {
        let node = recognise(self.document.root())?.1;
        let owner = if self.is_collection { node.get("info")? } else { node };
        Some(owner.get("name")?.as_str()?.trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Whether the value at `pointer` in the file `path` belongs to it.
    pub fn holds(&self, path: &str, pointer: Option<&Pointer>) -> bool {
        match &self.origin {
            None => path == self.document.path(),
            Some(origin) if is_yaml_path(path) => {
                let folder = origin.path.as_str();
                path == folder
                    || folder.is_empty()
                    || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            }
            Some(origin) => {
                path == origin.path && pointer.is_none_or(|pointer| pointer.below(&origin.pointer).is_some())
            }
        }
    }
}

/// The collections, environments and globals in `documents` as files of the format v2.1. Those that have the format v2.0 or v2.1 already are copied. Files
/// that hold none of them, such as a request of the format v3 of another protocol than HTTP, give no file.
///
/// # Errors
/// When a conversion is nested too deeply to be read again.
pub fn convert(documents: &[Document]) -> Result<Vec<ConvertedFile>, SyntaxError> {
    let mut files = Vec::new();
    let inside: Vec<Document> = documents.iter().flat_map(embedded_files).collect();
    for document in documents.iter().chain(&inside) {
        for (kind, node) in objects(document.root()) {
            // The object of a response of Postman's API is a whole file, an element of a list is none.
            let is_whole = document.root().kind() == Kind::Object
                && !document.root().is_derived()
                && recognise(document.root()).is_some_and(|(_, object)| object == node);
            if kind.is_v2() && !is_whole {
                files.push(element(node)?);
            } else if kind.is_v2() || kind.has_values() && is_whole && !document.is_yaml() {
                files.push(ConvertedFile { document: document.clone(), is_collection: kind.is_v2(), origin: None });
            } else if kind.has_values() {
                files.push(environment(kind, node)?);
            }
        }
    }
    for translated in translate(documents.iter().chain(&inside)) {
        let Some((kind, node)) = recognise(translated.root()) else { continue };
        let written = translated.root().document().path();
        let origin = if kind == FileKind::CollectionV3 {
            let folder = written
                .parent()
                .filter(|folder| folder.file_name() == Some(".resources"))
                .and_then(|folder| folder.parent());
            ConvertedOrigin {
                path: folder.or_else(|| written.parent()).unwrap_or(written).to_owned(),
                pointer: Pointer::root(),
            }
        } else {
            ConvertedOrigin { path: written.to_owned(), pointer: node.pointer() }
        };
        let is_collection = kind.is_collection();
        let name = if is_collection { node.get("info").and_then(|info| info.get("name")) } else { node.get("name") };
        let name = name.and_then(NodeRef::as_str).unwrap_or_default().into_owned();
        let path = if origin.pointer != Pointer::root() {
            file_name(&name, is_collection)
        } else if kind == FileKind::CollectionV3 {
            file_name(origin.path.file_name().unwrap_or(&name), is_collection)
        } else {
            written.as_str().to_owned()
        };
        let document = Document::json(path, print(translated.root()))?;
        files.push(ConvertedFile { document, is_collection, origin: Some(origin) });
    }
    Ok(files)
}

/// A v2 collection in a list as a file.
fn element(node: NodeRef<'_>) -> Result<ConvertedFile, SyntaxError> {
    let name = node.get("info").and_then(|info| info.get("name")?.as_str()).unwrap_or_default();
    let document = Document::json(file_name(&name, true), print(node))?;
    let origin = ConvertedOrigin { path: node.document().path().to_owned(), pointer: node.pointer() };
    Ok(ConvertedFile { document, is_collection: true, origin: Some(origin) })
}

/// An environment or globals object of a dump or of the format v3 as a file.
fn environment(kind: FileKind, node: NodeRef<'_>) -> Result<ConvertedFile, SyntaxError> {
    let origin = node.document();
    let scope = if kind == FileKind::Globals { "globals" } else { "environment" };
    let written = DocumentBuilder::document(origin.path(), node, |builder| {
        for (key, value) in node.members().filter(|(key, _)| !key.is_str("$kind")) {
            builder.member(&key.as_str().unwrap_or_default(), value);
        }
        if node.get("_postman_variable_scope").is_none() {
            builder.text_member("_postman_variable_scope", node, scope);
        }
    });
    let name = node.get("name").and_then(NodeRef::as_str).unwrap_or_default();
    let ending = if kind == FileKind::Globals { "postman_globals.json" } else { "postman_environment.json" };
    let path = format!("{}.{ending}", safe(&name));
    let document = Document::json(path, print(written.root()))?;
    let origin = ConvertedOrigin { path: origin.path().to_owned(), pointer: node.pointer() };
    Ok(ConvertedFile { document, is_collection: false, origin: Some(origin) })
}

fn file_name(name: &str, is_collection: bool) -> String {
    let ending = if is_collection { "postman_collection.json" } else { "postman_globals.json" };
    format!("{}.{ending}", safe(name))
}

/// `name` without the characters that no file name may have.
fn safe(name: &str) -> String {
    let is_forbidden = |character: char| character.is_control() || r#"/\:*?"<>|"#.contains(character);
    let safe = name.trim().replace(is_forbidden, "-");
    if safe.is_empty() { "Postman".to_owned() } else { safe }
}
