//! The data that templates see.

use super::ids::Ids;
use super::origin_map::{OriginMap, SourceOrigin};
use crate::document::Pointer;
use crate::source::{Manifest, Source};
use serde_json::{Value, json};
use std::sync::Arc;

/// The data of every template: the manifest with the same keys. Absent texts are null.
pub(super) fn manifest_data(manifest: &Manifest) -> Value {
    let variables = manifest.variables.iter().map(|(name, variable)| {
        json!({
            "name": name,
            "description": variable.description,
            "where": variable.found_at,
            "secret": variable.secret,
            "value": variable.value,
            "example": variable.example,
        })
    });
    let environments =
        manifest.environments.iter().map(|(key, environment)| json!({"key": key, "name": environment.name}));
    let headers = manifest.api.headers.iter().map(|(name, header)| json!({"name": name, "value": header.value}));
    json!({
        "collection": {"id": manifest.collection.id, "name": manifest.collection.name},
        "api": {
            "prefix": manifest.api.prefix,
            "base_url": manifest.api.base_url,
            "headers": headers.collect::<Vec<_>>(),
        },
        "oauth": manifest.oauth.as_ref().map(|oauth| json!({
            "grant": oauth.grant.name(),
            "token_url": manifest.token_url(),
            "refresh_margin_seconds": oauth.refresh_margin_seconds,
            "login": oauth.login,
        })),
        "variables": variables.collect::<Vec<_>>(),
        "environments": environments.collect::<Vec<_>>(),
    })
}

/// The additional data of the template of the environment `key`: its `environment`.
pub(super) fn environment_data(source: &Source, ids: Ids, key: &str, origins: &mut OriginMap) -> Value {
    let manifest = &source.manifest.data;
    let Some(environment) = manifest.environments.get(key) else { return Value::Null };
    let document = &source.manifest.document;
    let source_pointer = Pointer::root().key("environments").key(key);
    let at = Pointer::root().key("environment");
    let mut record =
        |at: Pointer, pointer: Pointer| origins.insert(at, SourceOrigin::Value(Arc::clone(document), pointer));
    record(at.clone(), source_pointer.clone());
    let values = manifest.variables.iter().enumerate().map(|(index, (name, variable))| {
        let at = at.clone().key("values").index(index);
        record(at.clone(), Pointer::root().key("variables").key(name));
        if environment.values.get(name).is_some() {
            record(at.key("value"), source_pointer.clone().key("values").key(name));
        }
        let kind = if variable.secret { "secret" } else { "default" };
        json!({"key": name, "value": manifest.value(environment, name), "type": kind, "enabled": true})
    });
    let values: Value = values.collect();
    json!({"id": ids.environment(key), "name": environment.name, "values": values})
}
