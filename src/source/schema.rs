//! The JSON Schema of the manifest, made from its types: `postsmith schema manifest`.

use super::manifest::Manifest;
use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;

/// Returns the JSON Schema of `postsmith.toml`, which `schemas/manifest.schema.json` holds. Editors of TOML support draft 7.
pub fn manifest_schema() -> String {
    let settings = SchemaSettings::draft07().with_transform(RecursiveTransform(remove_null));
    let schema = settings.into_generator().into_root_schema_for::<Manifest>();
    format!("{:#}\n", schema.as_value())
}

/// Removes `null` from the types: TOML has none, optional keys are left out.
fn remove_null(schema: &mut Schema) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(types) = object.get_mut("type").filter(|types| types.is_array()) {
        let named = types.as_array().and_then(|types| types.iter().find(|name| *name != "null").cloned());
        *types = named.unwrap_or_default();
    }
    if let Some(choices) = object.get_mut("anyOf").and_then(|choices| choices.as_array_mut()) {
        choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
        if let [only] = choices.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            object.insert("allOf".to_owned(), vec![only].into());
        }
    }
}
