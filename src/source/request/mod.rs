//! RequestFile files, `NAME.request.yaml`, in Postman's v3 form.

mod auth;
mod body;
mod definition;
mod example;
mod key_value;

pub use auth::{AuthType, FolderAuth, RequestAuth};
pub use body::{FileContent, FormField, FormFieldType, Paths, RequestBody};
pub use definition::DefinitionFile;
pub use example::{ExampleBody, ExampleFile, ExampleRequest, ExampleResponse, ResponseLanguage};
pub use key_value::{KeyValue, KeyValues};

use super::manifest::{Checker, ScriptEvent};
use crate::document::{DataError, Document, NodeRef};
use serde::{Deserialize, Serialize};

/// A request: HTTP, or GraphQL over HTTP. The key `$kind` says which.
#[derive(Clone)]
pub enum RequestFile {
    /// `$kind: http-request`.
    Http(Box<HttpRequest>),
    /// `$kind: graphql-request`.
    Graphql(Box<GraphqlRequest>),
}

/// An HTTP request.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct HttpRequest {
    #[serde(rename = "$kind")]
    _kind: RequestKind,
    /// Postman's id of it, which is then kept. Absent: one is made from the path of the file.
    pub id: Option<String>,
    /// The name, where it cannot be the file's.
    pub name: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// The address, query included.
    pub url: String,
    /// The HTTP method.
    pub method: String,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The query parameters, those that are switched off, too. A null value: no `=`.
    #[serde(default)]
    pub query_params: KeyValues<Option<String>>,
    /// The values of `:name` in the address.
    #[serde(default)]
    pub path_variables: KeyValues<String>,
    /// The body.
    pub body: Option<RequestBody>,
    /// How it proves who asks. Absent: as its folder.
    pub auth: Option<RequestAuth>,
    /// Scripts of its own.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// How it is sent.
    #[serde(default)]
    pub settings: RequestSettings,
    /// The folder of the saved examples, relative to the file.
    pub examples: Option<String>,
    /// Its place among its siblings.
    pub order: Option<f64>,
}

/// A GraphQL request.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GraphqlRequest {
    #[serde(rename = "$kind")]
    _kind: RequestKind,
    /// Postman's id of it, which is then kept. Absent: one is made from the path of the file.
    pub id: Option<String>,
    /// The name, where it cannot be the file's.
    pub name: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// The address.
    pub url: String,
    /// The GraphQL query.
    #[serde(default)]
    pub query: String,
    /// The query's variables: JSON text.
    pub variables: Option<String>,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// How it proves who asks. Absent: as its folder.
    pub auth: Option<RequestAuth>,
    /// Scripts of its own.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// How it is sent.
    #[serde(default)]
    pub settings: RequestSettings,
    /// The folder of the saved examples, relative to the file.
    pub examples: Option<String>,
    /// Its place among its siblings.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum RequestKind {
    #[serde(rename = "http-request")]
    Http,
    #[serde(rename = "graphql-request")]
    Graphql,
}

/// What the two kinds share.
macro_rules! shared {
    ($request:expr, $field:ident) => {
        match $request {
            RequestFile::Http(request) => &request.$field,
            RequestFile::Graphql(request) => &request.$field,
        }
    };
}

impl RequestFile {
    /// Reads a request file.
    pub(super) fn read(document: &Document) -> Result<Self, DataError> {
        match document.root().get("$kind").map(NodeRef::read).transpose()? {
            Some(RequestKind::Graphql) => document.read().map(|request| Self::Graphql(Box::new(request))),
            // Without a kind this says that it is missing.
            Some(RequestKind::Http) | None => document.read().map(|request| Self::Http(Box::new(request))),
        }
    }

    /// Postman's id in the file, if there is one.
    pub fn id(&self) -> Option<&str> {
        shared!(self, id).as_deref()
    }

    /// The name in the file, if there is one.
    pub fn name(&self) -> Option<&str> {
        shared!(self, name).as_deref()
    }

    /// The description in the file.
    pub fn description(&self) -> Option<&str> {
        shared!(self, description).as_deref()
    }

    /// The address, query included.
    pub fn url(&self) -> &str {
        shared!(self, url)
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        match self {
            Self::Http(request) => &request.method,
            Self::Graphql(_) => "POST",
        }
    }

    /// The headers.
    pub fn headers(&self) -> &KeyValues<String> {
        shared!(self, headers)
    }

    /// How it proves who asks.
    pub fn auth(&self) -> Option<&RequestAuth> {
        shared!(self, auth).as_ref()
    }

    /// The scripts in the file.
    pub fn scripts(&self) -> &[InlineScript] {
        shared!(self, scripts)
    }

    /// How it is sent.
    pub fn settings(&self) -> &RequestSettings {
        shared!(self, settings)
    }

    /// The folder of the saved examples, relative to the file, when it is written.
    pub fn examples(&self) -> Option<&str> {
        shared!(self, examples).as_deref()
    }

    /// Its place among its siblings.
    pub fn order(&self) -> Option<f64> {
        *shared!(self, order)
    }

    /// What the types cannot say.
    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        if self.url().trim().is_empty() {
            checker.value(&["url"], "the request has no address", "write `url: \"{{...}}/path\"`");
        }
        if let Self::Http(request) = self {
            request.check(checker);
        }
    }
}

impl HttpRequest {
    fn check(&self, checker: &mut Checker<'_>) {
        let letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        if self.method.is_empty() || !self.method.bytes().all(letter) {
            checker.value(&["method"], "a method is a word in capital letters", "for instance `GET`");
        }
        if let Some(body) = &self.body {
            body.check(checker, &["body"]);
        }
    }
}

/// A script with its code.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InlineScript {
    /// ScriptEvent it runs.
    #[serde(rename = "type")]
    pub kind: ScriptType,
    /// JavaScript.
    pub code: String,
    #[serde(default, rename = "language")]
    _language: ScriptLanguage,
}

impl InlineScript {
    /// ScriptEvent it runs.
    pub const fn when(&self) -> ScriptEvent {
        match self.kind {
            ScriptType::BeforeRequest => ScriptEvent::BeforeRequest,
            ScriptType::AfterResponse => ScriptEvent::AfterResponse,
        }
    }
}

/// ScriptEvent a script runs. Postman writes a prefix in collections and folders, and its own word in GraphQL requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ScriptType {
    /// Before the request is sent.
    #[serde(rename = "beforeRequest", alias = "http:beforeRequest", alias = "beforeQuery")]
    BeforeRequest,
    /// ScriptEvent the answer is there.
    #[serde(rename = "afterResponse", alias = "http:afterResponse")]
    AfterResponse,
}

#[derive(Clone, Copy, Default, Deserialize)]
enum ScriptLanguage {
    #[default]
    #[serde(rename = "text/javascript")]
    Javascript,
}

/// `settings`: how a request is sent. Absent: as Postman's own settings say.
///
/// Written as JSON it is a collection's `protocolProfileBehavior`, apart from [`RequestSettings::disabled_system_headers`].
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are Postman's")]
pub struct RequestSettings {
    #[serde(rename = "strictSSL", skip_serializing_if = "Option::is_none")]
    pub strict_ssl: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_redirects: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_redirects: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_original_http_method: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_authorization_header: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_referer_header_on_redirect: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_body_pruning: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_url_encoding: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disable_cookies: Option<bool>,
    #[serde(rename = "insecureHTTPParser", skip_serializing_if = "Option::is_none")]
    pub insecure_http_parser: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_prefer_server_ciphers: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_disabled_protocols: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_cipher_selection: Option<Vec<String>>,
    /// Headers that Postman would add by itself, in lower case. A collection holds them as `{name: true}`.
    #[serde(skip_serializing)]
    pub disabled_system_headers: Vec<String>,
}
