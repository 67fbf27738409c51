//! Requests and their saved examples.

use super::body::body;
use super::url;
use super::value_builder::{ValueBuilder, insert_remarks, plain_entry, text_entry};
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::source::request::{ExampleFile, ExampleRequest, KeyValues, RequestAuth, RequestBody, RequestFile};
use serde_json::{Map, Value, json};

/// The parts that requests and the requests of examples share.
struct RequestParts<'s> {
    method: &'s str,
    url: &'s str,
    headers: &'s KeyValues<String>,
    query: Option<&'s KeyValues<Option<String>>>,
    variables: Option<&'s KeyValues<String>>,
    body: Option<&'s RequestBody>,
    auth: Option<&'s RequestAuth>,
}

impl<'s> RequestParts<'s> {
    fn of(request: &'s RequestFile) -> Self {
        let http = match request {
            RequestFile::Http(http) => Some(http),
            RequestFile::Graphql(_) => None,
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
    fn make(
        &self,
        builder: &mut ValueBuilder<'_>,
        at: &Pointer,
        source: &Pointer,
    ) -> Result<Map<String, Value>, Finding> {
        builder.note(at.clone(), source.clone());
        let mut made = Map::new();
        if let Some(auth) = self.auth
            && let Some(auth) = builder.auth(at.clone().key("auth"), auth, source.clone().key("auth"))
        {
            made.insert("auth".to_owned(), auth);
        }
        made.insert("method".to_owned(), self.method.into());
        let header = builder.pairs(&at.clone().key("header"), self.headers, &source.clone().key("headers"), text_entry);
        made.insert("header".to_owned(), header);
        if let Some(content) = self.body
            && let Some(body) = body(builder, &at.clone().key("body"), content, &source.clone().key("body"))
        {
            made.insert("body".to_owned(), body);
        }
        made.insert("url".to_owned(), self.url(builder, &at.clone().key("url"), source)?);
        Ok(made)
    }

    fn url(&self, builder: &mut ValueBuilder<'_>, at: &Pointer, source: &Pointer) -> Result<Value, Finding> {
        let written = source.clone().key("url");
        builder.note(at.clone(), written.clone());
        let parameters = source.clone().key("queryParams");
        let (base, in_url) = url::cut_query(self.url);
        let listed = self.query.filter(|query| !query.is_empty());
        let enabled: Vec<String> = match listed {
            Some(query) => {
                let all: Vec<_> = query.iter().map(|pair| join(&pair.key, pair.value.as_deref())).collect();
                if let Some(stray) = in_url.iter().find(|part| !all.contains(part)) {
                    return Err(stray_parameter(builder, &written, stray));
                }
                query.iter().zip(all).filter(|(pair, _)| !pair.disabled).map(|(_, text)| text).collect()
            }
            None => in_url.clone(),
        };
        let mut made = url::parts(&base, &enabled);
        let query = match listed {
            Some(query) => builder.pairs(
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
                builder.pairs(&at.clone().key("variable"), variables, &values, plain_entry),
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

fn stray_parameter(builder: &ValueBuilder<'_>, written: &Pointer, stray: &str) -> Finding {
    let key = stray.split('=').next().unwrap_or_default();
    let root = builder.document.root();
    let place = Location::of(root.at(written.as_str()).unwrap_or(root));
    Finding::error(DATA, place, format!("the query of the URL and `queryParams` disagree about `{key}`"))
        .help("list every parameter in `queryParams` with the same value, or leave the query out of `url`")
}

/// The v2.1 form of a request.
pub(super) fn request(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    request: &RequestFile,
    description: Option<&str>,
) -> Result<Value, Finding> {
    let mut made = RequestParts::of(request).make(builder, at, &Pointer::root())?;
    if let RequestFile::Graphql(graphql) = request {
        builder.note(at.clone().key("body").key("graphql"), Pointer::root());
        let variables = graphql.variables.as_deref().unwrap_or_default();
        let content = json!({"mode": "graphql", "graphql": {"query": graphql.query, "variables": variables}});
        made.insert("body".to_owned(), content);
    }
    insert_remarks(&mut made, description, false);
    Ok(Value::Object(made))
}

/// The v2.1 form of a saved example of `request`.
pub(super) fn example(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    example: &ExampleFile,
    (name, id): (&str, Value),
    request: &Value,
) -> Result<Value, Finding> {
    builder.note(at.clone(), Pointer::root());
    let original = match &example.request {
        Some(written) => {
            let source = Pointer::root().key("request");
            Value::Object(RequestParts::of_example(written).make(
                builder,
                &at.clone().key("originalRequest"),
                &source,
            )?)
        }
        None => request.clone(),
    };
    let response = &example.response;
    let source = Pointer::root().key("response");
    builder.note(at.clone().key("code"), source.clone().key("statusCode"));
    builder.note(at.clone().key("status"), source.clone().key("statusText"));
    builder.note(at.clone().key("body"), source.clone().key("body").key("content"));
    let mut made = Map::new();
    made.insert("id".to_owned(), id);
    made.insert("name".to_owned(), name.into());
    made.insert("originalRequest".to_owned(), original);
    made.insert("status".to_owned(), response.status_text.as_str().into());
    made.insert("code".to_owned(), response.status_code.into());
    made.insert("_postman_previewlanguage".to_owned(), response.body.language.name().into());
    let headers = source.key("headers");
    made.insert(
        "header".to_owned(),
        builder.pairs(&at.clone().key("header"), &response.headers, &headers, plain_entry),
    );
    made.insert("cookie".to_owned(), json!([]));
    made.insert("body".to_owned(), response.body.content.as_str().into());
    Ok(Value::Object(made))
}
