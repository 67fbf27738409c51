//! `bundle.json`: what a bundle holds, typed and versioned.

use crate::requirements::RequiredVariable;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;
/// Where the schema of `bundle.json` lies.
const SCHEMA: &str = "https://raw.githubusercontent.com/postsmith/postsmith/main/schemas/bundle.schema.json";

/// What a bundle holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Postsmith bundle (bundle.json)")]
pub struct Record {
    /// The address of the schema of this file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// Version of the format: 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// What wrote it. Another version of it may write other bytes for the same input.
    pub tool: Tool,
    /// Versions of what it holds.
    pub versions: Versions,
    /// The collection.
    pub collection: Collection,
    /// The environments and globals, in the order of their files.
    pub environments: Vec<Environment>,
    /// What has to be filled in, and by whom.
    pub variables: Vec<RequiredVariable>,
    /// Every file but this one and `SHA256SUMS`, by name.
    pub files: Vec<BundleFile>,
}

/// A program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub(super) fn own() -> Self {
        Self { name: "postsmith".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// Versions of what a bundle holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// Of the form of the collection: `2.0` or `2.1`.
    pub collection: String,
}

/// The collection of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Its name in Postman.
    pub name: String,
    /// Its id, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its file.
    pub file: String,
    /// How many requests it has.
    pub requests: usize,
}

/// An environment of a bundle, or the globals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Its name in Postman.
    pub name: String,
    /// Its file.
    pub file: String,
    /// Its key in the manifest that it was built from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleFile {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// How many bytes it has.
    pub size: u64,
    /// Its SHA-256 in hex.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// What a file of a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The requests.
    Collection,
    /// Variables of one stage; secrets are empty.
    Environment,
    /// Variables of every stage; secrets are empty.
    Globals,
    /// How to set everything up, for people.
    Guide,
    /// What git leaves alone.
    Gitignore,
}

impl Record {
    /// A record of this version of the format and of this program.
    pub(super) fn new(
        versions: Versions,
        collection: Collection,
        environments: Vec<Environment>,
        variables: Vec<RequiredVariable>,
        files: Vec<BundleFile>,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            version: VERSION,
            tool: Tool::own(),
            versions,
            collection,
            environments,
            variables,
            files,
        }
    }
}

/// The JSON Schema of `bundle.json`, as `schemas/bundle.schema.json` holds it.
pub fn bundle_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<Record>();
    format!("{:#}\n", schema.as_value())
}
