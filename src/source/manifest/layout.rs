//! `[source]`: the folders of a source.

use super::Checker;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use schemars::JsonSchema;
use serde::Deserialize;

/// `[source]`: the folders of the source, relative to the manifest.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// The folder of the requests, in Postman's v3 format.
    #[schemars(with = "String")]
    pub requests: Utf8PathBuf,
    /// The folder of the templates.
    #[schemars(with = "String")]
    pub templates: Utf8PathBuf,
    /// The folder of the scripts.
    #[schemars(with = "String")]
    pub scripts: Utf8PathBuf,
    /// The folder for the built files.
    #[schemars(with = "String")]
    pub output: Utf8PathBuf,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            requests: "requests".into(),
            templates: "templates".into(),
            scripts: "scripts".into(),
            output: "output".into(),
        }
    }
}

impl Layout {
    /// Whether `folder` is below the folder of the manifest, on every operating system.
    pub(in crate::source) fn is_below(folder: &Utf8Path) -> bool {
        let text = folder.as_str();
        let inside = folder.components().all(|part| matches!(part, Utf8Component::Normal(_)));
        inside && !text.is_empty() && !text.contains(['\\', ':'])
    }

    fn folders(&self) -> [(&'static str, &Utf8Path); 4] {
        [
            ("requests", &self.requests),
            ("templates", &self.templates),
            ("scripts", &self.scripts),
            ("output", &self.output),
        ]
    }

    /// Whether all folders are below the folder of the manifest.
    pub(in crate::source) fn is_valid(&self) -> bool {
        self.folders().into_iter().all(|(_, folder)| Self::is_below(folder))
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        let folders = self.folders();
        for (index, &(key, folder)) in folders.iter().enumerate() {
            if !Self::is_below(folder) {
                checker.value(
                    &["source", key],
                    "this folder is not below the folder of the manifest",
                    "write a relative path with `/`, without `.` and `..`",
                );
            }
            for (other, earlier) in &folders[..index] {
                if folder.starts_with(earlier) || earlier.starts_with(folder) {
                    checker.value(
                        &["source", key],
                        format!("the folders `{key}` and `{other}` overlap"),
                        "write another folder for one of them",
                    );
                }
            }
        }
    }
}
