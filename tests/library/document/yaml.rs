//! The YAML reader: the value and the span of everything in a text.

use postsmith::document::{Document, Kind, print};

fn yaml(text: &str) -> Document {
    Document::yaml("a.yaml", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn error(text: &str) -> String {
    match Document::yaml("a.yaml", text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}

/// The bytes of the value at `pointer`.
#[track_caller]
fn assert_source(text: &str, pointer: &str, expected: &str) {
    let document = yaml(text);
    let node = document.root().at(pointer).unwrap_or_else(|| panic!("no {pointer} in {text:?}"));
    assert_eq!(node.source(), expected, "{text:?}");
}

/// The characters of the string at `pointer`.
#[track_caller]
fn assert_text(text: &str, pointer: &str, expected: &str) {
    let document = yaml(text);
    let node = document.root().at(pointer).unwrap_or_else(|| panic!("no {pointer} in {text:?}"));
    assert_eq!(node.as_str().as_deref(), Some(expected), "{text:?}");
}

#[test]
fn span_of_a_scalar_has_neither_comment_nor_line_end() {
    for end in ["", "\n", "\n\n", " # note\n", "  \n", "\r\n", "\t# note\r\n", "\nb: 1\n", "\n...\n"] {
        for value in ["plain", "two words", "'quoted'", "\"quoted\"", "12", "true", "null", "[1, 2]", "{x: 1}", "é"] {
            assert_source(&format!("a: {value}{end}"), "/a", value);
            assert_source(&format!("- {value}{}", end.replace("b: 1", "- 1")), "/0", value);
        }
    }
}

#[test]
fn string_over_several_lines_ends_with_its_last_character() {
    assert_source("a: one\n  two\n\n  three\n\nb: 1\n", "/a", "one\n  two\n\n  three");
    assert_text("a: one\n  two\n\n  three\n\nb: 1\n", "/a", "one two\nthree");
    assert_source("a: \"one\n  two\"\nb: 1\n", "/a", "\"one\n  two\"");
    assert_source("a: one\n  # note\nb: 1\n", "/a", "one");
}

#[test]
fn a_block_scalar_spans_its_header_and_lines() {
    let text = "a: |\n  one\n  two\nb: 1\n";
    assert_text(text, "/a", "one\ntwo\n");
    assert_source(text, "/a", "|\n  one\n  two\n");
    assert_source("a: >-\n  one\n  two\n\n\n# note\nb: 1\n", "/a", ">-\n  one\n  two\n");
    assert_source("- |\n  one", "/0", "|\n  one");
    assert_source("a: |+\n  one\n\n\nb: 1\n", "/a", "|+\n  one\n\n\n");
    assert_text("a: |+\n  one\n\n\nb: 1\n", "/a", "one\n\n\n");
    assert_source("a: |2 # note\n    one\nb: 1", "/a", "|2 # note\n    one\n");
    assert_text("a: |2 # note\n    one\nb: 1", "/a", "  one\n");
    assert_source("a: |\nb: 1", "/a", "|\n");
    assert_text("a: |\r\n  one\r\n  two\r\nb: 1\r\n", "/a", "one\ntwo\n");
    assert_source("a: |\r\n  é\r\nb: 1\r\n", "/a", "|\r\n  é\r\n");
}

#[test]
fn span_of_a_key_is_its_bytes() {
    for key in ["plain", "two words", "'quoted'", "\"quoted\"", "é"] {
        for text in [
            format!("{key}: 1"),
            format!("? {key}\n: 1"),
            format!("{{{key}: 1}}"),
            format!("\u{feff}{key} : 1"),
            format!("# é\n{key}:\n  - 1\n"),
            format!("&x {key}: 1"),
        ] {
            let document = yaml(&text);
            let (name, _) = document.root().members().next().unwrap();
            assert_eq!(name.source(), key, "{text:?}");
        }
    }
}

#[test]
fn a_collection_ends_with_its_last_value() {
    assert_source("a:\n  b: 1\n  c: 2 # note\n\n# note\nd: 1\n", "/a", "b: 1\n  c: 2");
    assert_source("a:\n  - 1\n  - 2\n# note\nd: 1\n", "/a", "- 1\n  - 2");
    assert_source("a:\n- 1\n- 2\nd: 1\n", "/a", "- 1\n- 2");
    assert_source("a:\n  b: [1, 2] # note\nc: 1", "/a/b", "[1, 2]");
    assert_source("a:\n  b:\n    c:\n# note\nd: 1", "/a", "b:\n    c:");
    assert_source("a:\n  b: |\n    x\n\nd: 1", "/a", "b: |\n    x\n");
    assert_source("# note\na: 1 # note\n", "", "a: 1");
    assert_source("a: {b: 1, }\n", "/a", "{b: 1, }");
    assert_source("a: &x\n  b: 1\nc: *x\n", "/c", "b: 1");
    assert_source("- [a: 1]\n", "/0/0", "a: 1");
    assert_source("a:\n- - 1\n- 2", "/a", "- - 1\n- 2");
    assert_source("a:\n- - 1\n- 2", "/a/0", "- 1");
    assert_source("a: # -\n- &x\n- 2", "/a", "- &x\n- 2");
    assert_source("- 1\n- - 2\n", "/1", "- 2");
    assert_source("a: &x\n- 1\nb: 2", "/a", "- 1");
}

#[test]
fn missing_value_is_null_between_its_neighbours() {
    for text in
        ["a:\nb: 1", "a: # note\nb: 1", "a:\n\n\nb: 1", "a: \nb: 1", "{a: , b: 1}", "{a, b: 1}", "? a\nb: 1", "a:"]
    {
        let document = yaml(text);
        let node = document.root().at("/a").unwrap();
        assert!(node.is_null() && node.span().is_empty(), "{text:?}: {:?}", node.span());
        assert!(document.position(node.span().start).line == 1, "{text:?}: {:?}", node.span());
    }
    let document = yaml("a: &x\nb: *x\n");
    assert!(document.root().at("/b").unwrap().is_null());
}

#[test]
fn spans_count_bytes() {
    let long = "ü€𝄞".repeat(100);
    assert_source(&format!("a: '{long}'\n{long}:\n  x: [{long}, zz]\n"), &format!("/{long}/x/1"), "zz");
    assert_source("\u{feff}# é\r\nü: ö # ä\r\nß: €\r\n", "/ß", "€");
    assert_source("\u{feff}a: b", "/a", "b");
    let document = yaml("\u{feff}a: b\nc: d");
    assert_eq!(document.position(document.root().at("/a").unwrap().span().start).to_string(), "1:4");
    assert_source("a: \"\u{85}\u{2028}x\"\nb: c\n", "/b", "c");
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    let text = "[1.50, 0x1F, .5, 1e3, 2026-11-23, yes, No, 12:30, 1_000, .inf, ~, True, 'true', \"1\", '']";
    let document = yaml(&format!("a: {text}"));
    let printed: String = print(document.root()).split_whitespace().collect();
    let expected =
        "[1.50,31,0.5,1e3,\"2026-11-23\",\"yes\",\"No\",\"12:30\",\"1_000\",\".inf\",null,true,\"true\",\"1\",\"\"]";
    assert_eq!(printed, format!("{{\"a\":{expected}}}"));
    assert_eq!(yaml("- |\n  1\n").root().at("/0").unwrap().kind(), Kind::String);
}

#[test]
fn keys_are_always_strings() {
    let document = yaml("1: a\ntrue: b\nnull: c\n~: d\n? \n: e\n2026-01-01: f\n1.50: g\n");
    let keys: Vec<_> = document.root().members().map(|(key, _)| key.as_str().unwrap().into_owned()).collect();
    assert_eq!(keys, ["1", "true", "null", "~", "", "2026-01-01", "1.50"]);
    assert_eq!(document.root().get("1.50").unwrap().as_str().unwrap(), "g");
}

#[test]
fn postman_variables_have_to_be_quoted_and_the_error_says_so() {
    for text in [
        "url: {{BASE_URL}}/me",
        "url: {{BASE_URL}}",
        "- {{BASE_URL}}",
        "a:\n  url: {{BASE_URL}}/x # note\n",
        "[{{a}}, 1]",
        "url: {{ BASE_URL }}/me?x={{y}}",
        "{{KEY}}: 1",
        "{{KEY}}/x: 1",
        "url: {{$guid}}",
        "url: {{a-b}} {{c}}",
    ] {
        let message = error(text);
        let at = text.find("{{").unwrap();
        let line = text[..at].matches('\n').count() + 1;
        assert!(message.contains("quotes") && message.contains("{{"), "{text}: {message}");
        assert!(message.starts_with(&format!("a.yaml:{line}:")), "{text}: {message}");
    }
    assert_text("url: '{{BASE_URL}}/me'", "/url", "{{BASE_URL}}/me");
    assert_text("url: x/{{BASE_URL}}/me", "/url", "x/{{BASE_URL}}/me");
    assert_text("url: |\n  {{BASE_URL}}/me\n", "/url", "{{BASE_URL}}/me\n");
}

#[test]
fn unsupported_yaml_is_refused_with_help() {
    let cases = [
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: ", "second YAML document"),
        ("a: 1\n...\n---\nb: 2\n", "a.yaml:3:1: ", "second YAML document"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "a.yaml:3:3: ", "merge"),
        ("a: {<<: {b: 1}}\n", "a.yaml:1:5: ", "merge"),
        ("a: !!str 1\n", "a.yaml:1:", "tags"),
        ("a: !own {b: 1}\n", "a.yaml:1:", "tags"),
        ("? [a, b]\n: 1\n", "a.yaml:1:3: ", "key"),
        ("? {a: b}\n: 1\n", "a.yaml:1:3: ", "key"),
        ("a: &x [1]\n? *x\n: 1\n", "a.yaml:2:3: ", "key"),
        ("a: &x [*x]\n", "a.yaml:1:8: ", "inside"),
        ("a: *x\n", "a.yaml:1:4: ", "anchor"),
        ("a:\n\tb: 1\n", "a.yaml:2:", "tab"),
        ("a:\n  b: 1\n\tc: 2\n", "a.yaml:2:6: ", "tab"),
        ("a: 'x\n", "a.yaml:1:4: ", "quote"),
        ("a: [1, 2\n", "a.yaml:", ""),
        ("a: b: c\n", "a.yaml:1:", ""),
        ("a: @x\n", "a.yaml:1:4: ", ""),
        ("a: `x`\n", "a.yaml:1:4: ", ""),
        ("a: %x\n", "a.yaml:1:4: ", ""),
        ("a: x\0y\n", "a.yaml:1:5: ", "NUL"),
        ("\0", "", ""),
        ("a: \"x\0y\"\n", "a.yaml:1:6: ", "NUL"),
        ("a: \u{7}\n", "a.yaml:1:4: ", "control character"),
        ("a: \"\\q\"\n", "a.yaml:1:", ""),
        ("a: \"\\ud800\"\n", "a.yaml:1:", ""),
    ];
    let mut wrong = Vec::new();
    for (text, place, words) in cases {
        match Document::yaml("a.yaml", text) {
            Ok(_) => wrong.push(format!("accepted {text:?}")),
            Err(error) => {
                let error = error.to_string();
                if !error.starts_with(place) || !error.contains(words) {
                    wrong.push(format!("{text:?}: {error}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_text("a: {'<<': 1, b: '<<'}\n", "/a/b", "<<");
}

#[test]
fn empty_files_are_null() {
    for text in ["", "\n", "# note\n", "\u{feff}", "---\n", "---\n...\n", "\u{feff}# note"] {
        let document = yaml(text);
        assert!(document.root().is_null(), "{text:?}");
        assert!(document.root().span().end <= text.len());
    }
}

#[test]
fn anchors_and_aliases_give_equal_values_and_the_anchors_place() {
    let document = yaml("a: &x {k: [1, \"é\", 'it''s']}\nb: *x\nc: [*x, *x]\nd: &x 2\ne: *x\n");
    let at = |pointer: &str| document.root().at(pointer).unwrap();
    assert_eq!(at("/b/k/1").as_str().unwrap(), "é");
    assert_eq!(at("/c/1/k/2").as_str().unwrap(), "it's");
    assert_eq!(at("/c/1/k/2").span(), at("/a/k/2").span());
    assert_eq!(at("/c/1/k/2").pointer().as_str(), "/c/1/k/2");
    assert_eq!(at("/e").as_number(), Some("2"));
    assert_eq!(at("/a").source(), "{k: [1, \"é\", 'it''s']}");
}

#[test]
fn duplicate_keys_are_kept_and_reported() {
    let document = yaml("a: 1\nb: {x: 1, 'x': 2}\na: 3\n");
    let root = document.root();
    assert_eq!(root.len(), 3);
    assert_eq!(root.get("a").unwrap().as_number(), Some("3"));
    let places: Vec<_> =
        root.duplicate_keys().iter().map(|(_, key)| document.position(key.span().start).to_string()).collect();
    assert_eq!(places, ["3:1", "2:11"]);
}

#[test]
fn tabs_between_values_are_fine() {
    assert_source("a: 1\t# note\n", "/a", "1");
    assert_source("- \t1\n", "/0", "1");
}

#[test]
fn carriage_return_alone_ends_a_line() {
    assert_source("a: # note\r  1 # note\rb: |\r  x\r\r", "/a", "1");
    assert_source("a: # note\r  1 # note\rb: |\r  x\r\r", "/b", "|\r  x\r");
    assert_source("&a:\r#\r4", "", "4");
}
