//! A value that is a credential in one place is one in every place: in other fields, names, descriptions and files.

use postsmith::check::Options;
use postsmith::check::check_group;
use postsmith::check::selection::Selection;
use postsmith::document::Document;
use postsmith::redact::{VariableNames, redact};
use postsmith::secret::Risk;
use serde_json::{Value, json};
use support::random::Random;
use support::sample::{collection, environment};

fn document(name: &str, file: &Value) -> Document {
    Document::json(name, serde_json::to_string_pretty(file).unwrap()).unwrap()
}

/// A collection with `value` at a place that alone proves nothing, and the name of the place.
fn places(value: &str) -> Vec<(&'static str, Value)> {
    let item = |more: Value| {
        let mut item = json!({"name": "Me", "request": {"method": "GET", "header": [], "url": "https://a.example"}, "response": []});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        collection(&item)
    };
    let script = |line: String| {
        item(json!({"event": [{"listen": "test", "script": {"type": "text/javascript", "exec": [line]}}]}))
    };
    vec![
        ("name", item(json!({"name": format!("Get with {value}")}))),
        ("description", item(json!({"description": format!("Use `{value}` for the sandbox.")}))),
        (
            "header",
            item(
                json!({"request": {"method": "GET", "url": "https://a.example", "header": [{"key": "X-Note", "value": format!("is {value};")}]}}),
            ),
        ),
        (
            "path",
            item(json!({"request": {"method": "GET", "header": [], "url": format!("https://a.example/{value}/x")}})),
        ),
        (
            "query",
            item(
                json!({"request": {"method": "GET", "header": [], "url": format!("https://a.example/?note=%20{value}")}}),
            ),
        ),
        (
            "body",
            item(
                json!({"request": {"method": "POST", "header": [], "url": "https://a.example", "body": {"mode": "raw", "raw": format!("{{\"note\": \"a\\n{value}\"}}")}}}),
            ),
        ),
        ("script", script(format!("console.log('{value}');"))),
        ("template", script(format!("console.log(`a ${{x}} {value}`);"))),
        ("comment", script(format!("run(); // {value}"))),
        ("example", item(json!({"response": [{"name": "Ok", "body": format!("<i>{value}</i>")}]}))),
        ("variable", environment("prod", &[("note", value, false)])),
    ]
}

#[test]
fn a_known_value_is_found_and_removed_at_every_place_of_every_file() {
    let mut random = Random::new("known");
    let options =
        Options { selection: Selection::new(vec!["secret".to_owned()], Vec::new()).unwrap(), ..Options::default() };
    for pattern in ["<a32>", "<h12>", "<a6>-<d4>!"] {
        let value = random.token(pattern);
        let proof = document("env.json", &environment("dev", &[("apiKey", &value, true)]));
        for (place, file) in places(&value) {
            let other = document("other.json", &file);
            assert_eq!(check_group([&other], &[], &options), [], "{pattern} {place}: nothing proves it");
            let findings = check_group([&other, &proof], &[], &options);
            let paths: Vec<_> = findings.iter().map(|finding| finding.location.path.as_str()).collect();
            assert_eq!(paths, ["env.json", "other.json"], "{pattern} {place}");
            let span = findings[1].location.span.range();
            assert_eq!(&other.text()[span], value, "{pattern} {place}");

            // The file that proves it comes last.
            let mut names = VariableNames::default();
            for document in [&other, &proof] {
                names.learn(document);
            }
            for document in [&other, &proof] {
                let redacted = redact(document, &mut names, Risk::Medium);
                let text = redacted.text(document);
                assert!(redacted.left.is_empty() && !text.contains(&value), "{pattern} {place}");
                Document::json("again.json", text).unwrap();
                if place == "script" && document.path() == "other.json" {
                    assert!(text.contains("console.log(pm.environment.get('apiKey'));"), "{text}");
                }
            }
        }
    }
}

#[test]
fn a_known_value_stays_inside_words_and_in_code() {
    let mut random = Random::new("inside");
    let value = format!("k{}", random.token("<h15>"));
    let lines = [format!("let {value} = 1; use({value}x, /{value}/);"), format!("log('{value}');")];
    let mut file = collection(&json!({"name": "Me", "request": "https://a.example", "response": []}));
    file["event"] = json!([{"listen": "test", "script": {"type": "text/javascript", "exec": lines}}]);
    file["info"]["description"] = format!("x{value} and {value}y").into();
    let (file, proof) =
        (document("file.json", &file), document("env.json", &environment("dev", &[("apiKey", &value, true)])));
    let mut names = VariableNames::default();
    names.learn(&proof);
    let redacted = redact(&file, &mut names, Risk::Medium);
    let expected = file.text().replace(&format!("log('{value}')"), "log(pm.environment.get('apiKey'))");
    assert_eq!(redacted.text(&file), expected);
}

#[test]
fn the_longest_of_several_known_values_is_replaced() {
    let mut random = Random::new("longest");
    let short = random.token("<a12>");
    let long = format!("{short}-{}", random.token("<a12>"));
    let proof = document("env.json", &environment("dev", &[("apiKey", &short, true), ("secret", &long, true)]));
    let file = document("file.json", &environment("test", &[("note", &format!("{long} {short}"), false)]));
    let mut names = VariableNames::default();
    names.learn(&proof);
    let redacted = redact(&file, &mut names, Risk::Medium);
    assert!(redacted.text(&file).contains("{{secret}} {{apiKey}}"), "{}", redacted.text(&file));
}
