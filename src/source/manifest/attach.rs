//! `[[scripts]]` and `[[descriptions]]`: files that the manifest attaches to the collection, a folder or a request.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[[scripts]]`: a script file.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachedScript {
    /// The folder or request: its names, separated by `/`, as in `FOLDER/NAME`. Empty or absent: the collection.
    #[serde(default)]
    pub on: String,
    /// The event that runs it.
    pub when: ScriptEvent,
    /// A file in the scripts folder.
    pub file: String,
}

/// The event that runs a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScriptEvent {
    /// Before the request is sent.
    BeforeRequest,
    /// After the response has arrived.
    AfterResponse,
}

/// `[[descriptions]]`: a description file.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachedDescription {
    /// The folder or request: its names, separated by `/`, as in `FOLDER/NAME`.
    pub on: String,
    /// A Markdown template in the templates folder.
    pub file: String,
}
