//! What holds for every document, whatever it was read from.

use postsmith::document::{Document, Format, Kind, SyntaxError, print};

/// Whether errors have a place, every value lies on character borders inside what holds it and is found by its pointer,
/// and what is printed reads the same.
pub fn check(result: &Result<Document, SyntaxError>, bytes: &[u8]) {
    let document = match result {
        Ok(document) => document,
        Err(error) => {
            let span = error.span();
            assert!(span.start <= span.end && span.end <= bytes.len(), "{span:?}");
            assert!(!error.message().is_empty());
            assert!(error.position().line <= 1 + bytes.iter().filter(|&&byte| byte == b'\n').count());
            return;
        }
    };
    // An alias has the place of its anchor, and a TOML table may go on elsewhere.
    let nested = match document.format() {
        Format::Json => true,
        Format::Yaml => !document.text().contains('*'),
        Format::Toml => false,
    };
    let unique = document.root().duplicate_keys().is_empty();
    for (count, node) in document.root().descendants().enumerate() {
        let span = node.span();
        assert!(document.text().get(span.range()).is_some(), "{span:?}");
        for child in node.elements().chain(node.members().flat_map(|(key, value)| [key, value])) {
            let inner = child.span();
            assert!(document.text().get(inner.range()).is_some(), "{inner:?}");
            assert!(!nested || span.start <= inner.start && inner.end <= span.end);
        }
        for (key, _) in node.members() {
            assert_eq!(key.kind(), Kind::String);
        }
        // Each pointer is a walk from the root.
        if unique && count < 200 {
            assert_eq!(document.root().at(node.pointer().as_str()), Some(node));
        }
    }
    let printed = print(document.root());
    let again = Document::json("printed", printed.as_str()).unwrap();
    assert_eq!(print(again.root()), printed);
}
