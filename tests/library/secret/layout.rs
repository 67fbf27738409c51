//! The layout of a file changes no finding: minified, indented with tabs, with CRLF, with a byte-order mark, with escapes for every letter
//! in keys and values, with the members of each object in reverse.

use super::apis;
use super::slot::slots;
use super::text::{DESCRIPTIONS, SCRIPTS};
use postsmith::document::Document;
use postsmith::secret::{SecretKind, scan};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::credential::KINDS;
use support::random::Random;
use support::sample::{NAME_POSITIONS, POSITIONS, V21, collection, with_credential};

/// A collection with credentials at many places.
fn mixed() -> Value {
    let mut items = Vec::new();
    for (number, place) in POSITIONS.iter().enumerate() {
        let (_, form) = KINDS[number % KINDS.len()];
        let file = with_credential(place, &Random::new(place).token(form));
        items.extend(file["item"].as_array().cloned().unwrap_or_default());
    }
    json!({"info": {"name": "Mixed", "schema": V21}, "item": items})
}

/// Pointer, value and kind of every finding.
fn facts(document: &Document) -> BTreeSet<(String, String, SecretKind)> {
    scan(document)
        .iter()
        .map(|secret| (secret.node.pointer().to_string(), secret.value().replace("\\/", "/"), secret.kind))
        .collect()
}

/// Checks that every layout of `value` has the findings of the pretty one. Returns how many these are.
fn check_layouts(name: &str, value: &Value) -> usize {
    let pretty = serde_json::to_string_pretty(value).unwrap();
    let expected = facts(&Document::json("a.json", pretty.as_str()).unwrap());
    let minified = value.to_string();
    let reordered = serde_json::to_string_pretty(&reversed(value)).unwrap();
    for (layout, text) in [
        ("minified", minified.clone()),
        ("tabs", indented(&pretty)),
        ("CRLF", pretty.replace('\n', "\r\n")),
        ("BOM", format!("\u{feff}{pretty}")),
        ("escaped", escaped(&minified)),
        ("reordered", reordered),
    ] {
        let document = Document::json("a.json", text).unwrap();
        let facts = facts(&document);
        let (less, more): (Vec<_>, Vec<_>) =
            (expected.difference(&facts).collect(), facts.difference(&expected).collect());
        assert!(less.is_empty() && more.is_empty(), "{name} {layout}: without {less:#?} with {more:#?}");
    }
    expected.len()
}

#[test]
fn layout_changes_no_finding_of_positions_and_kinds() {
    assert!(check_layouts("mixed", &mixed()) > 35);
    for place in POSITIONS.iter().chain(NAME_POSITIONS) {
        let (_, form) = KINDS[0];
        check_layouts(place, &with_credential(place, &Random::new(place).token(form)));
    }
}

#[test]
fn layout_changes_no_finding_of_names_and_slots() {
    let found: usize = apis::credential_files().iter().map(|(name, file)| check_layouts(name, file)).sum();
    assert!(found >= 99, "{found}");
    for value in [Random::new("layout").token("<a20>"), "wintertales7".to_owned()] {
        for (slot, file) in slots(&value) {
            assert!(check_layouts(slot, &file) > 0, "{slot}");
        }
    }
}

#[test]
fn layout_changes_no_finding_of_texts() {
    let value = Random::new("layout of texts").token("<a24>");
    for text in SCRIPTS {
        let exec: Vec<String> = text.replace('§', &value).lines().map(str::to_owned).collect();
        let event = json!([{"listen": "test", "script": {"type": "text/javascript", "exec": exec}}]);
        let file = collection(&json!({"name": "Me", "event": event, "request": "{{url}}", "response": []}));
        assert!(check_layouts(text, &file) > 0, "{text}");
    }
    for text in DESCRIPTIONS {
        let description = text.replace('§', &value);
        let request = json!({"method": "GET", "header": [], "url": "{{url}}", "description": description});
        let file = collection(&json!({"name": "Me", "request": request, "response": []}));
        assert!(check_layouts(text, &file) > 0, "{text}");
    }
}

/// With a tab for every two blanks before a line.
fn indented(pretty: &str) -> String {
    let line = |line: &str| {
        let text = line.trim_start_matches(' ');
        format!("{}{text}\n", "\t".repeat((line.len() - text.len()) / 2))
    };
    pretty.lines().map(line).collect()
}

/// Every letter and digit in a string as an escape.
fn escaped(json: &str) -> String {
    let mut out = String::new();
    let (mut is_string, mut is_escape) = (false, false);
    for letter in json.chars() {
        if is_escape {
            is_escape = false;
            out.push(letter);
        } else if letter == '\\' {
            is_escape = true;
            out.push(letter);
        } else if letter == '"' {
            is_string = !is_string;
            out.push(letter);
        } else if is_string && letter.is_ascii_alphanumeric() {
            write!(out, "\\u{:04x}", u32::from(letter)).unwrap();
        } else {
            out.push(letter);
        }
    }
    out
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().rev().map(|(key, value)| (key.clone(), reversed(value))).collect(),
        Value::Array(elements) => elements.iter().map(reversed).collect(),
        other => other.clone(),
    }
}
