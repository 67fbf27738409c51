//! `[[scripts]]` and `[[descriptions]]`: files of their own for a folder or request.

use schemars::JsonSchema;
use serde::Deserialize;

/// `[[scripts]]`: a script in a file of its own.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachedScript {
    /// Names of folders and request with `/` between them, `FOLDER/NAME`. Empty or absent: the collection.
    #[serde(default)]
    pub on: String,
    /// When it runs.
    pub when: ScriptEvent,
    /// A file in the scripts folder.
    pub file: String,
}

/// When a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScriptEvent {
    /// Before the request is sent.
    BeforeRequest,
    /// When the answer is there.
    AfterResponse,
}

/// `[[descriptions]]`: a description in a file of its own.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachedDescription {
    /// Names of folders and request with `/` between them, `FOLDER/NAME`.
    pub on: String,
    /// A Markdown template in the templates folder.
    pub file: String,
}
