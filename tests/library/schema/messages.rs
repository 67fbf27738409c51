//! Messages and rules of the schema check, and input that must not break it.

use postsmith::check::{Options, check_group};
use postsmith::document::{Document, MAX_DEPTH};
use postsmith::finding::Finding;
use postsmith::schema::{self, Profile};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const COLLECTION: &str = include_str!("../../fixtures/schema/collection-v2.1.json");
const ENVIRONMENT: &str = include_str!("../../fixtures/schema/environment.json");

/// The findings of the schema, and whether the file is one of Postman's.
fn check(document: &Document) -> Vec<Finding> {
    let groups = ["schema", "unrecognised"];
    let options = Options { profile: Profile::Published, ..Options::default() };
    let findings = check_group([document], &[], &options);
    findings.into_iter().filter(|finding| groups.contains(&finding.rule.group())).collect()
}

fn findings(text: impl Into<String>) -> Vec<Finding> {
    check(&Document::json("a.json", text.into()).unwrap())
}

/// A collection with `items`.
fn collection(items: &str) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    format!(r#"{{"info": {{"name": "n", "schema": "{schema}"}}, "item": [{items}]}}"#)
}

fn report(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let pointer = finding.location.pointer.as_ref().unwrap();
        writeln!(text, "{pointer}: {} ({})", finding.message, finding.rule).unwrap();
        if let Some(help) = &finding.help {
            writeln!(text, "  help: {help}").unwrap();
        }
    }
    text
}

#[test]
fn messages_say_what_was_expected() {
    let edits = [
        ("/info/name", "5"),
        ("/info/version", "{\"major\": -1, \"minor\": 1.5, \"identifier\": \"a very long one\"}"),
        ("/info/description", "5"),
        ("/info", "{}"),
        ("/item/0", "5"),
        ("/item/0", "{\"name\": \"neither\"}"),
        ("/item/0", "{\"name\": \"mistyped\", \"reqest\": {}}"),
        ("/item/0", "{\"request\": {}, \"item\": []}"),
        ("/item/0/item/0/item/0/item/0/item/0/item/0/request/url/host", "5"),
        ("/item/0/item/0/item/0/item/0/item/0/item/0/request/header/0", "{\"key\": \"a\"}"),
        ("/item/0/item/0/item/0/item/0/item/0/item/0/response/0/header/0", "5"),
        ("/item/0/item/0/item/0/item/0/item/0/item/0/response/0/responseTime", "[]"),
        ("/item/1/request/auth/type", "\"baerer\""),
        ("/item/1/request/auth/type", "\"jwt\""),
        ("/item/1/request/body/formdata/0/type", "\"default\""),
        ("/item/1/request/body/mode", "\"none\""),
        ("/item/1/request/body", "5"),
        ("/variable/0", "{\"value\": 1}"),
        ("/variable/0/type", "\"secret\""),
    ];
    let mut text = String::new();
    for (pointer, value) in edits {
        let mut file: Value = serde_json::from_str(COLLECTION).unwrap();
        *file.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
        text += &report(&findings(file.to_string()));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn several_faults_are_each_reported_once_in_reading_order() {
    let text = collection(
        r#"{"item": [{"name": 5, "item": [{"request": {"url": 5, "method": 5}}]}, {"name": "x"}]},
           {"request": {"header": [{"value": "v"}, {"key": 5, "value": null}]}, "event": [{"script": {"exec": [1, "a", 2]}}]}"#,
    );
    insta::assert_snapshot!(report(&findings(text)));
}

#[test]
fn span_is_the_bytes_of_the_value() {
    let text = format!("\u{feff}{}", collection("\n  {\"name\": \"é\", \"request\": 17}"));
    let findings = findings(text.clone());
    assert_eq!(&text[findings[0].location.span.range()], "17");
    assert_eq!(findings[0].location.to_string(), "a.json:2:28");
}

#[test]
fn schema_rule_ids_are_stable() {
    let ids: Vec<_> = schema::RULES.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(ids.join("\n"));
}

#[test]
fn messages_hold_no_text_of_the_file() {
    let secret = "planted-4711";
    let text = collection(&format!(
        r#"{{"name": ["{secret}"], "request": {{"auth": {{"type": "{secret}", "bearer": "{secret}"}},
            "body": {{"mode": "{secret}", "{secret}": 1}}, "header": [{{"{secret}": "{secret}", "kez": 4711}}]}}}}"#
    ));
    let findings = findings(text);
    assert_eq!(findings.len(), 5);
    for finding in findings {
        assert!(!format!("{} {:?}", finding.message, finding.help).contains("4711"), "{finding}");
    }
}

#[test]
fn other_files_are_reported() {
    for text in ["[]", "\"collection\"", "{}", r#"{"openapi": "3.1.0", "info": {"title": "t"}}"#] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(report(&findings(text)), @r"
            : this is not a Postman collection, environment, globals file or data dump (unrecognised)
              help: a collection has `info` and `item`, an environment has `name` and `values`
            ");
        }
    }
}

#[test]
fn file_in_an_api_response_is_checked_in_its_place() {
    let text = format!(r#"{{"collection": {}}}"#, collection(r#"{"request": 5}"#));
    assert_eq!(findings(text)[0].location.pointer.as_ref().unwrap().as_str(), "/collection/item/0/request");
    let text = format!(r#"{{"environment": {ENVIRONMENT}}}"#);
    assert_eq!(findings(text), []);
}

/// Nested folders, as deep as a document may be, with `item` inside.
fn nested(item: &str) -> String {
    // Each folder takes two levels. The collection around them and the request inside need the rest.
    let folders = (MAX_DEPTH - 8) / 2;
    collection(&format!("{}{item}{}", r#"{"item": ["#.repeat(folders), "]}".repeat(folders)))
}

#[test]
fn deepest_nesting_fits_a_small_stack() {
    let check = || {
        assert_eq!(findings(nested(r#"{"request": {"url": {"path": [{"value": "x"}]}}}"#)), []);
        let deep = findings(nested(r#"{"request": {"url": {"path": [{"value": 5}]}}}"#));
        assert_eq!(deep.len(), 1);
        let pointer = deep[0].location.pointer.as_ref().unwrap();
        assert!(pointer.as_str().ends_with("/item/0/request/url/path/0/value"), "{pointer}");
        assert_eq!(pointer.tokens().count(), MAX_DEPTH - 1);
    };
    std::thread::Builder::new().stack_size(192 << 10).spawn(check).unwrap().join().unwrap();
}

/// Collects the keywords of `schema`.
fn keywords(schema: &Value, named: bool, out: &mut BTreeSet<String>) {
    let Value::Object(members) = schema else {
        if let Value::Array(schemas) = schema {
            for schema in schemas {
                keywords(schema, false, out);
            }
        }
        return;
    };
    for (key, value) in members {
        if !named {
            out.insert(key.clone());
        }
        if !["enum", "const", "required", "default"].contains(&key.as_str()) || named {
            keywords(value, !named && ["properties", "definitions"].contains(&key.as_str()), out);
        }
    }
}

#[test]
fn embedded_schemas_are_draft_07_and_every_keyword_has_a_message() {
    let with_message = ["type", "required", "enum", "const", "oneOf", "anyOf", "minimum", "maxLength"];
    let structural =
        ["$schema", "$id", "$ref", "title", "description", "default", "properties", "definitions", "items"];
    for text in [schema::COLLECTION_V20, schema::COLLECTION_V21, schema::ENVIRONMENT] {
        let schema: Value = serde_json::from_str(text).unwrap();
        jsonschema::draft7::meta::validate(&schema).unwrap();
        let mut found = BTreeSet::new();
        keywords(&schema, false, &mut found);
        found.retain(|keyword| !with_message.contains(&keyword.as_str()) && !structural.contains(&keyword.as_str()));
        assert_eq!(found, BTreeSet::new());
    }
}
