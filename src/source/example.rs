//! Saved examples, `NAME.example.yaml`, in Postman's v3 form.

use super::manifest::Checker;
use super::request::{Auth, Body, Pairs};
use serde::Deserialize;

/// A request with the answer that it got.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    #[serde(rename = "$kind")]
    _kind: Kind,
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
enum Kind {
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
    pub headers: Pairs<String>,
    /// The query parameters. A null value: no `=`.
    #[serde(default)]
    pub query_params: Pairs<Option<String>>,
    /// The values of `:name` in the address.
    #[serde(default)]
    pub path_variables: Pairs<String>,
    /// The body.
    pub body: Option<Body>,
    /// How it proved who asks.
    pub auth: Option<Auth>,
}

/// The answer of an example.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ExampleResponse {
    /// The HTTP status.
    pub status_code: u16,
    /// Its text, `Not Found`.
    pub status_text: Option<String>,
    /// The headers.
    #[serde(default)]
    pub headers: Pairs<String>,
    /// The body; its type is how Postman shows it.
    pub body: Option<Body>,
}

impl Example {
    /// What the types cannot say.
    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        if !(100..=599).contains(&self.response.status_code) {
            checker.value(&["response", "statusCode"], "this is no HTTP status", "write a number from 100 to 599");
        }
        if let Some(body) = self.request.as_ref().and_then(|request| request.body.as_ref()) {
            body.check(checker, &["request", "body"]);
        }
        if matches!(self.response.body, Some(Body::Urlencoded(_) | Body::Formdata(_) | Body::File(_))) {
            checker.value(
                &["response", "body", "type"],
                "an answer is a text",
                "write `json`, `text`, `xml`, `html` or `javascript`",
            );
        }
    }
}
