//! JSON: what `serde_json` accepts is accepted with equal values, what it refuses is refused with a place.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;
use postsmith::document::{Document, NodeRef};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let result = Document::json("a.json", bytes);
    places::check(&result, bytes);
    let body = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match (result, serde_json::from_slice::<Value>(body)) {
        (Ok(document), Ok(value)) => assert_same(document.root(), &value),
        (Ok(_), Err(error)) => assert!(meant_to_differ(&error.to_string()), "serde_json: {error}"),
        (Err(error), Ok(_)) => panic!("{error}"),
        (Err(_), Err(_)) => {}
    }
});

/// Lone surrogates are read as U+FFFD, nesting goes to 512 instead of 128, numbers are texts of any size.
fn meant_to_differ(error: &str) -> bool {
    ["surrogate", "unexpected end of hex escape", "recursion limit", "number out of range"]
        .iter()
        .any(|part| error.contains(part))
}

fn assert_same(node: NodeRef<'_>, expected: &Value) {
    match expected {
        Value::Null => assert!(node.is_null()),
        Value::Bool(value) => assert_eq!(node.as_bool(), Some(*value)),
        Value::Number(number) => {
            let read: Value = serde_json::from_str(node.as_number().unwrap()).unwrap();
            assert_eq!(read.as_number(), Some(number));
        }
        Value::String(text) => assert_eq!(node.as_str().as_deref(), Some(text.as_str())),
        Value::Array(elements) => {
            assert_eq!(node.len(), elements.len());
            node.elements().zip(elements).for_each(|(element, expected)| assert_same(element, expected));
        }
        Value::Object(members) => {
            assert!(node.len() >= members.len());
            members.iter().for_each(|(key, expected)| assert_same(node.get(key).unwrap(), expected));
        }
    }
}
