//! The manifest's JSON Schema, made from its types.

use super::manifest::Manifest;

/// The JSON Schema of `postsmith.toml`, as `schemas/manifest.schema.json` holds it.
pub fn manifest_schema() -> String {
    let schema = schemars::schema_for!(Manifest);
    format!("{:#}\n", schema.as_value())
}
