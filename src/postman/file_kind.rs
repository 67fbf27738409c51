//! Which of Postman's files a document is.

use crate::document::{Kind, NodeRef};

/// A kind of file that Postman exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// A collection of the format v1: all requests in one list, and folders that list the ids of theirs.
    CollectionV1,
    /// A collection of the format v2.0, its drafts and release candidates included: auth parameters are an object.
    CollectionV20,
    /// A collection of the format v2.1: auth parameters are a list.
    CollectionV21,
    /// A collection of the format v3: a folder of YAML files, translated by [`translate`](super::translate()).
    CollectionV3,
    /// A file of a collection of the format v3: a request, a saved example, or the definition of a folder.
    PartV3,
    /// An environment.
    Environment,
    /// The globals, in the format of an environment.
    Globals,
    /// An old data dump: collections of the format v1, environments and globals in one file.
    Dump,
}

impl FileKind {
    /// The name for messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CollectionV1 => "collection v1",
            Self::CollectionV20 => "collection v2.0",
            Self::CollectionV21 => "collection v2.1",
            Self::CollectionV3 => "collection v3",
            Self::PartV3 => "part of a collection v3",
            Self::Environment => "environment",
            Self::Globals => "globals",
            Self::Dump => "data dump",
        }
    }

    /// Whether it is a whole collection, of any format. Views read those of the formats v1 and v3 after [`translate`](super::translate()).
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::CollectionV1 | Self::CollectionV20 | Self::CollectionV21 | Self::CollectionV3)
    }

    /// Whether a file of this kind is a collection of the format v2.0 or v2.1, with `item`.
    pub const fn is_v2(self) -> bool {
        matches!(self, Self::CollectionV20 | Self::CollectionV21)
    }

    /// Whether it has `values`: an environment or the globals.
    pub const fn has_values(self) -> bool {
        matches!(self, Self::Environment | Self::Globals)
    }
}

/// Recognises a Postman object, even a faulty one, and returns it: `root`, or the object that a response of Postman's API wraps
/// (`{"collection": {...}}`, `{"environment": {...}}`). `None` for any other value.
///
/// A list of objects is recognised by the first of them that is Postman's; [`objects`] gives them all.
pub fn recognise(root: NodeRef<'_>) -> Option<(FileKind, NodeRef<'_>)> {
    if root.kind() == Kind::Array {
        return root.elements().filter(|element| element.kind() == Kind::Object).find_map(recognise);
    }
    let node = ["collection", "environment"].into_iter().find_map(|key| wrapped(root, key)).unwrap_or(root);
    let kind = translated(node)
        .or_else(|| collection(node))
        .or_else(|| dump(node))
        .or_else(|| environment(node))
        .or_else(|| (is_kind(node) || named_part(node).is_some()).then_some(FileKind::PartV3))?;
    Some((kind, node))
}

/// The path without its extension of the YAML file that `node` is the whole content of, an object. None for any other value.
fn yaml_stem(node: NodeRef<'_>) -> Option<&str> {
    let document = node.document();
    let is_file = node.kind() == Kind::Object && !node.is_derived() && node == document.root();
    let path = Some(document.path().as_str()).filter(|_| is_file)?;
    path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))
}

/// What an object is by the name of its file, which the format v3 prescribes. None for any other file.
pub fn named_part(root: NodeRef<'_>) -> Option<PartKind> {
    let stem = yaml_stem(root)?;
    [(".resources/definition", PartKind::Definition), (".request", PartKind::Request), (".example", PartKind::Example)]
        .into_iter()
        .find_map(|(ending, kind)| stem.ends_with(ending).then_some(kind))
}

/// The format that a collection was translated from. None for any other value.
fn translated(node: NodeRef<'_>) -> Option<FileKind> {
    let origin = Some(node.origin()).filter(|origin| *origin != node)?;
    let is_v1 = || origin.get("requests").is_some_and(|list| list.kind() == Kind::Array);
    if is_kind(origin) { Some(FileKind::CollectionV3) } else { is_v1().then_some(FileKind::CollectionV1) }
}

/// Whether `root` has the key `$kind` of files of the format v3.
fn is_kind(root: NodeRef<'_>) -> bool {
    root.get("$kind").is_some_and(|kind| kind.kind() == Kind::String)
}

/// What a file of a collection of the format v3 holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// The definition of a collection or folder.
    Definition,
    /// An HTTP or GraphQL request.
    Request,
    /// A saved example of an HTTP request.
    Example,
    /// A request or example of another protocol: gRPC, `WebSocket`, Socket.IO, MQTT, MCP, AI.
    OtherProtocol,
}

/// What a file of the format v3 holds: by its key `$kind`, without it by its name. None for any other file.
pub fn part_kind(root: NodeRef<'_>) -> Option<PartKind> {
    if root.is_derived() {
        return None;
    }
    if !is_kind(root) {
        return named_part(root);
    }
    let kind = root.get("$kind")?.as_str()?;
    Some(match &*kind {
        "collection" => PartKind::Definition,
        "http-request" | "graphql-request" => PartKind::Request,
        "http-example" | "graphql-example" => PartKind::Example,
        kind if ["-request", "-example", "-message"].iter().any(|end| kind.ends_with(end)) => PartKind::OtherProtocol,
        _ => return None,
    })
}

/// The Postman objects of a file: the object itself, those of a list, or the collections and environments of a dump. The globals of a dump are a list without an object
/// and are left out.
pub fn objects(root: NodeRef<'_>) -> Vec<(FileKind, NodeRef<'_>)> {
    if root.kind() == Kind::Array {
        let elements = root.elements().filter(|element| element.kind() == Kind::Object);
        return elements.flat_map(objects).collect();
    }
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

/// The object that a response of Postman's API wraps: the only member of `root`, under `key`.
pub(super) fn wrapped<'d>(root: NodeRef<'d>, key: &str) -> Option<NodeRef<'d>> {
    root.get(key).filter(|inner| root.len() == 1 && inner.kind() == Kind::Object)
}

/// Recognises a dump by its lists of collections and environments.
fn dump(node: NodeRef<'_>) -> Option<FileKind> {
    let list = |key: &str| node.get(key).is_some_and(|list| list.kind() == Kind::Array);
    (list("collections") && (list("environments") || list("globals") || list("headerPresets")))
        .then_some(FileKind::Dump)
}

/// Recognises a collection by `info.schema`, which every export has; without it by `item`; one of the format v1 by its list of requests.
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

/// Recognises an environment by its scope; an old one without a scope by its list of `values`, or by `values` beside a `name`.
fn environment(node: NodeRef<'_>) -> Option<FileKind> {
    let is_named = |ending| yaml_stem(node).is_some_and(|stem| stem.ends_with(ending));
    match node.get("_postman_variable_scope") {
        None if is_named(".globals") => Some(FileKind::Globals),
        None if is_named(".environment") => Some(FileKind::Environment),
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
    fn every_kind_of_file_is_recognised() {
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
    fn the_objects_of_a_dump_are_found() {
        let text = r#"{"collections": [{"id": "x", "requests": []}, null], "environments": [{"name": "e", "values": []}], "globals": []}"#;
        let document = Document::json("d.json", text).unwrap();
        let kinds: Vec<_> = super::objects(document.root()).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [FileKind::CollectionV1, FileKind::Environment]);
    }

    #[test]
    fn a_faulty_file_is_recognised() {
        assert_eq!(kind(r#"{"item": 5}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"info": null, "item": []}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"info": {"_postman_id": "x"}}"#), Some(FileKind::CollectionV21));
        assert_eq!(kind(r#"{"values": 5, "_postman_variable_scope": "environment"}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"values": [], "_postman_variable_scope": 5}"#), Some(FileKind::Environment));
        assert_eq!(kind(r#"{"name": "e", "values": 5}"#), Some(FileKind::Environment));
    }

    #[test]
    fn other_files_are_not_recognised() {
        for text in
            ["[]", "5", "{}", r#"{"openapi": "3.0.0", "info": {"title": "t"}, "paths": {}}"#, r#"{"values": 5}"#]
        {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
