//! Our schema of the YAML files of the format v3. Postman publishes none.
//!
//! `schemas/v3.schema.json` holds the definitions of all files. [`v3_schema`] gives the schema of one of them, and `reference` describes them as Markdown.

use crate::document::NodeRef;
use crate::postman::{FileKind, PartKind, named_part, part_kind};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The schema of all files of the format v3 (draft-07).
const ALL: &str = include_str!("../../schemas/v3.schema.json");

/// A file of the format v3 that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum V3File {
    /// A request: `NAME.request.yaml`.
    Request,
    /// The definition of a collection or folder: `.resources/definition.yaml`.
    Definition,
    /// A saved example: `NAME.example.yaml`.
    Example,
    /// An environment or the globals: `NAME.environment.yaml`, `NAME.globals.yaml`.
    Environment,
}

impl V3File {
    /// All files.
    pub const ALL: [Self; 4] = [Self::Request, Self::Definition, Self::Example, Self::Environment];

    /// The name of the definition in the schema.
    pub(super) const fn definition(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Definition => "definition",
            Self::Example => "example",
            Self::Environment => "environment",
        }
    }

    /// What `node`, a document of the kind `kind`, is. None for files of other formats, and for messages of other protocols.
    pub(super) fn of(kind: FileKind, node: NodeRef<'_>) -> Option<Self> {
        let written = node.get("$kind").and_then(NodeRef::as_str).unwrap_or_default();
        match kind {
            FileKind::Environment | FileKind::Globals if node.document().is_yaml() => Some(Self::Environment),
            FileKind::PartV3 if written.ends_with("-message") => None,
            FileKind::PartV3 => Some(match named_part(node).or_else(|| part_kind(node)) {
                Some(PartKind::Definition) => Self::Definition,
                Some(PartKind::Example) => Self::Example,
                _ if written.ends_with("-example") => Self::Example,
                _ => Self::Request,
            }),
            _ => None,
        }
    }
}

/// Returns the JSON Schema (draft-07) of one kind of file, with the definitions that it needs.
pub fn v3_schema(file: V3File) -> String {
    format!("{:#}\n", schema_of(file))
}

/// The schema that [`v3_schema`] prints, made on first use.
pub(super) fn schema_of(file: V3File) -> &'static Value {
    static SCHEMAS: [OnceLock<Value>; V3File::ALL.len()] = [const { OnceLock::new() }; V3File::ALL.len()];
    SCHEMAS[file as usize].get_or_init(|| make_schema(file))
}

fn make_schema(file: V3File) -> Value {
    let all = definitions();
    let mut needed = BTreeSet::new();
    add_needed(&all, file.definition(), &mut needed);
    let definitions: Map<String, Value> = all.into_iter().filter(|(name, _)| needed.contains(name)).collect();
    let description = definitions.get(file.definition()).and_then(|one| one.get("description")).cloned();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": format!("Postman collection format v3: {}", file.definition()),
        "description": description,
        "allOf": [{"$ref": format!("#/definitions/{}", file.definition())}],
        "definitions": definitions,
    })
}

/// The definitions of the schema, in its order.
pub(super) fn definitions() -> Map<String, Value> {
    let schema: Option<Map<String, Value>> = serde_json::from_str(ALL).ok();
    match schema.and_then(|mut schema| schema.remove("definitions")) {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// Adds `name` and all definitions that it refers to.
fn add_needed(all: &Map<String, Value>, name: &str, needed: &mut BTreeSet<String>) {
    if !needed.insert(name.to_owned()) {
        return;
    }
    let mut pending: Vec<&Value> = all.get(name).into_iter().collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(object) => {
                if let Some(name) = object.get("$ref").and_then(Value::as_str) {
                    add_needed(all, referenced(name), needed);
                }
                pending.extend(object.values());
            }
            Value::Array(list) => pending.extend(list),
            _ => {}
        }
    }
}

/// The name of the definition that `reference` points to.
pub(super) fn referenced(reference: &str) -> &str {
    reference.strip_prefix("#/definitions/").unwrap_or(reference)
}
