//! Requests and their saved examples.

use super::body::body;
use super::scribe::{Scribe, bare_pair, remark, text_pair};
use super::url;
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::source::request::{Auth, Body, Pairs, Request};
use crate::source::{Example, ExampleRequest};
use serde_json::{Map, Value, json};

/// The parts that requests and the requests of examples share.
struct Parts<'s> {
    method: &'s str,
    url: &'s str,
    headers: &'s Pairs<String>,
    query: Option<&'s Pairs<Option<String>>>,
    variables: Option<&'s Pairs<String>>,
    body: Option<&'s Body>,
    auth: Option<&'s Auth>,
}

impl<'s> Parts<'s> {
    fn of(request: &'s Request) -> Self {
        let http = match request {
            Request::Http(http) => Some(http),
            Request::Graphql(_) => None,
        };
        Self {
            method: request.method(),
            url: request.url(),
            headers: request.headers(),
            query: http.map(|http| &http.query_params),
            variables: http.map(|http| &http.path_variables),
            body: http.and_then(|http| http.body.as_ref()),
            auth: request.auth(),
        }
    }

    fn of_example(request: &'s ExampleRequest) -> Self {
        Self {
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
            query: Some(&request.query_params),
            variables: Some(&request.path_variables),
            body: request.body.as_ref(),
            auth: request.auth.as_ref(),
        }
    }

    /// The v2.1 form, in the app's order of keys. `source` is where the request stands in its file.
    fn make(&self, scribe: &mut Scribe<'_>, at: &Pointer, source: &Pointer) -> Result<Map<String, Value>, Finding> {
        scribe.note(at.clone(), source.clone());
        let mut made = Map::new();
        if let Some(auth) = self.auth
            && let Some(auth) = scribe.auth(at.clone().key("auth"), auth, source.clone().key("auth"))
        {
            made.insert("auth".to_owned(), auth);
        }
        made.insert("method".to_owned(), self.method.into());
        let header = scribe.pairs(&at.clone().key("header"), self.headers, &source.clone().key("headers"), text_pair);
        made.insert("header".to_owned(), header);
        if let Some(content) = self.body
            && let Some(body) = body(scribe, &at.clone().key("body"), content, &source.clone().key("body"))
        {
            made.insert("body".to_owned(), body);
        }
        made.insert("url".to_owned(), self.url(scribe, &at.clone().key("url"), source)?);
        Ok(made)
    }

    fn url(&self, scribe: &mut Scribe<'_>, at: &Pointer, source: &Pointer) -> Result<Value, Finding> {
        let written = source.clone().key("url");
        scribe.note(at.clone(), written.clone());
        let parameters = source.clone().key("queryParams");
        let (base, in_url) = url::cut_query(self.url);
        let listed = self.query.filter(|query| !query.is_empty());
        let enabled: Vec<String> = match listed {
            Some(query) => {
                let all: Vec<_> = query.iter().map(|pair| join(&pair.key, pair.value.as_deref())).collect();
                if let Some(stray) = in_url.iter().find(|part| !all.contains(part)) {
                    return Err(stray_parameter(scribe, &written, stray));
                }
                query.iter().zip(all).filter(|(pair, _)| !pair.disabled).map(|(_, text)| text).collect()
            }
            None => in_url.clone(),
        };
        let mut made = url::parts(&base, &enabled);
        let query = match listed {
            Some(query) => scribe.pairs(
                &at.clone().key("query"),
                query,
                &parameters,
                |pair| json!({"key": pair.key, "value": pair.value}),
            ),
            None => in_url.iter().map(|part| pair(part)).collect(),
        };
        if query.as_array().is_some_and(|query| !query.is_empty()) {
            made.insert("query".to_owned(), query);
        }
        if let Some(variables) = self.variables.filter(|variables| !variables.is_empty()) {
            let values = source.clone().key("pathVariables");
            made.insert(
                "variable".to_owned(),
                scribe.pairs(&at.clone().key("variable"), variables, &values, bare_pair),
            );
        }
        Ok(Value::Object(made))
    }
}

/// A query parameter as it stands in a URL; without a value there is no `=`.
fn join(key: &str, value: Option<&str>) -> String {
    value.map_or_else(|| key.to_owned(), |value| format!("{key}={value}"))
}

fn pair(part: &str) -> Value {
    let (key, value) = part.split_once('=').map_or((part, None), |(key, value)| (key, Some(value)));
    json!({"key": key, "value": value})
}

fn stray_parameter(scribe: &Scribe<'_>, written: &Pointer, stray: &str) -> Finding {
    let key = stray.split('=').next().unwrap_or_default();
    let root = scribe.document.root();
    let place = Location::of(root.at(written.as_str()).unwrap_or(root));
    Finding::error(DATA, place, format!("the query of the URL and `queryParams` disagree about `{key}`"))
        .help("list every parameter in `queryParams` with the same value, or leave the query out of `url`")
}

/// The v2.1 form of a request.
pub(super) fn request(
    scribe: &mut Scribe<'_>,
    at: &Pointer,
    request: &Request,
    description: Option<&str>,
) -> Result<Value, Finding> {
    let mut made = Parts::of(request).make(scribe, at, &Pointer::root())?;
    if let Request::Graphql(graphql) = request {
        scribe.note(at.clone().key("body").key("graphql"), Pointer::root());
        let variables = graphql.variables.as_deref().unwrap_or_default();
        let content = json!({"mode": "graphql", "graphql": {"query": graphql.query, "variables": variables}});
        made.insert("body".to_owned(), content);
    }
    remark(&mut made, description, false);
    Ok(Value::Object(made))
}

/// The v2.1 form of a saved example of `request`.
pub(super) fn example(
    scribe: &mut Scribe<'_>,
    at: &Pointer,
    example: &Example,
    (name, id): (&str, Value),
    request: &Value,
) -> Result<Value, Finding> {
    scribe.note(at.clone(), Pointer::root());
    let original = match &example.request {
        Some(written) => {
            let source = Pointer::root().key("request");
            Value::Object(Parts::of_example(written).make(scribe, &at.clone().key("originalRequest"), &source)?)
        }
        None => request.clone(),
    };
    let response = &example.response;
    let source = Pointer::root().key("response");
    scribe.note(at.clone().key("code"), source.clone().key("statusCode"));
    scribe.note(at.clone().key("status"), source.clone().key("statusText"));
    scribe.note(at.clone().key("body"), source.clone().key("body").key("content"));
    let mut made = Map::new();
    made.insert("id".to_owned(), id);
    made.insert("name".to_owned(), name.into());
    made.insert("originalRequest".to_owned(), original);
    made.insert("status".to_owned(), response.status_text.as_str().into());
    made.insert("code".to_owned(), response.status_code.into());
    made.insert("_postman_previewlanguage".to_owned(), response.body.language.name().into());
    let headers = source.key("headers");
    made.insert("header".to_owned(), scribe.pairs(&at.clone().key("header"), &response.headers, &headers, bare_pair));
    made.insert("cookie".to_owned(), json!([]));
    made.insert("body".to_owned(), response.body.content.as_str().into());
    Ok(Value::Object(made))
}
