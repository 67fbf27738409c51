//! Agreement with `serde_json` on generated and on mutated texts.
//!
//! Known differences: a lone surrogate escape is read (as U+FFFD), duplicate keys are kept, nesting goes to 512 instead of 128, and a number is a
//! text of any size.

use postsmith::document::{Document, Kind, NodeRef, print};
use proptest::prelude::*;
use serde_json::Value;

/// Any JSON value; the texts are rich in what has to be escaped.
fn value() -> impl Strategy<Value = Value> {
    let text = "([a-z\"\\\\/\u{0}-\u{1f}\u{7f}é€𝄞~ ]|\\PC){0,12}";
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    scalar.prop_recursive(6, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((text, inner), 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// `value` printed with white space and escapes chosen by `dice`.
fn print_oddly(value: &Value, dice: &mut impl Iterator<Item = u8>, out: &mut String) {
    const GAPS: [&str; 8] = ["", "", " ", "\n", "\t\t", "\r\n", "        ", " \n\t\t\t\t\t\t\t\t\t\t "];
    let mut roll = || dice.next().unwrap_or_default();
    let gaps = [roll(), roll(), roll()].map(|byte| GAPS[usize::from(byte) % GAPS.len()]);
    out.push_str(gaps[0]);
    match value {
        Value::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                print_oddly(element, dice, out);
            }
            out.push_str(gaps[1]);
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, element)) in members.iter().enumerate() {
                out.push_str(if index == 0 { gaps[1] } else { "," });
                escape_oddly(key, dice, out);
                out.push_str(gaps[1]);
                out.push(':');
                print_oddly(element, dice, out);
            }
            out.push_str(gaps[1]);
            out.push('}');
        }
        Value::String(text) => escape_oddly(text, dice, out),
        scalar => out.push_str(&scalar.to_string()),
    }
    out.push_str(gaps[2]);
}

fn escape_oddly(text: &str, dice: &mut impl Iterator<Item = u8>, out: &mut String) {
    use std::fmt::Write as _;
    out.push('"');
    for character in text.chars() {
        let roll = dice.next().unwrap_or_default() % 4;
        match character {
            '/' if roll == 0 => out.push_str("\\/"),
            '\n' if roll < 2 => out.push_str("\\n"),
            '"' | '\\' if roll < 3 => out.extend(['\\', character]),
            '"' | '\\' | '\0'..='\u{1f}' => write!(out, "\\u{:04X}", u32::from(character)).unwrap(),
            _ if roll == 0 => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").unwrap();
                }
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// The same value as `serde_json` sees it: of duplicate keys the last counts.
fn assert_same(node: NodeRef<'_>, expected: &Value) {
    match expected {
        Value::Null => assert!(node.is_null()),
        Value::Bool(value) => assert_eq!(node.as_bool(), Some(*value)),
        Value::Number(number) => {
            let read: Value = serde_json::from_str(node.as_number().unwrap()).unwrap();
            assert_eq!(read.as_number(), Some(number));
        }
        Value::String(text) => {
            assert_eq!(node.as_str().as_deref(), Some(text.as_str()));
            assert!(node.is_str(text));
        }
        Value::Array(elements) => {
            assert_eq!(node.kind(), Kind::Array);
            assert_eq!(node.len(), elements.len());
            for (element, expected) in node.elements().zip(elements) {
                assert_same(element, expected);
            }
        }
        Value::Object(members) => {
            assert_eq!(node.kind(), Kind::Object);
            assert!(node.len() >= members.len());
            for (key, expected) in members {
                assert_same(node.get(key).unwrap(), expected);
            }
        }
    }
}

/// Every value and key lies on character borders inside what holds it, and is found again by its pointer.
fn assert_places(document: &Document) {
    let text = document.text();
    let unique = document.root().duplicate_keys().is_empty();
    for node in document.root().descendants() {
        let span = node.span();
        assert!(text.get(span.range()).is_some(), "{span:?}");
        if unique {
            assert_eq!(document.root().at(node.pointer().as_str()), Some(node));
        }
        for child in node.elements().chain(node.members().flat_map(|(key, value)| [key, value])) {
            assert!(span.start <= child.span().start && child.span().end <= span.end);
        }
        for (key, value) in node.members() {
            assert_eq!(key.pointer(), value.pointer());
        }
    }
}

/// Texts that are nearly JSON.
fn nearly_json() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"a\"",
        "\"\\u00e9\"",
        "\"\\/\"",
        "0",
        "-",
        "1",
        ".",
        "e",
        "E+",
        "12.5e-3",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{b}",
        "\u{a0}",
        "é",
        "\u{feff}",
        "/",
        "'",
        "\u{1}",
    ];
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat()),
        (value(), any::<prop::sample::Index>(), prop::sample::select(PIECES), 0..3_u8).prop_map(
            |(value, at, piece, how)| {
                let text = value.to_string();
                let at = text.floor_char_boundary(at.index(text.len() + 1));
                let rest = if how == 0 { &text[at..] } else { text[at..].get(1..).unwrap_or_default() };
                format!("{}{}{rest}", &text[..at], if how == 2 { "" } else { piece })
            }
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn value_reads_the_same_however_it_is_written(value in value(), dice in prop::collection::vec(any::<u8>(), 0..256)) {
        let mut text = String::new();
        print_oddly(&value, &mut dice.into_iter(), &mut text);
        let document = Document::json("a.json", text).unwrap();
        assert_same(document.root(), &value);
        assert_places(&document);
        prop_assert_eq!(document.read::<Value>().unwrap(), value.clone());

        let printed = print(document.root());
        let again = Document::json("a.json", printed.as_str()).unwrap();
        assert_same(again.root(), &value);
        prop_assert_eq!(print(again.root()), printed);
    }

    #[test]
    fn mutated_text_is_accepted_by_both_parsers_or_by_none(text in nearly_json()) {
        // serde_json takes no byte-order mark.
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        match (Document::json("a.json", text.as_str()), serde_json::from_str::<Value>(body)) {
            (Ok(document), Ok(value)) => {
                assert_same(document.root(), &value);
                assert_places(&document);
            }
            (Err(error), Err(_)) => prop_assert!(error.span().end <= text.len() && text.get(error.span().range()).is_some()),
            (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("out of range"), "serde_json: {error}: {text:?}"),
            (Err(error), Ok(_)) => prop_assert!(false, "{error}: {text:?}"),
        }
    }

    #[test]
    fn printed_json_is_yaml_with_the_same_values(value in value()) {
        // YAML has a small limit for nesting in brackets only, and takes tabs as indentation nowhere.
        let document = Document::json("a.json", value.to_string()).unwrap();
        let text = value.to_string();
        prop_assume!(!text.contains('\u{7f}'));
        let yaml = Document::yaml("a.yaml", text).unwrap();
        prop_assert_eq!(print(yaml.root()), print(document.root()));
        assert_places(&yaml);
    }
}
