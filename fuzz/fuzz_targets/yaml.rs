//! YAML: never a panic, places that hold, and the bytes of a scalar on their own are the same scalar.
#![no_main]

mod places;

use libfuzzer_sys::fuzz_target;
use postsmith::document::{Document, Kind, NodeRef, print};

fuzz_target!(|bytes: &[u8]| {
    let result = Document::yaml("a.yaml", bytes);
    places::check(&result, bytes);
    if let Ok(document) = result {
        document.root().descendants().take(200).for_each(assert_stands_alone);
    }
});

fn assert_stands_alone(node: NodeRef<'_>) {
    let source = node.source();
    let scalar = !matches!(node.kind(), Kind::Array | Kind::Object);
    // Over several lines the indentation counts, and these would be a border between documents.
    if scalar
        && !source.contains(['\n', '\r'])
        && !source.starts_with(['|', '>'])
        && !source.starts_with("---")
        && !source.starts_with("...")
    {
        let same = |text: String, pointer: &str| {
            Document::yaml("alone", text)
                .is_ok_and(|alone| alone.root().at(pointer).is_some_and(|value| print(value) == print(node)))
        };
        // What may stand in a plain scalar differs inside brackets.
        assert!(same(source.to_owned(), "") || same(format!("[{source}]"), "/0"), "{source:?}");
    }
}
