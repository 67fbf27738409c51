//! Saved examples, `NAME.example.yaml`, in Postman's v3 form.

use super::{KeyValues, RequestAuth, RequestBody};
use crate::source::manifest::Checker;
use serde::Deserialize;

/// A request with the answer that it got.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    #[serde(rename = "$kind")]
    _kind: ExampleKind,
    /// Postman's id of it, which is then kept. Absent: one is made from the path of the file.
    pub id: Option<String>,
    /// The name, where it cannot be the file's.
    pub name: Option<String>,
    /// The request as it was sent. Absent: the request that this is an example of.
    pub request: Option<ExampleRequest>,
    /// The answer.
    pub response: ExampleResponse,
    /// Its place among the examples of the request.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum ExampleKind {
    #[serde(rename = "http-example")]
    Http,
}

/// The request of an example.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExampleRequest {
    /// The address, query included.
    pub url: String,
    /// The HTTP method.
    pub method: String,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The query parameters. A null value: no `=`.
    #[serde(default)]
    pub query_params: KeyValues<Option<String>>,
    /// The values of `:name` in the address.
    #[serde(default)]
    pub path_variables: KeyValues<String>,
    /// The body.
    pub body: Option<RequestBody>,
    /// How it proved who asks.
    pub auth: Option<RequestAuth>,
}

/// The answer of an example.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExampleResponse {
    /// The HTTP status.
    pub status_code: u16,
    /// Its text, `Not Found`.
    pub status_text: String,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The body.
    pub body: ExampleBody,
}

/// The body of an example's answer. An answer without one has an empty text.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleBody {
    /// How Postman shows it.
    #[serde(rename = "type")]
    pub language: ResponseLanguage,
    /// What it holds.
    pub content: String,
}

/// How Postman shows a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are Postman's")]
pub enum ResponseLanguage {
    Text,
    Json,
    Xml,
    Html,
    Javascript,
    Yaml,
}

impl ResponseLanguage {
    /// Postman's name of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Javascript => "javascript",
            Self::Yaml => "yaml",
        }
    }
}

impl ExampleFile {
    /// What the types cannot say.
    pub(in crate::source) fn check(&self, checker: &mut Checker<'_>) {
        if !(100..=599).contains(&self.response.status_code) {
            checker.value(&["response", "statusCode"], "this is no HTTP status", "write a number from 100 to 599");
        }
        if let Some(body) = self.request.as_ref().and_then(|request| request.body.as_ref()) {
            body.check(checker, &["request", "body"]);
        }
    }
}
