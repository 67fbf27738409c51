//! Saved examples, `NAME.example.yaml`, in Postman's v3 format.

use super::{KeyValues, RequestBody, WrittenAuth};
use crate::source::manifest::Checker;
use serde::Deserialize;

/// A saved example: a request with its response.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleFile {
    #[serde(rename = "$kind")]
    _kind: ExampleKind,
    /// Postman's id, which the build keeps. Absent: an id is made from the path of the file.
    pub id: Option<String>,
    /// The name, if it differs from the file name.
    pub name: Option<String>,
    /// The description. The format v2.1 has no place for it; it is ignored.
    #[serde(default, rename = "description")]
    _description: Option<String>,
    /// The request as it was sent. Absent: the request to which the example belongs.
    pub request: Option<ExampleRequest>,
    /// The response.
    pub response: ExampleResponse,
    /// The sort key among the examples of the request.
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
    /// The URL with its query. Absent: that of the request to which the example belongs.
    pub url: Option<String>,
    /// The HTTP method. Absent: that of the request to which the example belongs.
    pub method: Option<String>,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The query parameters. A null value: the parameter has no `=`.
    #[serde(default)]
    pub query_params: KeyValues<Option<String>>,
    /// The values of path variables, `:name` in the URL.
    #[serde(default)]
    pub path_variables: KeyValues<String>,
    /// The body.
    pub body: Option<RequestBody>,
    /// How it proved who asks.
    pub auth: Option<WrittenAuth>,
}

/// The response of an example.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExampleResponse {
    /// The HTTP status code.
    pub status_code: u16,
    /// The text of the status, such as `Not Found`.
    pub status_text: String,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The body.
    pub body: ExampleBody,
}

/// The body of an example's response. A response without a body has an empty text.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleBody {
    /// The language in which Postman shows it.
    #[serde(rename = "type")]
    pub language: ResponseLanguage,
    /// The text.
    pub content: String,
}

/// The language in which Postman shows a response body.
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
    /// Returns Postman's name of the language.
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
    /// Checks what the types cannot express.
    pub(in crate::source) fn check(&self, checker: &mut Checker<'_>) {
        if !(100..=599).contains(&self.response.status_code) {
            checker.value(
                &["response", "statusCode"],
                "this is not an HTTP status code",
                "write a number from 100 to 599",
            );
        }
        if let Some(body) = self.request.as_ref().and_then(|request| request.body.as_ref()) {
            body.check(checker, &["request", "body"]);
        }
    }
}
