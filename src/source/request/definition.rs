//! Folder files, `.resources/definition.yaml`, in Postman's v3 form.

use super::{FolderAuth, InlineScript, KeyValues};
use crate::source::manifest::Checker;
use serde::Deserialize;

/// What a folder, or the whole collection, says about itself.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    #[serde(rename = "$kind")]
    _kind: DefinitionKind,
    /// Postman's id of a folder, which is then kept. Absent: one is made from the path. Not in the collection: its id stands in the manifest.
    pub id: Option<String>,
    /// The name, where it cannot be the folder's. Not in the collection: its name stands in the manifest.
    pub name: Option<String>,
    /// Markdown. Not in the collection: its description is a template that the manifest names.
    pub description: Option<String>,
    /// Variables of the collection.
    #[serde(default)]
    pub variables: KeyValues<String>,
    /// How the requests inside prove who asks, unless they say so themselves.
    pub auth: Option<FolderAuth>,
    /// Scripts that run for every request inside.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// Its place among its siblings.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum DefinitionKind {
    #[serde(rename = "collection")]
    Collection,
}

impl DefinitionFile {
    /// What the types cannot say of the collection's own file.
    pub(in crate::source) fn check_collection(&self, checker: &mut Checker<'_>) {
        let help = "leave it out here: it is written in the manifest, in `[collection]`";
        let given =
            [("id", self.id.is_some()), ("name", self.name.is_some()), ("description", self.description.is_some())];
        for (key, _) in given.into_iter().filter(|&(_, given)| given) {
            checker.key(&[key], format!("the collection's `{key}` has one place, and this is not it"), help);
        }
    }

    /// What the types cannot say of a folder's file.
    pub(in crate::source) fn check_folder(&self, checker: &mut Checker<'_>) {
        if !self.variables.is_empty() {
            checker.key(
                &["variables"],
                "a folder has no variables: Postman knows them in a collection only",
                "move them to the definition of the collection, or to the manifest",
            );
        }
    }
}
