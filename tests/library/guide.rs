//! The guide holds all that a collection says, in HTML and in Markdown, and nothing in it runs.

use indexmap::IndexMap;
use postsmith::build::build;
use postsmith::document::Document;
use postsmith::guide::{Guide, Onboarding};
use postsmith::requirements;
use postsmith::source::{Source, preset, presets};
use serde_json::{Value, json};

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection with something at every place that a guide reads.
fn everything() -> Value {
    json!({
        "info": {"name": "n-info", "description": "d-lead\n\n## d-heading\n\nd-rest", "schema": SCHEMA},
        "variable": [{"key": "v-key", "value": "v-value", "description": "v-description"}],
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{v-key}}", "type": "string"}]},
        "item": [
            {"name": "n-folder", "description": {"content": "d-folder", "type": "text/markdown"}, "item": [{
                "name": "n-request",
                "request": {
                    "method": "POST",
                    "description": "d-request",
                    "url": {
                        "raw": "https://u-host/u-path/:p-key?q-key=q-value", "host": ["u-host"], "path": ["u-path", ":p-key"],
                        "query": [{"key": "q-key", "value": "q-value", "description": "d-query"}],
                        "variable": [{"key": "p-key", "value": "p-value", "description": "d-path"}],
                    },
                    "header": [{"key": "h-key", "value": "h-value", "description": "d-header", "disabled": true}],
                    "body": {"mode": "raw", "raw": "b-raw", "options": {"raw": {"language": "xml"}}},
                },
                "response": [{
                    "name": "n-example", "code": 418, "status": "s-status", "_postman_previewlanguage": "text", "header": [],
                    "originalRequest": {}, "body": "b-example",
                }],
            }]},
            {"name": "n-form", "request": {
                "method": "PUT", "url": "u-plain", "auth": {"type": "noauth"},
                "body": {"mode": "formdata", "formdata": [{"key": "f-key", "value": "f-value", "type": "text", "description": "d-field"}]},
            }, "response": []},
            {"name": "n-graph", "request": {
                "method": "POST", "url": "u-graph", "body": {"mode": "graphql", "graphql": {"query": "g-query", "variables": ""}},
            }, "response": []},
        ],
    })
}

/// Everything in it that a reader should meet.
const TEXTS: &[&str] = &[
    "n-info",
    "d-lead",
    "d-heading",
    "d-rest",
    "v-key",
    "v-description",
    "n-folder",
    "d-folder",
    "n-request",
    "d-request",
    "u-host/u-path/:p-key",
    "q-key",
    "q-value",
    "d-query",
    "p-key",
    "p-value",
    "d-path",
    "h-key",
    "h-value",
    "d-header",
    "b-raw",
    "n-example",
    "418 s-status",
    "b-example",
    "n-form",
    "u-plain",
    "No auth",
    "f-key",
    "f-value",
    "d-field",
    "n-graph",
    "g-query",
    "Bearer token, inherited",
];

fn guide(collection: &Value) -> Guide {
    let document = Document::json("c.postman_collection.json", collection.to_string()).unwrap();
    let variables = requirements::of_files([&document], &IndexMap::default());
    let mut guide = Guide::of_files([&document], variables).unwrap();
    guide.onboarding =
        Some(Onboarding { collection_file: "c.postman_collection.json".to_owned(), id: "id".to_owned() });
    guide
}

#[test]
fn html_and_markdown_hold_everything() {
    let guide = guide(&everything());
    let (html, markdown) = (guide.html(), guide.markdown());
    for text in TEXTS {
        assert!(html.contains(text), "the page lacks {text}");
        assert!(markdown.contains(text), "the Markdown lacks {text}");
    }
}

#[test]
fn older_collections_give_the_same_guide() {
    let mut old = everything();
    old["info"]["schema"] = json!("https://schema.getpostman.com/json/collection/v2.0.0/collection.json");
    old["auth"] = json!({"type": "bearer", "bearer": {"token": "{{v-key}}"}});
    assert_eq!(guide(&old).markdown(), guide(&everything()).markdown());
}

/// Appends `mark` to every text of `value` that is not a keyword of the format.
fn mark(value: &mut Value, mark: &str, key: &str) {
    match value {
        Value::String(text) if !["schema", "mode", "type", "language", "_postman_previewlanguage"].contains(&key) => {
            text.push_str(mark);
        }
        Value::Array(list) => list.iter_mut().for_each(|one| self::mark(one, mark, key)),
        Value::Object(members) => members.iter_mut().for_each(|(key, one)| self::mark(one, mark, key)),
        _ => {}
    }
}

#[test]
fn text_of_a_collection_never_becomes_markup() {
    for (evil, wrong) in [
        ("<x-evil>", &["<x-evil"][..]),
        ("</code></script><script>evil()</script>", &["<script>evil", "</script><script"]),
        ("\" onfocus=\"evil()\" x=\"", &["\" onfocus=\"evil"]),
        ("' onfocus='evil()' x='", &["=' onfocus"]),
        ("\n\n<img src=x onerror=evil()>", &["<img"]),
        ("\n\n![x](https://evil.example/x.png) <https://evil.example>", &["<img", "src=\"https"]),
        (
            "\n\n[x](javascript:evil()) [y](data:text/html,evil) [z](vbscript:evil)",
            &["href=\"javascript", "href=\"data", "href=\"vbscript"],
        ),
        ("\n\n[x]( java\tscript:evil())", &["href=\"java"]),
    ] {
        let mut collection = everything();
        mark(&mut collection, evil, "");
        let html = guide(&collection).html();
        // Outside of tags a quote is harmless.
        let tags = html.split('<').skip(1).map(|piece| piece.split('>').next().unwrap());
        let tags = tags.fold(String::new(), |all, tag| all + "<" + tag + ">");
        for wrong in wrong {
            assert!(!tags.contains(wrong), "{evil:?} became {wrong}");
        }
        assert!(tags.contains("<main"), "the tags were found");
    }
}

#[test]
fn text_of_a_collection_breaks_no_markdown_table() {
    let mut collection = everything();
    mark(&mut collection, " | x\n| y ` z", "");
    let markdown = guide(&collection).markdown();
    for line in markdown.lines().filter(|line| line.starts_with("| `") && line.contains("q-key")) {
        let columns = line.replace("\\|", "").matches('|').count();
        assert_eq!(columns, 4, "{line}");
    }
}

#[test]
fn every_preset_has_a_complete_guide() {
    for one in presets() {
        let source =
            Source::load(&preset(one.name).unwrap()).unwrap_or_else(|_| panic!("{} has no mistakes", one.name));
        let built = build(&source).unwrap_or_else(|_| panic!("{} builds", one.name));
        let documents: Vec<_> = built.files().map(|(name, text)| Document::json(name, text).unwrap()).collect();
        let manifest = &source.manifest.data;
        let guide = Guide::of_files(&documents, requirements::of_manifest(manifest)).unwrap();
        let html = guide.html();
        assert!(!html.contains("not described yet"), "{}", one.name);
        assert_eq!(html.contains("class=\"diagram\""), manifest.oauth.is_some(), "{}", one.name);
        assert_eq!(html, guide.html(), "same input, same bytes");
    }
}

/// An export with a token request and without scripts.
fn bare_export() -> Value {
    json!({
        "info": {"name": "Bare", "schema": SCHEMA},
        "variable": [{"key": "VERSION", "value": "v2"}],
        "item": [
            {"name": "Folder", "item": []},
            {"name": "Log in", "request": {"method": "POST", "url": "{{HOST}}/token", "header": [], "body": {"mode": "urlencoded", "urlencoded": [
                {"key": "grant_type", "value": "password"}, {"key": "username", "value": "{{MY_USER}}"}, {"key": "password", "value": "{{MY_PASSWORD}}"}]}},
                "response": []},
            {"name": "Get <b>it</b>", "request": {"method": "GET", "url": "{{HOST}}/{{VERSION}}/it"}, "response": []},
        ],
    })
}

#[test]
fn guide_of_an_export_lists_what_is_not_described_and_draws_the_diagram() {
    let html = guide(&bare_export()).html();
    for text in
        ["not described yet", "class=\"diagram\"", "MY_PASSWORD", "Getting the first token", "For example", ">v2<"]
    {
        assert!(html.contains(text), "{text}");
    }
}

#[test]
fn guide_without_scripts_does_not_mention_them() {
    let guide = guide(&bare_export());
    for text in [guide.html(), guide.markdown()] {
        // The page has its own script; the collection has none.
        let text = text.split("<script>").next().unwrap().to_lowercase();
        for wrong in [
            "renewing the token",
            "its script",
            "the script",
            "scripts here",
            "the scripts take",
            "header of the client",
            "everything is set up",
        ] {
            assert!(!text.contains(wrong), "{wrong}");
        }
    }
}

#[test]
fn names_in_the_markdown_are_escaped() {
    let markdown = guide(&bare_export()).markdown();
    assert!(!markdown.contains("<b>it"), "{markdown}");
}

#[test]
fn folders_and_requests_keep_the_order_of_the_collection() {
    let markdown = guide(&bare_export()).markdown();
    let at = |text: &str| markdown.find(text).unwrap();
    assert!(at("### Folder") < at("#### Log in"));
}

#[test]
fn globals_are_imported_and_not_selected() {
    let collection = Document::json("c.postman_collection.json", bare_export().to_string()).unwrap();
    let globals = json!({"name": "Globals", "_postman_variable_scope": "globals", "values": [{"key": "HOST", "value": "https://x.example"}]});
    let globals = Document::json("g.postman_globals.json", globals.to_string()).unwrap();
    let files = [&collection, &globals];
    let mut guide = Guide::of_files(files, requirements::of_files(files, &IndexMap::default())).unwrap();
    guide.onboarding =
        Some(Onboarding { collection_file: "c.postman_collection.json".to_owned(), id: "id".to_owned() });
    for text in [guide.html(), guide.markdown()] {
        assert!(text.contains("g.postman_globals.json"), "{text}");
        assert!(!text.contains("**Select") && !text.contains("title\">Select"), "there is nothing to select");
    }
}

#[test]
fn folders_may_nest_as_deep_as_a_document() {
    let depth = 100;
    let mut text = r#"{"name": "r", "request": "u", "response": []}"#.to_owned();
    for level in 0..depth {
        text = format!(r#"{{"name": "f{level}", "item": [{text}]}}"#);
    }
    let text = format!(r#"{{"info": {{"name": "Deep", "schema": "{SCHEMA}"}}, "item": [{text}]}}"#);
    let document = Document::json("deep.json", text).unwrap();
    let guide = Guide::of_files([&document], Vec::new()).unwrap();
    assert_eq!(guide.request_count(), 1);
    assert!(guide.markdown().contains("f99 / f98"));
}

#[test]
fn only_a_collection_has_a_guide() {
    for text in
        ["{}", "[]", r#"{"name": "e", "values": []}"#, r#"{"id": "x", "requests": [], "order": [], "name": "v1"}"#]
    {
        let document = Document::json("x.json", text).unwrap();
        assert!(Guide::of_files([&document], Vec::new()).is_none(), "{text}");
    }
}
