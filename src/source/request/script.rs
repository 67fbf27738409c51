//! Scripts in request and folder files.

use crate::source::manifest::When;
use serde::Deserialize;

/// A script with its code.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// When it runs.
    #[serde(rename = "type")]
    pub kind: ScriptType,
    /// JavaScript.
    pub code: String,
    #[serde(default, rename = "language")]
    _language: Language,
}

impl Script {
    /// When it runs.
    pub const fn when(&self) -> When {
        match self.kind {
            ScriptType::BeforeRequest => When::BeforeRequest,
            ScriptType::AfterResponse => When::AfterResponse,
        }
    }
}

/// When a script runs. Postman writes a prefix in collections and folders, and its own word in GraphQL requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ScriptType {
    /// Before the request is sent.
    #[serde(rename = "beforeRequest", alias = "http:beforeRequest", alias = "beforeQuery")]
    BeforeRequest,
    /// When the answer is there.
    #[serde(rename = "afterResponse", alias = "http:afterResponse")]
    AfterResponse,
}

#[derive(Clone, Copy, Default, Deserialize)]
enum Language {
    #[default]
    #[serde(rename = "text/javascript")]
    Javascript,
}
