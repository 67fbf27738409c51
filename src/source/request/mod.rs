//! Request files, `NAME.request.yaml`, in Postman's v3 form.

mod auth;
mod body;
mod pair;
mod script;
mod settings;

pub use auth::{Auth, FolderAuth};
pub use body::{Body, Field, FieldType, FileContent, Paths};
pub use pair::{Pair, Pairs};
pub use script::{Script, ScriptType};
pub use settings::Settings;

use super::manifest::Checker;
pub use crate::postman::AuthType;

use crate::document::{DataError, Document, NodeRef};
use serde::Deserialize;

/// A request: HTTP, or GraphQL over HTTP. The key `$kind` says which.
#[derive(Clone)]
pub enum Request {
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
    _kind: Kind,
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
    pub headers: Pairs<String>,
    /// The query parameters, those that are switched off, too. A null value: no `=`.
    #[serde(default)]
    pub query_params: Pairs<Option<String>>,
    /// The values of `:name` in the address.
    #[serde(default)]
    pub path_variables: Pairs<String>,
    /// The body.
    pub body: Option<Body>,
    /// How it proves who asks. Absent: as its folder.
    pub auth: Option<Auth>,
    /// Scripts of its own.
    #[serde(default)]
    pub scripts: Vec<Script>,
    /// How it is sent.
    #[serde(default)]
    pub settings: Settings,
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
    _kind: Kind,
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
    pub headers: Pairs<String>,
    /// How it proves who asks. Absent: as its folder.
    pub auth: Option<Auth>,
    /// Scripts of its own.
    #[serde(default)]
    pub scripts: Vec<Script>,
    /// How it is sent.
    #[serde(default)]
    pub settings: Settings,
    /// The folder of the saved examples, relative to the file.
    pub examples: Option<String>,
    /// Its place among its siblings.
    pub order: Option<f64>,
}

#[derive(Clone, Copy, Deserialize)]
enum Kind {
    #[serde(rename = "http-request")]
    Http,
    #[serde(rename = "graphql-request")]
    Graphql,
}

/// What the two kinds share.
macro_rules! shared {
    ($request:expr, $field:ident) => {
        match $request {
            Request::Http(request) => &request.$field,
            Request::Graphql(request) => &request.$field,
        }
    };
}

impl Request {
    /// Reads a request file.
    pub(super) fn read(document: &Document) -> Result<Self, DataError> {
        match document.root().get("$kind").map(NodeRef::read).transpose()? {
            Some(Kind::Graphql) => document.read().map(|request| Self::Graphql(Box::new(request))),
            // Without a kind this says that it is missing.
            Some(Kind::Http) | None => document.read().map(|request| Self::Http(Box::new(request))),
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
    pub fn headers(&self) -> &Pairs<String> {
        shared!(self, headers)
    }

    /// How it proves who asks.
    pub fn auth(&self) -> Option<&Auth> {
        shared!(self, auth).as_ref()
    }

    /// The scripts in the file.
    pub fn scripts(&self) -> &[Script] {
        shared!(self, scripts)
    }

    /// How it is sent.
    pub fn settings(&self) -> &Settings {
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
