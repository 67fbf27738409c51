//! Findings as a terminal shows them.

use super::credential;
use postsmith::document::{Document, Pointer};
use postsmith::finding::{Finding, Location, Output, RuleId, SYNTAX, Severity};
use postsmith::report::human::{Style, render, summary};
use postsmith::report::json::Summary;
use postsmith::secret::mask::{MaskedText, mask_file};
use postsmith::text::Span;

const RULE: RuleId = RuleId("schema/type");

/// Without colours and reasons.
const PLAIN: Style = Style { has_color: false, has_reasons: false };

fn finding(text: &str, wrong: &str) -> Finding {
    let start = text.find(wrong).unwrap();
    let place = Location::in_text("demo.postman_collection.json".into(), text, Span::new(start, start + wrong.len()));
    Finding::error(RULE, place, "expected a string, found a number")
}

fn masked(text: &str) -> MaskedText {
    mask_file("demo.postman_collection.json".into(), text)
}

#[test]
fn the_value_is_underlined() {
    let text = "{\n\t\"name\": \"é\", \"value\": 4711\n}\n";
    insta::assert_snapshot!(render(&finding(text, "4711"), Some(&masked(text)), PLAIN));
}

#[test]
fn a_built_value_shows_its_output_and_help() {
    let text = "{\"url\": 5}\n";
    let output = Output { file: "demo.json".to_owned(), pointer: Pointer::root().key("item").index(0) };
    let finding = Finding { severity: Severity::Warning, output: Some(output), ..finding(text, "5").help("quote it") };
    insta::assert_snapshot!(render(&finding, Some(&masked(text)), PLAIN));
}

#[test]
fn the_breadcrumb_is_shown() {
    let text = "{\"value\": 5}";
    let mut finding = finding(text, "5").help("quote it");
    finding.location = finding.location.breadcrumb(Some("Auth / Get token / header 2".to_owned()));
    let shown = render(&finding, Some(&masked(text)), PLAIN);
    assert!(shown.contains("= note: Auth / Get token / header 2\n"), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn summary_counts_findings() {
    let found = Summary::of([Severity::Error, Severity::Warning, Severity::Error].into_iter());
    assert_eq!(summary(found, 14), "2 errors, 1 warning in 14 files");
    assert_eq!(summary(Summary::of([].into_iter()), 1), "no findings in 1 file");
}

#[test]
fn without_the_text_the_location_is_shown() {
    let finding = finding("{\n  \"a\": 5}", "5").help("quote it");
    insta::assert_snapshot!(render(&finding, None, PLAIN));
}

#[test]
fn only_the_first_line_of_an_object_is_underlined() {
    let text = "[\n  {\n    \"name\": \"x\"\n  }\n]";
    let object = &text[text.find('{').unwrap()..=text.find('}').unwrap()];
    insta::assert_snapshot!(render(&finding(text, object), Some(&masked(text)), PLAIN));
}

#[test]
fn a_long_line_is_cut_around_the_value() {
    let item = r#"{"name": "Get", "request": {"url": "x"}}, "#;
    let text = format!("[{}{{\"wrong\": 4711}}, {}0]", item.repeat(200), item.repeat(200));
    insta::assert_snapshot!(render(&finding(&text, "4711"), Some(&masked(&text)), PLAIN));
    let text = format!("[{}5]", item.repeat(200));
    insta::assert_snapshot!(render(&finding(&text, "5]"), Some(&masked(&text)), PLAIN));
    let text = format!("5, {}", item.repeat(200));
    insta::assert_snapshot!(render(&finding(&text, &text), Some(&masked(&text)), PLAIN));
}

#[test]
fn colours_are_optional() {
    let text = "{\"a\": 5}";
    let colored = render(&finding(text, "5"), Some(&masked(text)), Style { has_color: true, ..PLAIN });
    assert!(colored.contains("\u{1b}["));
    insta::assert_snapshot!(colored.replace('\u{1b}', "ESC"));
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let text = "{\"\u{1b}[31m\u{202e}\": 5}";
    let mut finding = finding(text, "5");
    finding.location.path = "a\u{1b}[31m.json".into();
    finding.message = "the variable \u{1b}[31m is unknown".to_owned();
    let shown = render(&finding.help("\u{1b}]0;title\u{7}"), Some(&masked(text)), PLAIN);
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown}");
}

#[test]
fn syntax_error_is_shown_at_its_place() {
    let error = Document::json("a.json", "{\"a\": 1,\n").unwrap_err();
    let finding = Finding::from(&error);
    assert_eq!(finding.rule, SYNTAX);
    insta::assert_snapshot!(render(&finding, Some(&masked(error.text())), PLAIN));
}

#[test]
fn any_span_of_any_text_can_be_shown() {
    let long = ["𝄞".repeat(500), "a\n".repeat(300), "\r".repeat(300), "\t".repeat(300), "e\u{301}".repeat(300)];
    for text in ["", "\n", "\u{feff}", "\u{feff}{}", "é\r\n𝄞", "a\u{0}b\u{200d}c"]
        .into_iter()
        .chain(long.iter().map(String::as_str))
    {
        for start in (0..=20).chain([text.len() / 2, text.len(), text.len() + 5]) {
            for length in [0, 1, 7, 10_000] {
                let mut finding = finding("5", "5");
                finding.location.span = Span::new(start, start + length);
                let shown = render(&finding, Some(&masked(text)), PLAIN);
                assert!(shown.contains("--> demo.postman_collection.json:1:1\n"), "{shown}");
                assert!(shown.lines().all(|line| line.chars().count() < 500), "{shown}");
            }
        }
    }
}

#[test]
fn what_proves_a_secret_is_shown_on_demand() {
    let text = r#"{"token": "5"}"#;
    let finding = Finding { credential: credential(0, "it is proven"), ..finding(text, "5") };
    let shown = |style| render(&finding, Some(&masked(text)), style);
    assert!(shown(Style { has_reasons: true, ..PLAIN }).contains("= note: why: it is proven"));
    assert!(!shown(PLAIN).contains("proven"));
}
