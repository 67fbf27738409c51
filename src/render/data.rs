//! The data that templates see.

use super::ids::Ids;
use super::origin_map::{OriginMap, SourceOrigin};
use crate::document::Pointer;
use crate::source::{Manifest, Source};
use serde_json::{Value, json};
use std::sync::Arc;

/// What every template sees: the manifest, with the same keys, absent texts as null.
pub(super) fn manifest(manifest: &Manifest) -> Value {
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

/// What the template of the environment `key` sees beside that: `environment`.
pub(super) fn environment(source: &Source, ids: Ids, key: &str, origins: &mut OriginMap) -> Value {
    let manifest = &source.manifest.data;
    let Some(environment) = manifest.environments.get(key) else { return Value::Null };
    let document = &source.manifest.document;
    let written = Pointer::root().key("environments").key(key);
    let at = Pointer::root().key("environment");
    let mut note =
        |at: Pointer, pointer: Pointer| origins.insert(at, SourceOrigin::Value(Arc::clone(document), pointer));
    note(at.clone(), written.clone());
    let values = manifest.variables.iter().enumerate().map(|(index, (name, variable))| {
        let at = at.clone().key("values").index(index);
        note(at.clone(), Pointer::root().key("variables").key(name));
        if environment.values.get(name).is_some() {
            note(at.key("value"), written.clone().key("values").key(name));
        }
        let kind = if variable.secret { "secret" } else { "default" };
        json!({"key": name, "value": manifest.value(environment, name), "type": kind, "enabled": true})
    });
    let values: Value = values.collect();
    json!({"id": ids.environment(key), "name": environment.name, "values": values})
}
