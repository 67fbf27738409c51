//! Translates files of other formats to the format v2.1, in memory, so that one set of views and rules reads them all. Each value of a translation keeps its
//! place in the file that it was read from.
//!
//! | format | what is translated |
//! |---|---|
//! | v1 | a collection: its list of requests and its folders become a tree |
//! | data dump | its collections (v1) and its globals |
//! | v3 | the folder of YAML files of a collection; environments and globals |

mod convert;
mod v1;
mod v3;

pub use convert::{ConvertedFile, ConvertedOrigin, convert};

use super::file_kind::{FileKind, PartKind, objects, part_kind, recognise};
use crate::document::{Document, DocumentBuilder, NodeRef, embedded};
use crate::text::url::SplitUrl;
use std::borrow::Cow;
use std::ops::Range;

/// The published schema that a translated collection names.
const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
/// Whether a path is that of a YAML file.
fn is_yaml_path(path: &str) -> bool {
    matches!(camino::Utf8Path::new(path).extension(), Some("yaml" | "yml"))
}

/// Deepest nesting of folders in a translation. What is deeper goes to the top level.
const MAX_FOLDERS: usize = 64;

/// The translations of those of the `documents` that have another format than v2.0 and v2.1, in their order.
pub fn translate<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Vec<Document> {
    let documents: Vec<&Document> = documents.into_iter().collect();
    let mut translated = Vec::new();
    for document in &documents {
        let found = objects(document.root());
        let collections = found.into_iter().filter(|(kind, _)| *kind == FileKind::CollectionV1);
        translated.extend(collections.map(|(_, node)| v1::collection(node)));
        translated.extend(v1::globals(document.root()));
    }
    translated.extend(v3::collections(&documents));
    translated
}

/// The requests of the format v3 that no collection of the format v2.1 can hold, with their `$kind`.
pub fn other_protocols(documents: &[Document]) -> impl Iterator<Item = (&Document, Cow<'_, str>)> {
    documents.iter().filter_map(|document| {
        let kind = document.root().get("$kind")?.as_str()?;
        let is_other = part_kind(document.root()) == Some(PartKind::OtherProtocol) && kind.ends_with("-request");
        is_other.then_some((document, kind))
    })
}

/// The files that strings of `document` hold as JSON text: a collection that was pasted into a string, or sent in one. None for a document that is a file of
/// Postman's itself.
pub fn embedded_files(document: &Document) -> Vec<Document> {
    const DEEPEST: usize = 3;
    let mut found = Vec::new();
    let mut pending = match recognise(document.root()) {
        None => vec![(document.root(), 0)],
        Some(_) => Vec::new(),
    };
    while let Some((node, depth)) = pending.pop() {
        if depth < DEEPEST {
            pending.extend(node.elements().map(|element| (element, depth + 1)));
            pending.extend(node.members().map(|(_, value)| (value, depth + 1)));
        }
        found.extend(embedded(node).filter(|inner| recognise(inner.root()).is_some()));
    }
    found.sort_by_key(|inner| inner.root().span().start);
    found
}

/// A key with its value: a header, a query parameter, a path variable, a form field.
struct Entry<'d> {
    /// The whole entry.
    node: NodeRef<'d>,
    key: Text<'d>,
    /// None is `null`.
    value: Option<Text<'d>>,
    is_disabled: bool,
}

/// A text of a file.
enum Text<'d> {
    /// A whole value.
    Node(NodeRef<'d>),
    /// A part of a string.
    Part(NodeRef<'d>, Range<usize>),
}

impl<'d> Text<'d> {
    fn write(&self, builder: &mut DocumentBuilder<'d>) {
        match self {
            Self::Node(node) => builder.copy(*node),
            Self::Part(node, range) => builder.part(*node, range.clone()),
        }
    }
}

impl<'d> Entry<'d> {
    /// A member of a mapping.
    fn of_member(key: NodeRef<'d>, value: NodeRef<'d>) -> Self {
        let text = Some(value).filter(|value| !value.is_null()).map(Text::Node);
        Self { node: value, key: Text::Node(key), value: text, is_disabled: false }
    }

    /// Writes the entry as an object. `is_typed`: with the type `text`, as headers have it.
    fn write(&self, builder: &mut DocumentBuilder<'d>, is_typed: bool) {
        builder.object(self.node, |builder| {
            builder.key(self.node, "key");
            self.key.write(builder);
            builder.key(self.node, "value");
            match &self.value {
                Some(value) => value.write(builder),
                None => builder.null(self.node),
            }
            if is_typed {
                builder.text_member("type", self.node, "text");
            }
            if let Some(description) = description(self.node) {
                builder.member("description", description);
            }
            if self.is_disabled {
                builder.key(self.node, "disabled");
                builder.boolean(self.node, true);
            }
        });
    }
}

/// The description of `owner`; none when it is missing, null or empty.
fn description(owner: NodeRef<'_>) -> Option<NodeRef<'_>> {
    owner.get("description").filter(|node| !node.is_null() && !node.is_str(""))
}

/// Writes the key `name` with a list of `entries`, if there are any.
fn write_entries<'d>(
    builder: &mut DocumentBuilder<'d>,
    name: &str,
    at: NodeRef<'d>,
    entries: &[Entry<'d>],
    is_typed: bool,
) {
    if !entries.is_empty() {
        builder.key(at, name);
        builder.array(at, |builder| entries.iter().for_each(|entry| entry.write(builder, is_typed)));
    }
}

/// Writes the key `url` of a request: the text `at` and its parts. Without `query` the parameters are read from the text.
fn write_url<'d>(builder: &mut DocumentBuilder<'d>, at: NodeRef<'d>, query: &[Entry<'d>], variables: &[Entry<'d>]) {
    let Some(text) = at.as_str() else {
        builder.member("url", at);
        return;
    };
    let url = SplitUrl::new(&text);
    let range = |part: &str| range_in(&text, part);
    builder.key(at, "url");
    builder.object(at, |builder| {
        builder.member("raw", at);
        let list = |builder: &mut DocumentBuilder<'d>, name: &str, parts: Vec<&str>| {
            builder.key(at, name);
            builder.array(at, |builder| builder.parts(at, parts.into_iter().map(range)));
        };
        let part = |builder: &mut DocumentBuilder<'d>, name: &str, part: Option<&str>| {
            if let Some(part) = part {
                builder.key(at, name);
                builder.part(at, range(part));
            }
        };
        part(builder, "protocol", url.scheme);
        list(builder, "host", url.host_parts());
        part(builder, "port", url.port);
        if url.path.is_some() {
            list(builder, "path", url.segments());
        }
        if query.is_empty() {
            let is_written = |(key, value): &(&str, Option<&str>)| !key.is_empty() || value.is_some();
            let read = url.parameters().into_iter().filter(is_written).map(|(key, value)| Entry {
                node: at,
                key: Text::Part(at, range(key)),
                value: value.map(|value| Text::Part(at, range(value))),
                is_disabled: false,
            });
            write_parameters(builder, at, &read.collect::<Vec<_>>());
        } else {
            write_parameters(builder, at, query);
        }
        part(builder, "hash", url.fragment);
        write_entries(builder, "variable", at, variables, false);
    });
}

fn write_parameters<'d>(builder: &mut DocumentBuilder<'d>, at: NodeRef<'d>, entries: &[Entry<'d>]) {
    write_entries(builder, "query", at, entries, false);
}

/// Where `part`, a slice of `text`, is in it.
fn range_in(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Writes the lines of the program `at`, a string, as the list `exec`; a list is copied.
fn write_exec<'d>(builder: &mut DocumentBuilder<'d>, at: NodeRef<'d>) {
    let Some(text) = at.as_str() else {
        builder.member("exec", at);
        return;
    };
    builder.key(at, "exec");
    builder.array(at, |builder| builder.parts(at, text.split('\n').map(|line| range_in(&text, line))));
}

/// Writes one event with the program `at`.
fn write_event<'d>(builder: &mut DocumentBuilder<'d>, listen: (NodeRef<'d>, &str), at: NodeRef<'d>) {
    builder.object(at, |builder| {
        builder.text_member("listen", listen.0, listen.1);
        builder.key(at, "script");
        builder.object(at, |builder| {
            builder.text_member("type", at, "text/javascript");
            write_exec(builder, at);
        });
    });
}

/// Writes an auth block in the form of v2.1. `parameters`: keys with their values.
fn write_auth<'d>(
    builder: &mut DocumentBuilder<'d>,
    at: NodeRef<'d>,
    kind: (NodeRef<'d>, &str),
    parameters: &[(NodeRef<'d>, &str, NodeRef<'d>)],
) {
    builder.key(at, "auth");
    builder.object(at, |builder| {
        builder.text_member("type", kind.0, kind.1);
        if parameters.is_empty() {
            return;
        }
        builder.key(at, kind.1);
        builder.array(at, |builder| {
            for (key, name, value) in parameters {
                builder.object(*key, |builder| {
                    builder.text_member("key", *key, name);
                    builder.member("value", *value);
                    builder.text_member("type", *key, parameter_type(*value));
                });
            }
        });
    });
}

/// The type that the app writes beside the value of an auth parameter.
fn parameter_type(value: NodeRef<'_>) -> &'static str {
    match value.kind() {
        crate::document::Kind::String => "string",
        crate::document::Kind::Bool(_) => "boolean",
        crate::document::Kind::Number => "number",
        _ => "any",
    }
}
