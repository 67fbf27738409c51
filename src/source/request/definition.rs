//! Definition files of a folder or collection, `.resources/definition.yaml`, in Postman's v3 format.

use super::{InlineScript, KeyValues, RequestAuth, WrittenAuth};
use crate::source::manifest::Checker;
use serde::Deserialize;

/// The definition file of a folder or of the whole collection.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionFile {
    #[serde(rename = "$kind")]
    _kind: DefinitionKind,
    /// Postman's id of a folder, which the build keeps. Absent: an id is made from the path. Not allowed for the collection: the manifest has its id.
    pub id: Option<String>,
    /// The name, if it differs from the folder name. Not allowed for the collection: the manifest has its name.
    pub name: Option<String>,
    /// The description, in Markdown. Not allowed for the collection: the manifest names the template of its description.
    pub description: Option<String>,
    /// The collection variables. Not allowed for a folder.
    #[serde(default)]
    pub variables: KeyValues<String>,
    /// The auth of the requests inside that have none of their own.
    pub auth: Option<WrittenAuth>,
    /// Auths to choose from. The format v2.1 has no place for them; they are ignored.
    #[serde(default, rename = "multiAuth")]
    _multi_auth: Vec<RequestAuth>,
    /// Scripts that run for every request inside.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// The sort key among its siblings.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum DefinitionKind {
    #[serde(rename = "collection")]
    Collection,
}

impl DefinitionFile {
    /// Checks the definition of the collection.
    pub(in crate::source) fn check_collection(&self, checker: &mut Checker<'_>) {
        let help = "remove it here, and write it in `[collection]` of the manifest";
        let given =
            [("id", self.id.is_some()), ("name", self.name.is_some()), ("description", self.description.is_some())];
        for (key, _) in given.into_iter().filter(|&(_, given)| given) {
            checker.key(&[key], format!("the collection's `{key}` is read from the manifest only"), help);
        }
    }

    /// Checks the definition of a folder.
    pub(in crate::source) fn check_folder(&self, checker: &mut Checker<'_>) {
        if !self.variables.is_empty() {
            checker.key(
                &["variables"],
                "a folder cannot have variables: Postman has them in a collection only",
                "move them to the definition of the collection, or to the manifest",
            );
        }
    }
}
