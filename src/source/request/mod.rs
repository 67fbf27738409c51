//! Request files, `NAME.request.yaml`, and the files beside them, in Postman's v3 format. This module holds the request itself.
//!
//! `source` reads them, `render` writes them in the v2.1 format.

mod auth;
mod body;
mod definition;
mod example;
mod key_value;

pub use crate::postman::AuthType;
pub use auth::{RequestAuth, WrittenAuth};
pub use body::{FileContent, FormField, FormFieldType, Paths, RequestBody};
pub use definition::DefinitionFile;
pub use example::{ExampleBody, ExampleFile, ExampleRequest, ExampleResponse, ResponseLanguage};
pub use key_value::{KeyValue, KeyValues};

use super::manifest::{Checker, ScriptEvent};
use crate::document::{DataError, Document, NodeRef};
use indexmap::IndexMap;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// A request file: HTTP, or GraphQL over HTTP, by its key `$kind`.
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
    /// Postman's id, which the build keeps. Absent: an id is made from the path of the file.
    pub id: Option<String>,
    /// The name, if it differs from the file name.
    pub name: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// The URL with its query.
    pub url: String,
    /// The HTTP method.
    #[serde(default = "get")]
    pub method: String,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The query parameters, disabled ones included. A null value: the parameter has no `=`.
    #[serde(default)]
    pub query_params: KeyValues<Option<String>>,
    /// The values of path variables, `:name` in the URL.
    #[serde(default)]
    pub path_variables: KeyValues<String>,
    /// The body.
    pub body: Option<RequestBody>,
    /// The auth. Absent: that of its folder.
    pub auth: Option<WrittenAuth>,
    /// Auths to choose from. The format v2.1 has no place for them; they are ignored.
    #[serde(default, rename = "multiAuth")]
    _multi_auth: Vec<RequestAuth>,
    /// The scripts.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// The settings for sending it.
    #[serde(default)]
    pub settings: RequestSettings,
    /// The folder of the saved examples, relative to the file.
    pub examples: Option<String>,
    /// The sort key among its siblings.
    pub order: Option<f64>,
}

/// A GraphQL request.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GraphqlRequest {
    #[serde(rename = "$kind")]
    _kind: RequestKind,
    /// Postman's id, which the build keeps. Absent: an id is made from the path of the file.
    pub id: Option<String>,
    /// The name, if it differs from the file name.
    pub name: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// The URL.
    pub url: String,
    /// The GraphQL query.
    #[serde(default)]
    pub query: String,
    /// The variables of the query: JSON text.
    pub variables: Option<String>,
    /// The operation to run, when the query has several.
    pub operation_name: Option<String>,
    /// Where the app finds the schema of the API. The format v2.1 has no place for it; it is ignored.
    #[serde(default, rename = "schema")]
    _schema: Option<IgnoredAny>,
    /// The headers.
    #[serde(default)]
    pub headers: KeyValues<String>,
    /// The auth. Absent: that of its folder.
    pub auth: Option<WrittenAuth>,
    /// Auths to choose from. The format v2.1 has no place for them; they are ignored.
    #[serde(default, rename = "multiAuth")]
    _multi_auth: Vec<RequestAuth>,
    /// The scripts.
    #[serde(default)]
    pub scripts: Vec<InlineScript>,
    /// The settings for sending it.
    #[serde(default)]
    pub settings: RequestSettings,
    /// The folder of the saved examples, relative to the file.
    pub examples: Option<String>,
    /// The sort key among its siblings.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum RequestKind {
    #[serde(rename = "http-request")]
    Http,
    #[serde(rename = "graphql-request")]
    Graphql,
}

/// Reads a field that both kinds of request have.
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
            // Without `$kind` this reports that it is missing.
            Some(RequestKind::Http) | None => document.read().map(|request| Self::Http(Box::new(request))),
        }
    }

    /// Returns Postman's id, if the file has one.
    pub fn id(&self) -> Option<&str> {
        shared!(self, id).as_deref()
    }

    /// Returns the name, if the file has one.
    pub fn name(&self) -> Option<&str> {
        shared!(self, name).as_deref()
    }

    /// Returns the description, if the file has one.
    pub fn description(&self) -> Option<&str> {
        shared!(self, description).as_deref()
    }

    /// Returns the URL with its query.
    pub fn url(&self) -> &str {
        shared!(self, url)
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &str {
        match self {
            Self::Http(request) => &request.method,
            Self::Graphql(_) => "POST",
        }
    }

    /// Returns the headers.
    pub fn headers(&self) -> &KeyValues<String> {
        shared!(self, headers)
    }

    /// Returns the auth, if the file has one.
    pub fn auth(&self) -> Option<&RequestAuth> {
        shared!(self, auth).as_ref()?.auth.as_ref()
    }

    /// Returns the auth as it is written, if the file has one.
    pub fn written_auth(&self) -> Option<&WrittenAuth> {
        shared!(self, auth).as_ref()
    }

    /// Returns the scripts.
    pub fn scripts(&self) -> &[InlineScript] {
        shared!(self, scripts)
    }

    /// Returns the settings for sending it.
    pub fn settings(&self) -> &RequestSettings {
        shared!(self, settings)
    }

    /// Returns the folder of the saved examples, relative to the file, if the file names one.
    pub fn examples(&self) -> Option<&str> {
        shared!(self, examples).as_deref()
    }

    /// Returns the sort key among its siblings.
    pub fn order(&self) -> Option<f64> {
        *shared!(self, order)
    }

    /// Checks what the types cannot express.
    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        if self.url().trim().is_empty() {
            checker.value(&["url"], "the request has no URL", "write `url: \"{{PREFIX_BASE_URL}}/path\"`");
        }
        if let Self::Http(request) = self {
            request.check(checker);
        }
    }
}

impl HttpRequest {
    fn check(&self, checker: &mut Checker<'_>) {
        let is_allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
        if self.method.is_empty() || !self.method.bytes().all(is_allowed) {
            checker.value(&["method"], "the method is not a word in capital letters", "write for example `GET`");
        }
        if let Some(body) = &self.body {
            body.check(checker, &["body"]);
        }
    }
}

/// A script in a request file or definition file.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InlineScript {
    /// The event that runs it.
    #[serde(rename = "type")]
    pub kind: ScriptType,
    /// The JavaScript code.
    pub code: String,
    #[serde(default, rename = "language")]
    _language: ScriptLanguage,
    /// Packages of the team's package library that the code requires, by name.
    #[serde(default)]
    pub packages: IndexMap<String, Package>,
    /// Requests that the code runs. The format v2.1 has no place for them; they are ignored.
    #[serde(default, rename = "requests")]
    _requests: IndexMap<String, IgnoredAny>,
}

/// A package of a team's package library.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Postman's id of it.
    pub id: String,
}

/// The default of `method`.
fn get() -> String {
    "GET".to_owned()
}

impl InlineScript {
    /// Returns the event that runs it.
    pub const fn when(&self) -> ScriptEvent {
        match self.kind {
            ScriptType::BeforeRequest => ScriptEvent::BeforeRequest,
            ScriptType::AfterResponse => ScriptEvent::AfterResponse,
        }
    }
}

/// The event of a script as Postman writes it: with a prefix in collections and folders, with another word in GraphQL requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum ScriptType {
    /// Before the request is sent.
    #[serde(rename = "beforeRequest", alias = "http:beforeRequest", alias = "beforeQuery")]
    BeforeRequest,
    /// After the response has arrived.
    #[serde(rename = "afterResponse", alias = "http:afterResponse")]
    AfterResponse,
}

#[derive(Clone, Copy, Default, Deserialize)]
enum ScriptLanguage {
    #[default]
    #[serde(rename = "text/javascript")]
    Javascript,
}

/// `settings`: how a request is sent. An absent value: Postman's own setting.
///
/// As JSON it is the `protocolProfileBehavior` of a v2.1 request, apart from [`RequestSettings::disabled_system_headers`].
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
    /// Headers that Postman must not add, in lower case. The v2.1 format writes them as `{name: true}`.
    #[serde(skip_serializing)]
    pub disabled_system_headers: Vec<String>,
}
