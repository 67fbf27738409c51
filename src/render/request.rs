//! Requests and saved examples in the v2.1 format.

use super::body::body;
use super::url;
use super::value_builder::{ValueBuilder, insert_remarks, plain_entry, text_entry};
use crate::document::Pointer;
use crate::finding::{DATA, Finding, Location};
use crate::source::request::{ExampleFile, ExampleRequest, KeyValues, RequestBody, RequestFile, WrittenAuth};
use serde_json::{Map, Value, json};

/// The parts that a request and the request of an example share.
struct RequestParts<'s> {
    method: &'s str,
    url: &'s str,
    headers: &'s KeyValues<String>,
    query: Option<&'s KeyValues<Option<String>>>,
    variables: Option<&'s KeyValues<String>>,
    body: Option<&'s RequestBody>,
    auth: Option<&'s WrittenAuth>,
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
            auth: request.written_auth(),
        }
    }

    /// `sent` is the request to which the example belongs.
    fn of_example(request: &'s ExampleRequest, sent: &'s RequestFile) -> Self {
        Self {
            method: request.method.as_deref().unwrap_or_else(|| sent.method()),
            url: request.url.as_deref().unwrap_or_else(|| sent.url()),
            headers: &request.headers,
            query: Some(&request.query_params),
            variables: Some(&request.path_variables),
            body: request.body.as_ref(),
            auth: request.auth.as_ref(),
        }
    }

    /// Builds the v2.1 object, with keys in the order of Postman's app. `source` is the pointer to the request in its file.
    fn build(
        &self,
        builder: &mut ValueBuilder<'_>,
        at: &Pointer,
        source: &Pointer,
    ) -> Result<Map<String, Value>, Finding> {
        builder.record(at.clone(), source.clone());
        let mut object = Map::new();
        if let Some(written) = self.auth
            && let Some(auth) = &written.auth
            && let Some(auth) = builder.auth(at.clone().key("auth"), auth, written.pointer(source))
        {
            object.insert("auth".to_owned(), auth);
        }
        object.insert("method".to_owned(), self.method.into());
        let header =
            builder.entries(&at.clone().key("header"), self.headers, &source.clone().key("headers"), text_entry);
        object.insert("header".to_owned(), header);
        if let Some(content) = self.body
            && let Some(body) = body(builder, &at.clone().key("body"), content, &source.clone().key("body"))
        {
            object.insert("body".to_owned(), body);
        }
        object.insert("url".to_owned(), self.url(builder, &at.clone().key("url"), source)?);
        Ok(object)
    }

    fn url(&self, builder: &mut ValueBuilder<'_>, at: &Pointer, source: &Pointer) -> Result<Value, Finding> {
        let url_source = source.clone().key("url");
        builder.record(at.clone(), url_source.clone());
        let parameters = source.clone().key("queryParams");
        let (base, in_url) = url::split_query(self.url);
        let listed = self.query.filter(|query| !query.is_empty());
        let enabled: Vec<String> = match listed {
            Some(query) => {
                let all: Vec<_> =
                    query.iter().map(|entry| join_parameter(&entry.key, entry.value.as_deref())).collect();
                if let Some(stray) = in_url.iter().find(|part| !all.contains(part)) {
                    return Err(stray_parameter(builder, &url_source, stray));
                }
                query.iter().zip(all).filter(|(entry, _)| !entry.disabled).map(|(_, text)| text).collect()
            }
            None => in_url.clone(),
        };
        let mut object = url::parts(&base, &enabled);
        let query = match listed {
            Some(query) => builder.entries(
                &at.clone().key("query"),
                query,
                &parameters,
                |entry| json!({"key": entry.key, "value": entry.value}),
            ),
            None => in_url.iter().map(|part| split_parameter(part)).collect(),
        };
        if query.as_array().is_some_and(|query| !query.is_empty()) {
            object.insert("query".to_owned(), query);
        }
        if let Some(variables) = self.variables.filter(|variables| !variables.is_empty()) {
            let values = source.clone().key("pathVariables");
            object.insert(
                "variable".to_owned(),
                builder.entries(&at.clone().key("variable"), variables, &values, plain_entry),
            );
        }
        Ok(Value::Object(object))
    }
}

/// Writes a query parameter as in a URL. Without a value it has no `=`.
fn join_parameter(key: &str, value: Option<&str>) -> String {
    value.map_or_else(|| key.to_owned(), |value| format!("{key}={value}"))
}

fn split_parameter(part: &str) -> Value {
    let (key, value) = part.split_once('=').map_or((part, None), |(key, value)| (key, Some(value)));
    json!({"key": key, "value": value})
}

/// The finding about a parameter of the URL that `queryParams` does not list.
fn stray_parameter(builder: &ValueBuilder<'_>, url_source: &Pointer, stray: &str) -> Finding {
    let key = stray.split('=').next().unwrap_or_default();
    let root = builder.document.root();
    let location = Location::of(root.at(url_source.as_str()).unwrap_or(root));
    Finding::error(DATA, location, format!("the query of the URL and `queryParams` differ in `{key}`"))
        .help("list every parameter in `queryParams` with the same value, or remove the query from `url`")
}

/// Builds a request.
pub(super) fn request(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    request: &RequestFile,
    description: Option<&str>,
) -> Result<Value, Finding> {
    let mut object = RequestParts::of(request).build(builder, at, &Pointer::root())?;
    if let RequestFile::Graphql(graphql) = request {
        builder.record(at.clone().key("body").key("graphql"), Pointer::root());
        let variables = graphql.variables.as_deref().unwrap_or_default();
        let mut content = json!({"mode": "graphql", "graphql": {"query": graphql.query, "variables": variables}});
        if let Some(operation) = &graphql.operation_name {
            content["graphql"]["operationName"] = operation.as_str().into();
        }
        object.insert("body".to_owned(), content);
    }
    insert_remarks(&mut object, description, false);
    Ok(Value::Object(object))
}

/// Builds a saved example of `request`.
pub(super) fn example(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    example: &ExampleFile,
    (name, id): (&str, Value),
    (request_file, request_value): (&RequestFile, &Value),
) -> Result<Value, Finding> {
    builder.record(at.clone(), Pointer::root());
    let original = match &example.request {
        Some(request) => {
            let source = Pointer::root().key("request");
            Value::Object(RequestParts::of_example(request, request_file).build(
                builder,
                &at.clone().key("originalRequest"),
                &source,
            )?)
        }
        None => request_value.clone(),
    };
    let response = &example.response;
    let source = Pointer::root().key("response");
    builder.record(at.clone().key("code"), source.clone().key("statusCode"));
    builder.record(at.clone().key("status"), source.clone().key("statusText"));
    builder.record(at.clone().key("body"), source.clone().key("body").key("content"));
    let mut object = Map::new();
    object.insert("id".to_owned(), id);
    object.insert("name".to_owned(), name.into());
    object.insert("originalRequest".to_owned(), original);
    object.insert("status".to_owned(), response.status_text.as_str().into());
    object.insert("code".to_owned(), response.status_code.into());
    object.insert("_postman_previewlanguage".to_owned(), response.body.language.name().into());
    let headers = source.key("headers");
    object.insert(
        "header".to_owned(),
        builder.entries(&at.clone().key("header"), &response.headers, &headers, plain_entry),
    );
    object.insert("cookie".to_owned(), json!([]));
    object.insert("body".to_owned(), response.body.content.as_str().into());
    Ok(Value::Object(object))
}
