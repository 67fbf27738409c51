//! `bundle.json`, the record of a bundle: its types, its JSON Schema and its readers. `bundle` writes and verifies it, `env` reads an unpacked one.

use super::RequiredVariable;
use crate::document::{Document, NodeRef};
use crate::finding::{DATA, Finding, Location};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The URL of the JSON Schema of `bundle.json`.
const SCHEMA: &str = "https://raw.githubusercontent.com/postsmith/postsmith/main/schemas/bundle.schema.json";

/// The content of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Postsmith bundle (bundle.json)")]
pub struct BundleRecord {
    /// The URL of the JSON Schema of this file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of the format: 1.
    #[schemars(extend("const" = 2))]
    pub version: u32,
    /// The program that wrote the bundle. Another version of it may write other bytes for the same input.
    pub tool: RecordedTool,
    /// The versions of the formats in the bundle.
    pub versions: RecordedVersions,
    /// The collection.
    pub collection: RecordedCollection,
    /// The environments and globals, in the order of the guide.
    pub environments: Vec<RecordedEnvironment>,
    /// The variables that must have a value, and who fills them in.
    pub variables: Vec<RequiredVariable>,
    /// Values that look like credentials and are none, as the manifest of the sender says: salted hashes, `sha256:SALT:HASH`. Absent if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
    /// Every file except `bundle.json` and `SHA256SUMS`, sorted by name.
    pub files: Vec<RecordedFile>,
}

/// The program that wrote a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedTool {
    /// The name of the program.
    pub name: String,
    /// The version of the program.
    pub version: String,
}

impl RecordedTool {
    /// This program in this version.
    pub fn current() -> Self {
        Self { name: "postsmith".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// The versions of the formats in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedVersions {
    /// The version of the collection format: `2.0` or `2.1`.
    pub collection: String,
}

/// The collection of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedCollection {
    /// The name in Postman.
    pub name: String,
    /// The id of the collection, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The file name.
    pub file: String,
    /// The number of requests.
    pub requests: usize,
}

/// An environment of a bundle, or the globals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedEnvironment {
    /// The name in Postman.
    pub name: String,
    /// The file name.
    pub file: String,
    /// The key of the environment in the manifest that it was built from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedFile {
    /// The file name.
    pub name: String,
    /// The use of the file.
    pub role: FileRole,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 checksum in hexadecimal.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// The use of a file in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileRole {
    /// The requests.
    Collection,
    /// The variables of one stage; secrets are empty.
    Environment,
    /// The variables of every stage; secrets are empty.
    Globals,
    /// Setup instructions for people.
    Guide,
    /// The paths that git ignores.
    Gitignore,
}

impl BundleRecord {
    /// The version of the format that this program writes and reads.
    pub const VERSION: u32 = 2;

    /// A record in this version of the format, written by this version of the program.
    pub fn new(
        versions: RecordedVersions,
        collection: RecordedCollection,
        environments: Vec<RecordedEnvironment>,
        variables: Vec<RequiredVariable>,
        files: Vec<RecordedFile>,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            version: Self::VERSION,
            tool: RecordedTool::current(),
            versions,
            collection,
            environments,
            variables,
            accepted: Vec::new(),
            files,
        }
    }

    /// Reads only the variables of the `bundle.json` in `document`; its other keys are not checked.
    ///
    /// # Errors
    /// When the version is missing or another one, and when the variables are missing or malformed.
    pub fn read_variables(document: &Document) -> Result<Vec<RequiredVariable>, Finding> {
        read_member(document, "variables")
    }

    /// Reads only the environments and globals of the `bundle.json` in `document`; its other keys are not checked.
    ///
    /// # Errors
    /// When the version is missing or another one, and when the environments are missing or malformed.
    pub fn read_environments(document: &Document) -> Result<Vec<RecordedEnvironment>, Finding> {
        read_member(document, "environments")
    }

    /// What is wrong with the version of a `bundle.json` that this program cannot read, and what to do; none when the version fits or is missing.
    pub fn unsupported_version(document: &Document) -> Option<(String, &'static str)> {
        let version = document.root().get("version")?.as_number()?;
        let supported = Self::VERSION;
        let is_older = version.parse::<u32>().is_ok_and(|version| version < supported);
        let help = if is_older {
            "make the bundle again with this version of postsmith"
        } else {
            "use a newer version of postsmith"
        };
        (version != supported.to_string())
            .then(|| (format!("this bundle has version {version}, but this program reads version {supported}"), help))
    }
}

fn read_member<T: DeserializeOwned>(document: &Document, name: &str) -> Result<T, Finding> {
    let error = |message: String| Finding::error(DATA, Location::of(document.root()), message);
    // The version is checked first: another version may give any key another meaning.
    if let Some((message, help)) = BundleRecord::unsupported_version(document) {
        return Err(error(message).help(help));
    }
    let missing = |key: &str| {
        error(format!("this is not the record of a bundle: the key `{key}` is missing or has the wrong type"))
            .help("unpack the bundle again, or remove this file")
    };
    let version = document.root().get("version").and_then(NodeRef::as_number);
    version.ok_or_else(|| missing("version"))?;
    let member = document.root().get(name).ok_or_else(|| missing(name))?;
    member.read().map_err(|error| Finding::data(document, &error))
}

/// The JSON Schema of `bundle.json`. The file `schemas/bundle.schema.json` contains the same text.
pub fn bundle_schema() -> String {
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<BundleRecord>();
    format!("{:#}\n", schema.as_value())
}

#[cfg(test)]
mod tests {
    use super::BundleRecord;
    use crate::document::Document;

    #[test]
    fn variables_are_read_from_the_record_of_a_bundle() {
        let json = |text: &str| Document::json("bundle.json", text).unwrap();
        let text =
            r#"{"version": 2, "variables": [{"name": "A", "secret": true, "filled_by": "person", "where": "x"}]}"#;
        let variables = BundleRecord::read_variables(&json(text)).unwrap();
        assert!(variables[0].secret && variables[0].found_at.as_deref() == Some("x"));
        for (text, location) in [
            ("{}", "bundle.json:1:1"),
            (
                r#"{"version": 2, "variables": [{"name": "A", "secret": "yes", "filled_by": "person"}]}"#,
                "bundle.json:1:54",
            ),
            (r#"{"version": 3, "variables": []}"#, "bundle.json:1:1"),
            (r#"{"version": "2", "variables": []}"#, "bundle.json:1:1"),
            (r#"{"variables": []}"#, "bundle.json:1:1"),
        ] {
            assert_eq!(BundleRecord::read_variables(&json(text)).unwrap_err().location.to_string(), location);
        }
    }
}
