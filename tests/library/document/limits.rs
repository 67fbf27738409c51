//! Hostile sizes and depths give an error or a result, quickly and on a small stack; never a crash.

use postsmith::document::{Document, MAX_DEPTH, SyntaxError, print};
use serde::de::IgnoredAny;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What even a debug build on a busy machine stays below; a release build takes a second.
const SOON: Duration = Duration::from_mins(1);

/// Runs `body` on a thread with the stack of any spawned thread, and in time.
fn on_a_small_stack<T: Send + 'static>(body: impl FnOnce() -> T + Send + 'static) -> T {
    let start = Instant::now();
    let result = std::thread::Builder::new().stack_size(2 << 20).spawn(body).unwrap().join().unwrap();
    assert!(start.elapsed() < SOON, "took {:?}", start.elapsed());
    result
}

fn refused(result: Result<Document, SyntaxError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn million_brackets_are_an_error_with_a_place() {
    on_a_small_stack(|| {
        for open in ["[", "{\"a\":", "[{\"a\":", " [\n"] {
            let error = refused(Document::json("a.json", open.repeat(1_000_000)));
            assert!(error.contains("nested more than 512 deep"), "{error}");
        }
        assert!(refused(Document::json("a.json", "]".repeat(1_000_000))).starts_with("a.json:1:1: "));
    });
}

#[test]
fn string_of_a_hundred_megabytes_is_read() {
    on_a_small_stack(|| {
        let mut text = "x".repeat(100_000_000);
        text.insert(0, '"');
        assert!(refused(Document::json("a.json", text.clone())).contains("no closing quote"));
        text.push('"');
        let document = Document::json("a.json", text).unwrap();
        assert_eq!(document.root().as_str().unwrap().len(), 100_000_000);
    });
}

#[test]
fn number_of_a_hundred_million_digits_is_read() {
    on_a_small_stack(|| {
        let document = Document::json("a.json", "7".repeat(100_000_000)).unwrap();
        assert_eq!(document.root().as_number().unwrap().len(), 100_000_000);
        let error = Document::json("a.json", "7".repeat(400)).unwrap().read::<f64>().unwrap_err();
        assert_eq!(error.to_string(), "a.json:1:1: this number is too large");
    });
}

#[test]
fn deep_yaml_and_toml_are_errors_or_results() {
    on_a_small_stack(|| {
        for open in ["[", "{", "[{a: ", "- ", "? ", "a: [", "!!a [", "&a [", "[[a]: "] {
            let text = open.repeat(1_000_000 / open.len());
            assert!(Document::yaml("a.yaml", text).is_err(), "{open}");
        }
        let mut indented = String::new();
        for depth in 0..2_000 {
            indented.push_str(&" ".repeat(depth));
            indented.push_str("a:\n");
        }
        assert!(refused(Document::yaml("a.yaml", indented)).contains("nested more than 512 deep"));

        for text in [
            format!("a = {}", "[".repeat(1_000_000)),
            format!("a = {}", "{a = ".repeat(200_000)),
            format!("{} = 1", vec!["a"; 500_000].join(".")),
            format!("[{}]", vec!["a"; 500_000].join(".")),
        ] {
            assert!(Document::toml("a.toml", text).is_err());
        }
    });
}

#[test]
fn aliases_that_multiply_are_refused() {
    on_a_small_stack(|| {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..30 {
            let alias = format!("*a{}", level - 1);
            writeln!(bomb, "a{level}: &a{level} [{}]", vec![alias; 10].join(", ")).unwrap();
        }
        assert!(refused(Document::yaml("a.yaml", bomb)).contains("aliases"));

        // A long text that is repeated takes memory though it is a single value.
        let mut copies = format!("a: &a \"{}\"\nb:\n", "x".repeat(1_000_000));
        copies.push_str(&"- *a\n".repeat(1_000_000));
        assert!(refused(Document::yaml("a.yaml", copies)).contains("aliases"));

        // Each alias nests the one before it.
        let mut tower = String::from("a0: &a0 [x]\n");
        for level in 1..1_000 {
            writeln!(tower, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
        }
        assert!(refused(Document::yaml("a.yaml", tower)).contains("nested more than 512 deep"));
    });
}

#[test]
fn the_deepest_document_is_printed_and_read_typed() {
    on_a_small_stack(|| {
        let inner = MAX_DEPTH - 1;
        let array = format!("{}[]{}", "[".repeat(inner), "]".repeat(inner));
        let object = format!("{}{{}}{}", "{\"a\":".repeat(inner), "}".repeat(inner));
        let mut nested_keys = String::new();
        for depth in 0..inner {
            writeln!(nested_keys, "{}a:", " ".repeat(depth)).unwrap();
        }
        writeln!(nested_keys, "{}{{}}", " ".repeat(inner)).unwrap();
        for (document, expected) in [
            (Document::json("a.json", array.as_str()), &array),
            (Document::json("a.json", object.as_str()), &object),
            (Document::yaml("a.yaml", format!("{}[]", "- ".repeat(inner))), &array),
            (Document::yaml("a.yaml", nested_keys), &object),
        ] {
            let document = document.unwrap();
            let printed = print(document.root());
            assert_eq!(&printed.split_whitespace().collect::<String>(), expected);
            document.read::<IgnoredAny>().unwrap();
            document.read::<serde_json::Value>().unwrap();
            let deepest = document.root().descendants().last().unwrap();
            assert_eq!(deepest.pointer().tokens().count(), inner);
            assert_eq!(document.root().at(deepest.pointer().as_str()), Some(deepest));
        }
    });
}
