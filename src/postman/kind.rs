//! What a document is.

use crate::document::{Kind, NodeRef};

/// A file form of Postman's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A collection of the form v1: requests in one flat list, folders with the order of their ids.
    CollectionV1,
    /// A collection of the form v2.0 (its drafts and release candidates too): auth attributes are objects.
    CollectionV20,
    /// A collection of the form v2.1: auth attributes are lists.
    CollectionV21,
    /// An environment.
    Environment,
    /// The globals: the shape of an environment.
    Globals,
    /// An old data dump: collections of the form v1, environments and globals in one file.
    Dump,
}

impl FileKind {
    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CollectionV1 => "collection v1",
            Self::CollectionV20 => "collection v2.0",
            Self::CollectionV21 => "collection v2.1",
            Self::Environment => "environment",
            Self::Globals => "globals",
            Self::Dump => "data dump",
        }
    }

    /// Whether it is a collection with `item`, of the form v2.0 or v2.1.
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::CollectionV20 | Self::CollectionV21)
    }

    /// Whether it has `values`: an environment or the globals.
    pub const fn has_values(self) -> bool {
        matches!(self, Self::Environment | Self::Globals)
    }
}

/// Recognises a Postman object, be it ever so faulty, and returns it: `root`, or what an answer of Postman's API wraps
/// (`{"collection": {...}}`, `{"environment": {...}}`). `None` when it is something else.
pub fn recognise(root: NodeRef<'_>) -> Option<(FileKind, NodeRef<'_>)> {
    let node = ["collection", "environment"].into_iter().find_map(|key| wrapped(root, key)).unwrap_or(root);
    let kind = collection(node).or_else(|| dump(node)).or_else(|| environment(node))?;
    Some((kind, node))
}

/// The Postman objects of a file: the one that it is, or what a dump holds. The globals of a dump are a bare list and stay unread.
pub fn parts(root: NodeRef<'_>) -> Vec<(FileKind, NodeRef<'_>)> {
    match recognise(root) {
        Some((FileKind::Dump, dump)) => {
            let of = |key: &str| {
                dump.get(key).into_iter().flat_map(NodeRef::elements).filter(|node| node.kind() == Kind::Object)
            };
            let collections = of("collections").map(|node| (collection(node).unwrap_or(FileKind::CollectionV1), node));
            collections.chain(of("environments").map(|node| (FileKind::Environment, node))).collect()
        }
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// What an answer of Postman's API wraps: an object that is the only member, under `key`.
pub(super) fn wrapped<'d>(root: NodeRef<'d>, key: &str) -> Option<NodeRef<'d>> {
    root.get(key).filter(|inner| root.len() == 1 && inner.kind() == Kind::Object)
}

/// A dump is known by its lists of collections and environments.
fn dump(node: NodeRef<'_>) -> Option<FileKind> {
    let list = |key: &str| node.get(key).is_some_and(|list| list.kind() == Kind::Array);
    (list("collections") && (list("environments") || list("globals") || list("headerPresets")))
        .then_some(FileKind::Dump)
}

/// A collection is known by the `info.schema` that every export carries; one without it by its `item`; one of the form v1 by its
/// flat list of requests.
fn collection(node: NodeRef<'_>) -> Option<FileKind> {
    let info = node.get("info");
    let schema = info.and_then(|info| info.get("schema")?.as_str()).unwrap_or_default();
    if schema.contains("/collection/v2.0.") {
        Some(FileKind::CollectionV20)
    } else if schema.contains("/collection/v2.1.") {
        Some(FileKind::CollectionV21)
    } else {
        let known = node.get("item").is_some() || info.and_then(|info| info.get("_postman_id")).is_some();
        let is_flat = node.get("requests").is_some_and(|list| list.kind() == Kind::Array)
            && (node.get("order").is_some() || node.get("id").is_some());
        if known { Some(FileKind::CollectionV21) } else { is_flat.then_some(FileKind::CollectionV1) }
    }
}

/// An environment is known by its scope; an old one, which has none, by its list of `values`, or by `values` beside a `name`.
fn environment(node: NodeRef<'_>) -> Option<FileKind> {
    match node.get("_postman_variable_scope") {
        Some(scope) if scope.is_str("globals") => Some(FileKind::Globals),
        Some(_) => Some(FileKind::Environment),
        None => {
            let values = node.get("values")?;
            let known = values.kind() == Kind::Array || node.get("name").is_some();
            known.then_some(FileKind::Environment)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FileKind, recognise};
    use crate::document::Document;

    fn kind(text: &str) -> Option<FileKind> {
        let document = Document::json("a.json", text).unwrap();
        recognise(document.root()).map(|(kind, _)| kind)
    }

    #[test]
    fn every_form_is_told_apart() {
        let v21 = r#"{"info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}"#;
        assert_eq!(kind(v21), Some(FileKind::CollectionV21));
        assert_eq!(kind(&v21.replace("v2.1.0", "v2.0.0")), Some(FileKind::CollectionV20));
        assert_eq!(kind(&v21.replace("v2.1.0", "v2.0.0-rc.1")), Some(FileKind::CollectionV20));
        assert_eq!(kind(&format!(r#"{{"collection": {v21}}}"#)), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"name": "e", "values": []}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"environment": {"values": []}}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"_postman_variable_scope": "globals"}"#), Some(FileKind::Globals));
        assert_eq!(kind(r#"{"id": "x", "name": "c", "order": [], "requests": []}"#), Some(FileKind::CollectionV1));
        assert_eq!(kind(r#"{"version": 1, "collections": [], "environments": []}"#), Some(FileKind::Dump));
    }

    #[test]
    fn the_parts_of_a_dump_are_read() {
        let text = r#"{"collections": [{"id": "x", "requests": []}, null], "environments": [{"name": "e", "values": []}], "globals": []}"#;
        let document = Document::json("d.json", text).unwrap();
        let kinds: Vec<_> = super::parts(document.root()).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [FileKind::CollectionV1, FileKind::Environment]);
    }

    #[test]
    fn a_faulty_file_is_recognised_all_the_same() {
        assert_eq!(kind(r#"{"item": 5}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"info": null, "item": []}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"info": {"_postman_id": "x"}}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"values": 5, "_postman_variable_scope": "environment"}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"values": [], "_postman_variable_scope": 5}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"name": "e", "values": 5}"#), Some(FileKind::Environment));
    }

    #[test]
    fn other_files_are_not_taken_for_postmans() {
        for text in
            ["[]", "5", "{}", r#"{"openapi": "3.0.0", "info": {"title": "t"}, "paths": {}}"#, r#"{"values": 5}"#]
        {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
