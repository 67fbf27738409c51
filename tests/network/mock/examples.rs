//! Saved examples of a collection as responses.

use super::client::{CLIENT, RunningMock, start, tallyfy_settings};
use postsmith::document::Document;
use postsmith::mock::{Routes, Settings, TokenRule};
use postsmith::postman::Collection;
use serde_json::json;

fn serve(items: &str) -> RunningMock {
    let text = format!(r#"{{"info": {{"name": "C"}}, "item": {items}}}"#);
    let document = Document::json("c.json", text).unwrap();
    let routes = Routes::new(Collection::new(document.root()));
    start(routes, Settings { token_rule: TokenRule::None, ..Settings::default() })
}

fn body(mock: &RunningMock, method: &str, url: &str, headers: &[&str]) -> (u16, String) {
    let response = mock.call(method, url, headers, "");
    (response.status, response.body)
}

#[test]
fn literal_segments_win_over_variables_which_match_any_text() {
    let mock = serve(
        r#"[{"name": "F", "item": [
          {"request": {"method": "GET", "url": {"raw": "{{B}}/users/:id", "path": ["users", ":id"]}}, "response": [{"code": 200, "body": "by id"}]},
          {"request": {"method": "GET", "url": {"raw": "{{B}}/users/me", "path": ["users", "me"]}}, "response": [{"code": 200, "body": "me"}]}]},
        {"request": {"method": "DELETE", "url": "{{B}}/users/{{ID}}"}, "response": [{"code": 204, "body": "never sent"}]},
        {"request": "https://h.example/api/pets/?x=1", "response": [{"body": "pets"}]},
        {"request": {"url": "{{B}}/:any/:thing"}, "response": [{"code": 200, "body": "any"}]},
        {"request": {"url": "{{B}}"}, "response": [{"code": 200, "body": "root"}]}]"#,
    );
    assert_eq!(body(&mock, "GET", "/api/users/me", &[]), (200, "me".to_owned()));
    assert_eq!(body(&mock, "GET", "/users/a%40b?z=1", &[]), (200, "by id".to_owned()));
    assert_eq!(body(&mock, "DELETE", "/api/users/7", &[]), (204, String::new()));
    assert_eq!(
        body(&mock, "GET", "/api/pets", &[]),
        (200, "pets".to_owned()),
        "literal with base path before variables"
    );
    assert_eq!(body(&mock, "GET", "/api/x/y/", &[]), (200, "any".to_owned()));
    assert_eq!(body(&mock, "GET", "/api", &[]), (200, "root".to_owned()));
    assert_eq!(body(&mock, "HEAD", "/users/me", &[]).0, 200);
    let missing = mock.call("PATCH", "/api/users/7", &[], "");
    assert_eq!(missing.status, 404);
    assert_eq!((&missing.json()["error"], &missing.json()["code"]), (&json!(true), &json!("ENDPOINT_NOT_FOUND")));
}

#[test]
fn example_is_chosen_by_status_then_query_then_order() {
    let mock = serve(
        r#"[{"request": {"url": {"path": ["runs"], "query": [{"key": "status", "value": "active", "disabled": true}]}}, "response": [
            {"code": 404, "body": "none"},
            {"code": 200, "body": "first", "originalRequest": {"url": {"path": ["runs"]}}},
            {"code": 200, "body": "active", "originalRequest": {"url": "{{B}}/runs?status=active"}},
            {"code": 200, "body": "paged", "originalRequest": {"url": {"query": [{"key": "page", "value": "{{PAGE}}"}]}}}]},
          {"request": {"method": "GET", "url": {"path": ["jobs"], "query": [{"key": "kind", "value": "a"}]}}, "response": [{"body": "a"}]},
          {"request": {"method": "GET", "url": {"path": ["jobs"], "query": [{"key": "kind", "value": "b"}]}}, "response": [{"body": "b"}]},
          {"request": {"method": "GET", "url": "{{B}}/bare"}, "response": []},
          {"request": {"method": "GET", "url": "{{B}}/bare"}, "response": [{"code": 202, "body": "filled"}]},
          {"request": {"method": "GET", "url": "{{B}}/empty"}}]"#,
    );
    let asked = |url: &str, code: &str| body(&mock, "GET", url, &[&format!("X-Mock-Response-Code: {code}")]);
    assert_eq!(body(&mock, "GET", "/runs", &[]).1, "first");
    assert_eq!(body(&mock, "GET", "/runs?status=active", &[]).1, "active");
    assert_eq!(body(&mock, "GET", "/runs?page=3", &[]).1, "paged");
    assert_eq!(asked("/runs", "404"), (404, "none".to_owned()));
    assert!(asked("/runs", "500").1.contains("EXAMPLE_NOT_FOUND"));
    assert_eq!(asked("/runs", "teapot").0, 400);
    assert_eq!(body(&mock, "GET", "/jobs?kind=b", &[]).1, "b");
    assert_eq!(body(&mock, "GET", "/jobs", &[]).1, "a");
    assert_eq!(body(&mock, "GET", "/bare", &[]), (202, "filled".to_owned()));
    let empty = mock.call("GET", "/empty", &[], "");
    assert_eq!((empty.status, &empty.json()["data"]), (200, &json!({})));
}

#[test]
fn headers_of_an_example_are_sent_unless_they_belong_to_the_connection() {
    let mock = serve(
        r#"[{"request": {"url": "{{B}}/a"}, "response": [{"code": 429, "body": "{}", "header": [
              {"key": "Retry-After", "value": "7"}, {"key": "Content-Length", "value": "999"}, {"key": "Content-Encoding", "value": "gzip"},
              {"key": "Transfer-Encoding", "value": "chunked"}, {"key": "bad name", "value": "x"}, {"key": "X-Off", "value": "x", "disabled": true},
              {"key": "X-Bad", "value": "a\r\nX-Injected: 1"}]}]},
          {"request": {"url": "{{B}}/b"}, "response": [{"code": 100, "body": "<x/>", "_postman_previewlanguage": "xml", "header": null}]}]"#,
    );
    let response = mock.call("GET", "/a", &[], "");
    let head = response.head.to_lowercase();
    assert_eq!((response.status, response.body.as_str()), (429, "{}"));
    assert!(head.contains("retry-after: 7") && head.contains("content-length: 2") && head.contains("application/json"));
    for absent in ["gzip", "chunked", "bad name", "x-off", "x-injected"] {
        assert!(!head.contains(absent), "{absent}: {head}");
    }
    let xml = mock.call("GET", "/b", &[], "");
    assert_eq!((xml.status, xml.head.contains("application/xml")), (200, true));
}

#[test]
fn request_with_noauth_needs_the_headers_but_no_token() {
    let text = r#"{"item": [
        {"request": {"url": "{{B}}/open", "auth": {"type": "noauth"}}, "response": [{"code": 200, "body": "open"}]},
        {"request": {"url": "{{B}}/me"}, "response": [{"code": 200, "body": "example of me"}]}]}"#;
    let document = Document::json("c.json", text).unwrap();
    let mock = start(Routes::new(Collection::new(document.root())), tallyfy_settings());
    assert_eq!(body(&mock, "GET", "/api/open", &[CLIENT]), (200, "open".to_owned()));
    assert_eq!(body(&mock, "GET", "/api/open", &[]).0, 401);
    assert_eq!(body(&mock, "GET", "/api/me", &[CLIENT]).0, 401);
    let token = mock.login().json();
    assert_eq!(mock.get("/api/me", &token["access_token"]).body, "example of me");
}

#[test]
fn noauth_is_inherited_until_a_request_overrides_it() {
    let text = r#"{"auth": {"type": "noauth"}, "item": [
        {"request": {"url": "{{B}}/top"}},
        {"auth": null, "item": [{"request": {"url": "{{B}}/null", "auth": null}}]},
        {"auth": {"type": "bearer"}, "item": [
            {"request": {"url": "{{B}}/closed"}},
            {"auth": {"type": "noauth"}, "item": [
                {"request": {"url": "{{B}}/deep"}}, {"request": {"url": "{{B}}/own", "auth": {"type": "bearer"}}}]},
            {"request": {"url": "{{B}}/after"}}]}]}"#;
    let document = Document::json("c.json", text).unwrap();
    let mock = start(Routes::new(Collection::new(document.root())), tallyfy_settings());
    for (path, status) in
        [("/top", 200), ("/null", 200), ("/closed", 401), ("/deep", 200), ("/own", 401), ("/after", 401)]
    {
        assert_eq!(body(&mock, "GET", path, &[CLIENT]).0, status, "{path}");
    }
}

#[test]
fn unusual_collections_are_served() {
    for items in ["5", "[]", "[1, null, {}]", r#"[{"request": null}, {"request": {"url": null}, "response": [1, {}]}]"#]
    {
        assert_eq!(body(&serve(items), "GET", "/x", &[]).0, 404, "{items}");
    }
}
