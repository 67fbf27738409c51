//! Files of the formats v1 and v3, and data dumps, read in the vocabulary of v2.1: `postsmith::postman::translate`.

use postsmith::analysis::{ALL_SCRIPTS, FileGroup, NO_SCRIPTS};
use postsmith::check::check_group;
use postsmith::document::{Document, NodeRef, print};
use postsmith::postman::{FileKind, recognise, translate};
use serde_json::{Value, json};

/// A collection of the format v1 with everything that differs from v2.1.
const V1: &str = r#"{"id": "c1", "name": "Shop", "description": "About", "order": ["r2"], "folders_order": ["f1"],
"folders": [{"id": "f2", "name": "Inner", "order": [], "folder": "f1"}, {"id": "f1", "name": "Outer", "order": ["r1"]}],
"requests": [
  {"id": "r1", "name": "List", "method": "POST", "url": "https://api.example.com:8080/items/:id?x=1#top",
   "headers": "Accept: */*\n//X-Off: no\n", "pathVariables": {"id": "7"}, "dataMode": "urlencoded",
   "data": [{"key": "a", "value": "1", "type": "text", "enabled": false}, {"key": "b", "value": "2", "type": "text", "enabled": true}],
   "currentHelper": "basicAuth", "helperAttributes": "{\"id\": \"basic\", \"username\": \"{{USER}}\", \"password\": \"{{PASS}}\"}",
   "preRequestScript": "let a;\npm.bad();", "responses": [{"id": "s1", "name": "OK", "responseCode": {"code": "200", "name": "OK"},
     "headers": [{"name": "A", "key": "A", "value": "b"}], "text": "{}", "time": 12, "request": "{\"url\": \"https://api.example.com/items\", \"method\": \"GET\"}"}]},
  {"id": "r2", "name": "Raw", "method": "PUT", "url": "{{BASE}}/raw", "headers": "", "dataMode": "raw", "data": [], "rawModeData": "text",
   "tests": "tests[\"x\"] = true;", "headerData": [{"key": "B", "value": "c", "enabled": true, "description": ""}]},
  {"id": "r3", "name": "Lost", "method": "GET", "url": "{{BASE}}/lost", "folder": "f2"}]}"#;

fn v21(document: &Document) -> Value {
    serde_json::from_str(&print(document.root())).unwrap()
}

fn source_of<'d>(document: &'d Document, pointer: &str) -> (String, &'d str) {
    let node = document.root().at(pointer).unwrap_or_else(|| panic!("{pointer} in {}", print(document.root())));
    (node.pointer().to_string(), node.source())
}

#[test]
fn a_v1_collection_reads_as_v2() {
    let document = Document::json("v1.json", V1).unwrap();
    let translated = translate([&document]);
    let [collection] = &translated[..] else { panic!("one collection") };
    assert_eq!(recognise(collection.root()).unwrap().0, FileKind::CollectionV1);
    let value = v21(collection);
    let items = value["item"].as_array().unwrap();
    let names: Vec<_> = items.iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Outer", "Raw"]);
    assert_eq!(value.pointer("/item/0/item/0/item/0/name"), Some(&json!("Lost")), "named by its folder only");
    let request = &value["item"][0]["item"][1]["request"];
    assert_eq!(
        request["url"],
        json!({"raw": "https://api.example.com:8080/items/:id?x=1#top", "protocol": "https", "host": ["api", "example", "com"],
            "port": "8080", "path": ["items", ":id"], "query": [{"key": "x", "value": "1"}], "hash": "top",
            "variable": [{"key": "id", "value": "7"}]})
    );
    assert_eq!(
        request["header"],
        json!([{"key": "Accept", "value": "*/*", "type": "text"}, {"key": "X-Off", "value": "no", "type": "text", "disabled": true}])
    );
    assert_eq!(
        request["auth"],
        json!({"type": "basic", "basic": [{"key": "username", "value": "{{USER}}", "type": "string"}, {"key": "password", "value": "{{PASS}}", "type": "string"}]})
    );
    assert_eq!(
        request["body"],
        json!({"mode": "urlencoded", "urlencoded": [{"key": "a", "value": "1", "type": "text", "disabled": true}, {"key": "b", "value": "2", "type": "text"}]})
    );
    let saved = &value["item"][0]["item"][1]["response"][0];
    assert_eq!((&saved["code"], &saved["body"], &saved["header"][0]["key"]), (&json!(200), &json!("{}"), &json!("A")));
    assert_eq!(saved["originalRequest"]["url"]["path"], json!(["items"]));
    assert_eq!(value["item"][1]["request"]["body"], json!({"mode": "raw", "raw": "text"}));
    assert_eq!(value["item"][1]["event"][0]["listen"], "test");
    let (pointer, source) = source_of(collection, "/item/0/item/1/request/auth/basic/1/value");
    assert_eq!((pointer.as_str(), source), ("/requests/0/helperAttributes", r#"\"{{PASS}}\""#));
    assert_eq!(source_of(collection, "/item/0/item/1/request/header/1/value").1, "no");
    assert_eq!(source_of(collection, "/item/0/item/1/event/0/script/exec/1").1, "pm.bad();");
}

#[test]
fn rules_find_mistakes_in_v1_at_their_bytes() {
    let document = Document::json("v1.json", V1).unwrap();
    let findings = check_group([&document], &["BASE", "USER", "PASS"], &postsmith::check::Options::default());
    let found = |rule: &str| {
        let finding = findings.iter().find(|finding| finding.rule.to_string() == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule} in {findings:?}"));
        (&V1[finding.location.span.range()], finding.location.breadcrumb.clone().unwrap_or_default())
    };
    assert_eq!(found("script/unknown-member").0, "bad");
    assert_eq!(found("script/unknown-member").1, "Outer / List / prerequest script / script / line 2");
}

#[test]
fn folders_in_a_circle_and_equal_ids_lose_no_request() {
    let text = r#"{"id": "c", "name": "C", "order": ["r", "r"], "folders_order": ["a", "b"],
        "folders": [{"id": "a", "name": "A", "folders_order": ["b"], "order": ["r"]}, {"id": "b", "name": "B", "folders_order": ["a", "b"]}, {"id": "a", "name": "A2"}],
        "requests": [{"id": "r", "name": "1", "url": ""}, {"id": "r", "name": "2", "url": 5}, {"name": "3"}, null, 7]}"#;
    let document = Document::json("v1.json", text).unwrap();
    let translated = translate([&document]);
    let group = FileGroup::new(&translated, Vec::new(), ALL_SCRIPTS);
    let mut names: Vec<_> =
        group.collections().flat_map(|entity| &entity.items).filter_map(|item| item.item.name()).collect();
    names.sort();
    assert_eq!(names, ["1", "2", "3", "A", "A2", "B"]);
}

#[test]
fn a_dump_is_its_collections_and_globals() {
    let text = format!(
        r#"{{"version": 1, "collections": [{V1}, {{"id": "d", "name": "D", "order": [], "requests": []}}],
        "environments": [{{"name": "E", "values": []}}], "globals": [{{"key": "G", "value": "1"}}]}}"#
    );
    let document = Document::json("dump.json", text).unwrap();
    let translated = translate([&document]);
    let group = FileGroup::new(std::iter::once(&document).chain(&translated), Vec::new(), NO_SCRIPTS);
    let kinds: Vec<_> = group.entities.iter().map(|entity| entity.kind).collect();
    assert_eq!(kinds, [FileKind::Environment, FileKind::CollectionV1, FileKind::CollectionV1, FileKind::Globals]);
}

/// The files of a v3 collection: path and text.
const V3: &[(&str, &str)] = &[
    (
        "ws/collections/Shop/.resources/definition.yaml",
        "$kind: collection\nname: The Shop\nvariables:\n  BASE: https://api.example.com\nauth:\n  - type: bearer\n    credentials:\n      token: \"{{TOKEN}}\"\nscripts:\n  - type: http:beforeRequest\n    code: |-\n      let a;\n      pm.bad();\n    language: text/javascript\n",
    ),
    (
        "ws/collections/Shop/Orders/.resources/definition.yaml",
        "$kind: collection\norder: 2000\ndescription: All orders\n",
    ),
    (
        "ws/collections/Shop/Orders/Create order.request.yaml",
        "$kind: http-request\nurl: \"{{BASE}}/orders/:id?a=1\"\nmethod: POST\nheaders:\n  Accept: \"*/*\"\nqueryParams:\n  - key: a\n    value: \"1\"\n    description: first\n  - key: b\n    value: null\n    disabled: true\npathVariables:\n  id: \"7\"\nbody:\n  type: json\n  content: '{\"x\": 1}'\nauth:\n  type: inherit\nsettings:\n  followRedirects: false\n  disabledSystemHeaders: [user-agent]\norder: 1000\n",
    ),
    (
        "ws/collections/Shop/Orders/.resources/Create order.resources/examples/201.example.yaml",
        "$kind: http-example\nrequest:\n  url: \"{{BASE}}/orders/9\"\n  method: POST\nresponse:\n  statusCode: 201\n  statusText: Created\n  headers:\n    A: b\n  body:\n    type: json\n    content: \"{}\"\n",
    ),
    (
        "ws/collections/Shop/Ping.request.yaml",
        "$kind: graphql-request\nurl: https://api.example.com/graphql\nquery: query { ping }\nvariables: \"{}\"\norder: 1000\n",
    ),
    ("ws/collections/Shop/Stream.request.yaml", "$kind: websocket-request\nurl: wss://api.example.com\n"),
    (
        "ws/environments/Stage.environment.yaml",
        "name: Stage\nvalues:\n  - key: TOKEN\n    value: \"\"\n    type: secret\n    enabled: true\n",
    ),
    ("ws/globals/workspace.globals.yaml", "name: Globals\nvalues: []\n"),
];

fn v3() -> Vec<Document> {
    V3.iter().map(|(path, text)| Document::yaml(*path, *text).unwrap()).collect()
}

#[test]
fn a_v3_folder_reads_as_v2() {
    let documents = v3();
    let translated = translate(&documents);
    let [collection] = &translated[..] else { panic!("one collection") };
    assert_eq!(recognise(collection.root()).unwrap().0, FileKind::CollectionV3);
    let value = v21(collection);
    assert_eq!(value["info"]["name"], "The Shop");
    assert_eq!(value["variable"], json!([{"key": "BASE", "value": "https://api.example.com"}]));
    assert_eq!(
        value["auth"],
        json!({"type": "bearer", "bearer": [{"key": "token", "value": "{{TOKEN}}", "type": "string"}]})
    );
    assert_eq!(value["event"][0]["script"]["exec"], json!(["let a;", "pm.bad();"]));
    let names: Vec<_> = value["item"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, [json!("Ping"), json!("Orders")]);
    assert_eq!(value["item"][0]["request"]["body"]["graphql"], json!({"query": "query { ping }", "variables": "{}"}));
    assert_eq!(value["item"][0]["request"]["method"], "POST");
    let item = &value["item"][1]["item"][0];
    assert_eq!(item["name"], "Create order");
    assert_eq!(
        item["protocolProfileBehavior"],
        json!({"followRedirects": false, "disabledSystemHeaders": {"user-agent": true}})
    );
    assert_eq!(item["request"].get("auth"), None);
    assert_eq!(
        item["request"]["url"]["query"],
        json!([{"key": "a", "value": "1", "description": "first"}, {"key": "b", "value": null, "disabled": true}])
    );
    assert_eq!(
        item["request"]["body"],
        json!({"mode": "raw", "raw": "{\"x\": 1}", "options": {"raw": {"language": "json"}}})
    );
    assert_eq!((&item["response"][0]["name"], &item["response"][0]["code"]), (&json!("201"), &json!(201)));
    let kinds: Vec<_> = FileGroup::new(documents.iter().chain(&translated), Vec::new(), NO_SCRIPTS)
        .entities
        .iter()
        .map(|entity| entity.kind)
        .collect();
    assert_eq!(kinds, [FileKind::Environment, FileKind::Globals, FileKind::CollectionV3]);
}

#[test]
fn what_a_translation_prints_passes_the_published_schema() {
    for document in [translate(&v3()).remove(0), translate([&Document::json("v1.json", V1).unwrap()]).remove(0)] {
        let printed = Document::json("a.postman_collection.json", print(document.root())).unwrap();
        let schema = |node: NodeRef<'_>| {
            postsmith::schema::validate(FileKind::CollectionV21, node, postsmith::schema::Profile::Published)
        };
        assert!(schema(printed.root()).is_empty(), "{:?}", schema(printed.root()));
    }
}

#[test]
fn a_lone_v3_request_is_checked_in_the_words_of_its_format() {
    let text = "$kind: http-request\nurl: \"{{B}}/me\"\nmethod: GET\nscripts:\n  - type: beforeReqest\n    code: let a;\n    language: text/javascript\n";
    let document = Document::yaml("a.request.yaml", text).unwrap();
    let findings = check_group([&document], &["B"], &postsmith::check::Options::default());
    let shown: Vec<_> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "a.request.yaml:5:11: error: script has an unknown `type`, so it never runs (lint/bad-listen); did you mean `beforeRequest`?"
        ]
    );
}

#[test]
fn rules_find_mistakes_in_v3_at_their_bytes() {
    let documents = v3();
    let findings = check_group(&documents, &[], &postsmith::check::Options::default());
    let other = findings.iter().find(|finding| finding.rule.to_string() == "other-protocol").unwrap();
    assert_eq!(
        other.to_string(),
        "ws/collections/Shop/Stream.request.yaml:1:8: note: this file is a `websocket-request`; only HTTP and GraphQL requests are checked further (other-protocol)"
    );
    let script = findings.iter().find(|finding| finding.rule.to_string() == "script/unknown-member").unwrap();
    let text = V3.iter().find(|(path, _)| *path == script.location.path).unwrap().1;
    assert_eq!(&text[script.location.span.range()], "bad");
    assert_eq!(script.location.pointer.as_ref().unwrap().as_str(), "/scripts/0/code");
    assert!(script.fix.is_empty(), "a fix in the format v2.1 does not fit the file");
}
