//! The schema check reports every single fault that a schema can see at exactly the value that has it.
//!
//! In valid fixtures, every value in turn gets every other type, every string an unknown text, and every member is removed or mistyped. Whether
//! the schema can see a fault, the engine says over its own values, not over ours.

#![allow(clippy::print_stdout, reason = "it prints its figures")]

use postsmith::document::{Document, Pointer};
use postsmith::finding::Finding;
use postsmith::postman::{FileKind, recognise};
use postsmith::schema::{self, Profile};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Part of every wrong value and mistyped key; no message may show it.
const PLANTED: &str = "planted-4711";

struct Fault {
    what: &'static str,
    pointer: Pointer,
    /// The value that the finding must report.
    expected: Pointer,
    file: Value,
}

/// The pointers of all values, parents first.
fn pointers(value: &Value, at: &Pointer, out: &mut Vec<Pointer>) {
    out.push(at.clone());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| pointers(value, &at.clone().key(key), out)),
        Value::Array(elements) => {
            elements.iter().enumerate().for_each(|(index, value)| pointers(value, &at.clone().index(index), out));
        }
        _ => {}
    }
}

/// The findings of the published schema.
fn check(document: &Document) -> Vec<Finding> {
    let (kind, node) = recognise(document.root()).unwrap();
    schema::validate(kind, node, Profile::Published)
}

fn kind(value: &Value) -> std::mem::Discriminant<Value> {
    std::mem::discriminant(value)
}

fn faults(file: &Value) -> Vec<Fault> {
    let mut places = Vec::new();
    pointers(file, &Pointer::root(), &mut places);
    let mut faults = Vec::new();
    for pointer in places.into_iter().skip(1) {
        let edit = |what, expected: &Pointer, edit: &dyn Fn(&mut Value)| {
            let mut file = file.clone();
            edit(&mut file);
            Fault { what, pointer: pointer.clone(), expected: expected.clone(), file }
        };
        let value = file.pointer(pointer.as_str()).unwrap();
        for other in [json!(null), json!(true), json!(4711), json!(4711.5), json!(PLANTED), json!([]), json!({})] {
            if kind(&other) != kind(value) {
                faults.push(edit("wrong type", &pointer, &|file| {
                    *file.pointer_mut(pointer.as_str()).unwrap() = other.clone();
                }));
            }
        }
        if value.is_string() {
            faults.push(edit("unknown text", &pointer, &|file| {
                *file.pointer_mut(pointer.as_str()).unwrap() = json!(PLANTED);
            }));
        }
        let (parent, _) = pointer.as_str().rsplit_once('/').unwrap();
        let parent = Pointer::parse(parent).unwrap();
        let key = pointer.tokens().last().unwrap();
        if file.pointer(parent.as_str()).is_some_and(Value::is_object) {
            let object = |file: &mut Value, edit: &dyn Fn(&mut serde_json::Map<String, Value>)| {
                edit(file.pointer_mut(parent.as_str()).unwrap().as_object_mut().unwrap());
            };
            faults.push(edit("missing key", &parent, &|file| {
                object(file, &|members| {
                    members.shift_remove(&key);
                });
            }));
            faults.push(edit("mistyped key", &parent, &|file| {
                object(file, &|members| {
                    let value = members.shift_remove(&key).unwrap();
                    members.insert(format!("{key}_{PLANTED}"), value);
                });
            }));
        }
    }
    faults
}

/// The part of the file that has the fault, for the figures.
fn part(pointer: &Pointer) -> String {
    let named = [
        "originalRequest",
        "response",
        "auth",
        "header",
        "url",
        "event",
        "body",
        "variable",
        "request",
        "info",
        "values",
    ];
    let tokens: Vec<_> = pointer.tokens().collect();
    let part = named.into_iter().find(|name| tokens.iter().any(|token| token == name)).unwrap_or("item");
    part.to_owned()
}

fn count_reported(name: &str, text: &str, expected_kind: FileKind, schema: &str) -> usize {
    let oracle = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let fixture: Value = serde_json::from_str(text).unwrap();
    assert!(oracle.is_valid(&fixture), "{name} is valid");
    assert_eq!(check(&Document::json(name, text).unwrap()), [], "{name} is valid");
    let (mut visible, mut invisible, mut other_kind) = (BTreeMap::<_, usize>::new(), 0, 0);
    let mut wrong = Vec::new();
    for fault in faults(&fixture) {
        let document = Document::json(name, serde_json::to_string_pretty(&fault.file).unwrap()).unwrap();
        if recognise(document.root()).map(|(kind, _)| kind) != Some(expected_kind) {
            other_kind += 1;
            continue;
        }
        let findings = check(&document);
        for finding in &findings {
            let shown = format!("{} {}", finding.message, finding.help.as_deref().unwrap_or_default());
            assert!(!shown.contains("4711"), "{shown}");
            assert!(schema::RULES.contains(&finding.rule), "{finding}");
        }
        if oracle.is_valid(&fault.file) {
            assert_eq!(findings, [], "{name}: {} at {}", fault.what, fault.pointer);
            invisible += 1;
            continue;
        }
        *visible.entry((fault.what, part(&fault.pointer))).or_default() += 1;
        let reported = findings.first().and_then(|finding| finding.location.pointer.clone());
        if reported.as_ref() != Some(&fault.expected) || findings.len() != 1 {
            let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
            wrong.push(format!("{} at {}: {found:#?}", fault.what, fault.pointer));
        }
    }
    let seen: usize = visible.values().sum();
    println!(
        "{name}: {seen} visible faults, {} reported at another value; the schema allows {invisible}; {other_kind} change the kind of file",
        wrong.len()
    );
    for ((what, part), count) in &visible {
        println!("  {count:5} {what} in {part}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    seen
}

#[test]
fn faults_in_collections_v21() {
    let text = include_str!("../../fixtures/schema/collection-v2.1.json");
    let seen = count_reported("collection-v2.1.json", text, FileKind::CollectionV21, schema::COLLECTION_V21);
    assert!(seen > 1000, "{seen}");
}

#[test]
fn faults_in_collections_v20() {
    let text = include_str!("../../fixtures/schema/collection-v2.0.json");
    let seen = count_reported("collection-v2.0.json", text, FileKind::CollectionV20, schema::COLLECTION_V20);
    assert!(seen > 200, "{seen}");
}

#[test]
fn faults_in_environments_and_globals() {
    let files = [
        ("environment.json", include_str!("../../fixtures/schema/environment.json"), FileKind::Environment),
        ("environment-old.json", include_str!("../../fixtures/schema/environment-old.json"), FileKind::Environment),
        ("globals.json", include_str!("../../fixtures/schema/globals.json"), FileKind::Globals),
    ];
    for (name, text, kind) in files {
        let seen = count_reported(name, text, kind, schema::ENVIRONMENT);
        assert!(seen > 20, "{seen}");
    }
}
