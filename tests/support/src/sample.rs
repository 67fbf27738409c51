//! Sample Postman files, and every position in them where a credential may stand.

use crate::credential::base64;
use serde_json::{Value, json};

/// The `schema` of a collection in the format v2.1.
pub const V21: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection with one item.
pub fn collection(item: &Value) -> Value {
    json!({"info": {"name": "Orders", "schema": V21}, "item": [item]})
}

/// An item with these members besides its name.
pub fn item(more: &Value) -> Value {
    let mut item = json!({"name": "List orders", "request": request(&json!({})), "response": []});
    merge(&mut item, more);
    item
}

/// A request with these members besides its method and URL.
pub fn request(more: &Value) -> Value {
    let mut request = json!({"method": "GET", "header": [], "url": {"raw": "{{baseUrl}}/v1", "host": ["{{baseUrl}}"], "path": ["v1"]}});
    merge(&mut request, more);
    request
}

fn merge(into: &mut Value, more: &Value) {
    for (key, value) in more.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

fn of_request(more: &Value) -> Value {
    collection(&item(&json!({"request": request(more)})))
}

fn auth(kind: &str, key: &str, secret: &str) -> Value {
    of_request(&json!({"auth": {"type": kind, kind: [{"key": key, "value": secret, "type": "string"}]}}))
}

fn script(line: &str) -> Value {
    collection(&item(
        &json!({"event": [{"listen": "test", "script": {"type": "text/javascript", "exec": ["// a", line]}}]}),
    ))
}

fn response(more: &Value) -> Value {
    let mut response = json!({"name": "200", "status": "OK", "code": 200, "header": [], "cookie": [], "body": ""});
    merge(&mut response, more);
    collection(&item(&json!({"response": [response]})))
}

/// An environment. Each variable is its name, its value, and whether its type is `secret`.
pub fn environment(name: &str, variables: &[(&str, &str, bool)]) -> Value {
    let variable = |(key, value, is_secret): &(&str, &str, bool)| json!({"key": key, "value": value, "type": if *is_secret { "secret" } else { "default" }, "enabled": true});
    let values: Vec<Value> = variables.iter().map(variable).collect();
    json!({"name": name, "values": values, "_postman_variable_scope": "environment"})
}

fn with_api_key(is_secret: bool, secret: &str) -> Value {
    environment("prod", &[("baseUrl", "https://api.example.org", false), ("apiKey", secret, is_secret)])
}

fn v1(more: &Value) -> Value {
    let mut request = json!({"id": "1", "headers": "", "url": "{{url}}/v1", "method": "GET", "name": "List", "helperAttributes": null});
    merge(&mut request, more);
    json!({"id": "2", "name": "Orders", "order": ["1"], "folders": [], "requests": [request]})
}

/// The names of the positions that [`with_credential`] knows.
pub const POSITIONS: &[&str] = &[
    "auth bearer",
    "auth bearer v2.0",
    "auth basic",
    "auth apikey",
    "auth oauth1",
    "auth oauth2",
    "auth oauth2 refresh",
    "auth digest",
    "auth hawk",
    "auth awsv4",
    "auth ntlm",
    "auth edgegrid",
    "auth jwt",
    "auth asap",
    "auth of a folder",
    "header Authorization",
    "header Basic",
    "header key",
    "header disabled",
    "header lines",
    "header cookie",
    "query",
    "userinfo",
    "connection string",
    "path variable",
    "body json",
    "body json in json",
    "body xml",
    "body form",
    "body urlencoded",
    "body formdata",
    "body graphql",
    "body base64",
    "collection variable",
    "environment",
    "environment secret",
    "globals",
    "script set",
    "script const",
    "script header",
    "response body",
    "response set-cookie",
    "response cookie",
    "response request",
    "description",
    "description curl",
    "v1 headers",
    "v1 helper",
    "v1 script",
    "dump",
];

/// The names of the positions that [`with_credential`] knows where a name should be: only a token with the pattern of a vendor is recognised there.
pub const NAME_POSITIONS: &[&str] = &["header name", "variable name", "member name"];

/// A file with `secret` at the position of that name.
pub fn with_credential(position: &str, secret: &str) -> Value {
    let quoted = secret.replace('%', "%25").replace('/', "%2F").replace('#', "%23").replace('?', "%3F");
    match position {
        "auth bearer" => auth("bearer", "token", secret),
        "auth bearer v2.0" => of_request(&json!({"auth": {"type": "bearer", "bearer": {"token": secret}}})),
        "auth basic" => auth("basic", "password", secret),
        "auth apikey" => auth("apikey", "value", secret),
        "auth oauth1" => auth("oauth1", "consumerSecret", secret),
        "auth oauth2" => auth("oauth2", "clientSecret", secret),
        "auth oauth2 refresh" => auth("oauth2", "refreshToken", secret),
        "auth digest" => auth("digest", "password", secret),
        "auth hawk" => auth("hawk", "authKey", secret),
        "auth awsv4" => auth("awsv4", "secretKey", secret),
        "auth ntlm" => auth("ntlm", "password", secret),
        "auth edgegrid" => auth("edgegrid", "clientSecret", secret),
        "auth jwt" => auth("jwt", "secret", secret),
        "auth asap" => auth("asap", "privateKey", secret),
        "auth of a folder" => collection(
            &json!({"name": "F", "item": [], "auth": {"type": "bearer", "bearer": [{"key": "token", "value": secret}]}}),
        ),
        "header Authorization" => {
            of_request(&json!({"header": [{"key": "Authorization", "value": format!("Bearer {secret}")}]}))
        }
        "header Basic" => of_request(
            &json!({"header": [{"key": "Authorization", "value": format!("Basic {}", base64(&format!("svc:{secret}")))}]}),
        ),
        "header key" => of_request(&json!({"header": [{"key": "X-API-Key", "value": secret}]})),
        "header disabled" => of_request(&json!({"header": [{"key": "X-API-Key", "value": secret, "disabled": true}]})),
        "header lines" => of_request(&json!({"header": format!("Accept: */*\nX-API-Key: {secret}\n")})),
        "header cookie" => {
            of_request(&json!({"header": [{"key": "Cookie", "value": format!("lang=en; auth_token={secret}")}]}))
        }
        "query" => of_request(
            &json!({"url": {"raw": format!("{{{{u}}}}/v1?api_key={secret}"), "query": [{"key": "api_key", "value": secret}]}}),
        ),
        "userinfo" => of_request(&json!({"url": format!("https://svc:{quoted}@api.example.org/v1")})),
        "connection string" => script(&format!("// postgres://svc:{quoted}@db.example.org:5432/shop")),
        "path variable" => of_request(
            &json!({"url": {"raw": "{{u}}/hook/:token", "path": ["hook", ":token"], "variable": [{"key": "token", "value": secret}]}}),
        ),
        "body json" => of_request(
            &json!({"body": {"mode": "raw", "raw": format!("{{\n  \"user\": \"svc\",\n  \"password\": \"{secret}\"\n}}")}}),
        ),
        "body json in json" => {
            let inner = json!({"password": secret}).to_string();
            of_request(&json!({"body": {"mode": "raw", "raw": json!({"payload": inner}).to_string()}}))
        }
        "body xml" => of_request(
            &json!({"body": {"mode": "raw", "raw": format!("<soap:login><password>{secret}</password></soap:login>")}}),
        ),
        "body form" => {
            of_request(&json!({"body": {"mode": "raw", "raw": format!("grant_type=password&password={secret}")}}))
        }
        "body urlencoded" => of_request(
            &json!({"body": {"mode": "urlencoded", "urlencoded": [{"key": "client_secret", "value": secret}]}}),
        ),
        "body formdata" => of_request(
            &json!({"body": {"mode": "formdata", "formdata": [{"key": "token", "value": secret, "type": "text"}]}}),
        ),
        "body graphql" => {
            let variables = json!({"apiToken": secret}).to_string();
            of_request(
                &json!({"body": {"mode": "graphql", "graphql": {"query": "mutation($t: String!) { login(token: $t) }", "variables": variables}}}),
            )
        }
        "body base64" => {
            let blob = base64(&json!({"password": secret}).to_string());
            of_request(&json!({"body": {"mode": "raw", "raw": json!({"blob": blob}).to_string()}}))
        }
        "collection variable" => {
            json!({"info": {"name": "A", "schema": V21}, "item": [], "variable": [{"key": "apiKey", "value": secret}]})
        }
        "environment" => with_api_key(false, secret),
        "environment secret" => with_api_key(true, secret),
        "globals" => {
            let mut globals = with_api_key(false, secret);
            globals["_postman_variable_scope"] = json!("globals");
            globals
        }
        "script set" => script(&format!("pm.environment.set(\"token\", \"{secret}\");")),
        "script const" => script(&format!("const clientSecret = '{secret}';")),
        "script header" => script(&format!("pm.request.headers.add({{key: 'X-API-Key', value: '{secret}'}});")),
        "response body" => {
            response(&json!({"body": format!("{{\"access_token\": \"{secret}\", \"expires_in\": 3600}}")}))
        }
        "response set-cookie" => response(
            &json!({"header": [{"key": "Set-Cookie", "value": format!("auth_token={secret}; Path=/; HttpOnly")}]}),
        ),
        "response cookie" => response(
            &json!({"cookie": [{"name": "auth_token", "value": secret, "domain": "a.example.org", "path": "/"}]}),
        ),
        "response request" => response(
            &json!({"originalRequest": request(&json!({"header": [{"key": "Authorization", "value": format!("Bearer {secret}")}]}))}),
        ),
        "description" => of_request(
            &json!({"description": format!("Call it:\n\n    curl -H \"Authorization: Bearer {secret}\" https://a.example.org")}),
        ),
        "description curl" => {
            of_request(&json!({"description": format!("curl -u 'svc:{secret}' https://a.example.org")}))
        }
        "v1 headers" => v1(&json!({"headers": format!("Accept: */*\nX-API-Key: {secret}\n")})),
        "v1 helper" => v1(
            &json!({"currentHelper": "basicAuth", "helperAttributes": {"id": "basic", "username": "svc", "password": secret}}),
        ),
        "v1 script" => {
            v1(&json!({"preRequestScript": format!("postman.setEnvironmentVariable('token', '{secret}');")}))
        }
        "dump" => {
            json!({"version": 1, "collections": [], "environments": [with_api_key(false, secret)], "headerPresets": [], "globals": []})
        }
        "header name" => of_request(&json!({"header": [{"key": secret, "value": "Bearer"}]})),
        "variable name" => environment("prod", &[("baseUrl", "https://api.example.org", false), (secret, "", false)]),
        "member name" => of_request(&json!({secret: "apiKey"})),
        other => panic!("unknown position {other}"),
    }
}
