//! Mistakes that users reported in public, each as a small file of its own: what `check` says about it, and about the corrected file.

use postsmith::check::{Options, check_group};
use postsmith::document::Document;
use postsmith::finding::{Finding, Severity};
use serde_json::{Value, json};

const NOTE: Severity = Severity::Note;
const WARNING: Severity = Severity::Warning;
const ERROR: Severity = Severity::Error;

/// A collection with `items`, and the collection variable `base`.
fn collection(items: &[Value]) -> Value {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    json!({"info": {"name": "Shop", "schema": schema}, "item": items, "variable": [{"key": "base", "value": "https://api.example.com"}]})
}

/// An item with the members `request` beside a method and a URL.
#[expect(clippy::needless_pass_by_value, reason = "every caller writes it in place")]
fn item(name: &str, request: Value) -> Value {
    let mut whole =
        json!({"method": "GET", "header": [], "url": {"raw": "{{base}}/x", "host": ["{{base}}"], "path": ["x"]}});
    for (key, value) in request.as_object().unwrap() {
        whole[key] = value.clone();
    }
    json!({"name": name, "request": whole, "response": []})
}

/// A collection with one request that has a script.
fn script(listen: &str, lines: &[&str]) -> Value {
    let mut with_script = item("R", json!({}));
    with_script["event"] = json!([{"listen": listen, "script": {"type": "text/javascript", "exec": lines}}]);
    collection(&[with_script])
}

#[expect(clippy::needless_pass_by_value, reason = "every caller writes it in place")]
fn environment(values: Value) -> Value {
    json!({"name": "Stage", "values": values, "_postman_variable_scope": "environment"})
}

/// The findings of the files as one group, without those of `ignored` rules.
fn findings(files: &[Value]) -> Vec<Finding> {
    let documents: Vec<Document> = files
        .iter()
        .enumerate()
        .map(|(index, file)| Document::json(format!("{index}.json"), file.to_string()).unwrap())
        .collect();
    check_group(&documents, &[], &Options::default())
}

/// Asserts that the files have a finding of the rule `id` and the severity, whose message and help contain `said`.
fn told(files: &[Value], id: &str, severity: Severity, said: &str) {
    let found = findings(files);
    let is_it = |finding: &Finding| {
        let text = format!("{}; {}", finding.message, finding.help.as_deref().unwrap_or_default());
        finding.rule.id() == id && finding.severity == severity && text.contains(said)
    };
    assert!(found.iter().any(is_it), "{id}: {said}: {found:#?}");
}

/// Asserts that the files have no finding of the rule `id`.
fn silent(files: &[Value], id: &str) {
    let found: Vec<_> = findings(files).into_iter().filter(|finding| finding.rule.id() == id).collect();
    assert!(found.is_empty(), "{id}: {found:#?}");
}

#[test]
fn of_two_variables_the_disabled_last_one_is_sent() {
    let rows = |last: &str, enabled: bool| {
        environment(
            json!([{"key": "base", "value": "https://one.example.com", "enabled": true}, {"key": "base", "value": last, "enabled": enabled}]),
        )
    };
    let own = collection(&[item("R", json!({}))]);
    told(
        &[own.clone(), rows("https://two.example.com", false)],
        "lint/disabled-variable",
        WARNING,
        "Newman uses this one",
    );
    silent(&[own, rows("https://one.example.com", false)], "lint/disabled-variable");
}

#[test]
fn braces_of_other_languages_are_sent_as_they_stand() {
    for (url, is_told) in [
        ("{{ base }}/x", true),
        ("{{base}/x", true),
        ("${base}/x", true),
        ("{{{base}}}/x", true),
        ("{{base}}/x", false),
    ] {
        let file = collection(&[item("R", json!({"url": {"raw": url}}))]);
        if is_told {
            told(&[file], "lint/braces", WARNING, "write `{{base}}`");
        } else {
            silent(&[file], "lint/braces");
        }
    }
}

#[test]
fn whitespace_in_a_name_is_visible() {
    let mut file = script("prerequest", &["pm.environment.set(\"test \", \"s\");"]);
    file["item"][0]["request"]["url"] = json!("{{base}}/{{test}}");
    file["variable"] = json!([]);
    let values = environment(json!([{"key": "base", "value": "https://api.example.com", "enabled": true}]));
    told(&[file.clone(), values.clone()], "lint/undeclared-variable", WARNING, "`\"test \"`");
    told(&[file, values], "script/unread-variable", WARNING, "did you mean `test`?");
}

#[test]
fn a_script_sends_braces_as_they_stand() {
    let values = environment(json!([{"key": "base", "value": "https://a.example", "enabled": true}]));
    let file = script("prerequest", &["pm.sendRequest('{{baseUrI}}/x', () => {});"]);
    told(&[file, values], "script/unresolved-variable", WARNING, "pm.variables.get(\"baseUrI\")");
}

#[test]
fn a_base_without_a_scheme_is_sent_in_clear() {
    let own = collection(&[item("R", json!({}))]);
    let values = |base: &str| environment(json!([{"key": "base", "value": base, "enabled": true}]));
    told(&[own.clone(), values("api.example.com")], "lint/plain-http", WARNING, "has no scheme");
    silent(&[own.clone(), values("https://api.example.com")], "lint/plain-http");
    silent(&[own, values("localhost:3000")], "lint/plain-http");
}

#[test]
fn names_of_the_app_alone_fail_in_newman() {
    let lines = [
        "const u = pm.require('@acme/utils');",
        "pm.vault.get('k').then(v => pm.variables.set('v', v));",
        "pm.execution.runRequest('id');",
    ];
    let file = script("prerequest", &lines);
    for name in ["pm.require", "pm.vault", "pm.execution.runRequest"] {
        told(std::slice::from_ref(&file), "script/app-only", WARNING, name);
    }
}

#[test]
fn names_that_exist_nowhere_are_told() {
    let mut file = script("test", &["checkStatus(200);"]);
    file["event"] = json!([{"listen": "prerequest", "script": {"exec": ["function checkStatus(code) { pm.expect(code).to.eql(200); }"]}}]);
    told(&[file], "script/unknown-name", WARNING, "another script declares it");
    for (line, name) in [("bru.setVar('a', 1);", "Bruno"), ("const d = $('<a/>').text();", "cheerio")] {
        told(&[script("prerequest", &[line])], "script/unknown-name", WARNING, name);
    }
    told(&[script("prerequest", &["const a = require('axios');"])], "script/unknown-module", WARNING, "pm.sendRequest");
}

#[test]
fn the_next_request_has_to_exist() {
    let mut login = item("Login", json!({}));
    login["event"] = json!([{"listen": "test", "script": {"exec": ["pm.execution.setNextRequest('Get usr');"]}}]);
    let file = collection(&[login, item("Get user", json!({}))]);
    told(&[file], "script/next-request", WARNING, "did you mean `Get user`?");
}

#[test]
fn slips_in_tests_are_told() {
    for (line, id, said) in [
        ("pm.test('a', () => { pm.expect(1).to.eqaul(1); });", "script/assertion", "did you mean `equal`?"),
        ("pm.test('a', () => { pm.expect(true).to.be.true(); });", "script/assertion", "remove the parentheses"),
        ("const d = pm.response.json;", "script/missing-call", "write `pm.response.json()`"),
        ("pm.test('b');", "script/missing-argument", "asserts nothing"),
        ("pm.environment.set('x');", "script/missing-argument", "undefined"),
        ("pm.setNextRequest('R');", "script/unknown-member", "did you mean `pm.execution.setNextRequest`?"),
    ] {
        told(&[script("test", &[line])], id, WARNING, said);
    }
}

#[test]
fn scripts_of_the_format_v1_never_run() {
    let mut old = item("R", json!({"tests": "tests['ok'] = true;"}));
    old["preRequestScript"] = json!("var a = 1;");
    told(&[collection(&[old.clone()])], "lint/unknown-key", WARNING, "`tests` is of the format v1");
    told(&[collection(&[old])], "lint/unknown-key", WARNING, "`preRequestScript` is of the format v1");
}

#[test]
fn what_newman_refuses_to_send_is_told() {
    let header = |value: &str| json!({"header": [{"key": "X-Name", "value": value}]});
    for value in ["a – b", "日本"] {
        told(&[collection(&[item("R", header(value))])], "lint/header-value", WARNING, "beyond Latin-1");
    }
    silent(&[collection(&[item("R", header("é"))])], "lint/header-value");
    told(&[collection(&[item("R", json!({"method": "GET "}))])], "lint/method", ERROR, "remove the whitespace");
    let body = json!({"mode": "raw", "raw": "hello"});
    let length = json!({"method": "POST", "header": [{"key": "Content-Length", "value": "12"}], "body": body});
    told(&[collection(&[item("R", length)])], "lint/content-length", WARNING, "says 12, and the body has 5 bytes");
    let url = json!({"url": {"raw": "https://{{base}}/x", "protocol": "https", "host": ["{{base}}"], "path": ["x"]}});
    told(&[collection(&[item("R", url)])], "lint/composed-url", WARNING, "two schemes");
}

#[test]
fn bodies_that_are_not_what_they_are_called_are_told() {
    let body = |body: Value| collection(&[item("R", json!({"method": "POST", "body": body}))]);
    let graphql =
        |variables: &str| body(json!({"mode": "graphql", "graphql": {"query": "query { a }", "variables": variables}}));
    told(&[graphql("{\"id\": 1 // c\n}")], "lint/json-body", WARNING, "variables of the GraphQL query");
    told(&[graphql("{id: 1}")], "lint/json-body", WARNING, "variables of the GraphQL query");
    silent(&[graphql("{\"id\": {{ID}}}")], "lint/json-body");
    let raw = |text: &str| body(json!({"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}));
    told(&[raw("{\"a\": 1,}")], "lint/json-body", WARNING, "not valid JSON");
    silent(&[raw("{\"a\": 1}")], "lint/json-body");
    let file = |src: Value| body(json!({"mode": "formdata", "formdata": [{"key": "f", "type": "file", "src": src}]}));
    told(&[file(json!([]))], "lint/file-source", NOTE, "no file is chosen");
    told(&[file(json!("/C:/Users/jane.doe/Desktop/a.png"))], "lint/file-source", WARNING, "one machine only");
    silent(&[file(json!("files/a.png"))], "lint/file-source");
}

#[test]
fn headers_that_occur_twice_are_told() {
    let headers = json!({"header": [
        {"key": "Content-Type", "value": "application/json"}, {"key": "content-type", "value": "text/plain"}, {"key": "X-A", "value": "1"}, {"key": "X-A", "value": "2"},
    ]});
    let file = collection(&[item("R", headers)]);
    told(std::slice::from_ref(&file), "lint/duplicate-header", NOTE, "only the last is sent");
    told(&[file], "lint/duplicate-header", NOTE, "both values are sent");
    let auth = json!({"type": "apikey", "apikey": [{"key": "key", "value": "X-API-Key"}, {"key": "value", "value": "{{token}}"}, {"key": "in", "value": "header"}]});
    let block = item("R", json!({"auth": auth, "header": [{"key": "x-api-key", "value": "{{id}}"}]}));
    told(&[collection(&[block])], "lint/duplicate-header", NOTE, "API-key block");
}

#[test]
fn collections_without_requests_and_unknown_settings_are_told() {
    told(&[collection(&[])], "lint/empty-collection", NOTE, "export it again");
    let mut settings = item("R", json!({}));
    settings["protocolProfileBehavior"] = json!({"followRedirect": false});
    told(&[collection(&[settings])], "lint/unknown-key", WARNING, "did you mean `followRedirects`?");
}

#[test]
fn what_postmans_services_and_its_app_write_is_accepted() {
    let mut answer = collection(&[item("R", json!({}))]);
    for (key, value) in [
        ("updatedAt", "2024-08-22T15:30:39.000Z"),
        ("createdAt", "2024-08-22T15:26:44.000Z"),
        ("lastUpdatedBy", "34"),
        ("uid", "34-1"),
    ] {
        answer["info"][key] = json!(value);
    }
    let found = findings(&[json!({"collection": answer})]);
    assert!(found.is_empty(), "{found:#?}");
    let mut row = collection(&[item("R", json!({}))]);
    row["variable"].as_array_mut().unwrap().push(json!({"value": "", "type": "string"}));
    told(&[row.clone()], "lint/variable-name", WARNING, "has no name");
    silent(&[row], "schema/required");
    let list = environment(json!([{"key": "ids", "value": ["1", "2"], "type": "any", "enabled": true}]));
    silent(&[list], "schema/type");
}

#[test]
fn texts_of_messages_are_no_secrets() {
    let values = json!([{"key": "MsgPasswordRequired", "value": "O campo senha é obrigatório", "type": "default", "enabled": true},
        {"key": "MsgTokenReturn", "value": "No token provided.", "type": "default", "enabled": true}]);
    let globals = json!({"id": "g", "name": "G", "values": values, "_postman_variable_scope": "globals"});
    let found = findings(&[globals]);
    assert!(found.is_empty(), "{found:#?}");
}
