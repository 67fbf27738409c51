//! Finds keys that the schema of a file of the format v3 does not describe. Postman drops them without a word.

use super::instance;
use super::v3::V3File;
use super::{Profile, on_deep_stack, validator};
use crate::document::NodeRef;
use crate::postman::FileKind;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

/// A key that the schema does not describe.
#[derive(Debug)]
pub struct UnknownKey<'d> {
    /// The key.
    pub key: NodeRef<'d>,
    /// Its value.
    pub value: NodeRef<'d>,
    /// The keys that the schema describes and the object lacks.
    pub absent: Vec<String>,
    /// Those of them that the object must have: [`validate`](super::validate) reports that they are missing.
    pub missing: Vec<String>,
}

/// Returns the unknown keys of `node`, an object of the kind `kind`, in reading order. Only files of the format v3 have any: for others, other rules look.
pub fn unknown_keys(kind: FileKind, node: NodeRef<'_>) -> Vec<UnknownKey<'_>> {
    let Some(file) = V3File::of(kind, node) else { return Vec::new() };
    on_deep_stack(|| {
        let Some(Ok(validator)) = validator(kind, node, Profile::Published) else { return Vec::new() };
        if validator.is_valid(instance::Value::Node(node)) {
            return Vec::new();
        }
        let schema = super::v3::schema_of(file);
        let errors = validator.iter_errors(instance::Value::Node(node));
        let mut found: Vec<_> = errors.flat_map(|error| keys_of(&error, node, schema)).collect();
        found.sort_by_key(|unknown| unknown.key.span().start);
        found.dedup_by_key(|unknown| unknown.key.span().start);
        found
    })
}

/// Whether the error is about keys that [`unknown_keys`] reports.
pub(super) fn is_unknown_key(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), ValidationErrorKind::AdditionalProperties { .. })
}

fn keys_of<'d>(error: &ValidationError<'_>, node: NodeRef<'d>, schema: &Value) -> Vec<UnknownKey<'d>> {
    let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() else { return Vec::new() };
    let Some(object) = node.at(error.instance_path().as_str()) else { return Vec::new() };
    let owner = error.schema_path().as_str().rsplit_once('/').and_then(|(owner, _)| schema.pointer(owner));
    let described = owner.and_then(|owner| owner.get("properties")?.as_object()).map(|keys| keys.keys().cloned());
    let absent: Vec<String> = described.into_iter().flatten().filter(|key| object.get(key).is_none()).collect();
    let required = owner.and_then(|owner| owner.get("required")?.as_array());
    let is_required = |key: &String| required.is_some_and(|keys| keys.iter().any(|name| name.as_str() == Some(key)));
    let missing: Vec<String> = absent.iter().filter(|key| is_required(key)).cloned().collect();
    let unknown = object.members().filter(|(key, _)| unexpected.iter().any(|name| key.is_str(name)));
    unknown.map(|(key, value)| UnknownKey { key, value, absent: absent.clone(), missing: missing.clone() }).collect()
}
