//! A finding in a built file is shown in the source file that caused it.

use postsmith::build::build;
use postsmith::files::Folder;
use postsmith::source::{Source, preset};

const REQUEST: &str = "requests/[CORE] Items/GET - List Items.request.yaml";
const SKELETON: &str = include_str!("../../templates/collection.json.hbs");
const ENVIRONMENT: &str = include_str!("../../templates/environment.json.hbs");

/// The findings of the preset `oauth2-password` after a change, one line each, with the position in the built file after `=>`.
fn findings(change: impl FnOnce(&mut Folder)) -> Vec<String> {
    let mut folder = preset("oauth2-password").unwrap();
    change(&mut folder);
    let made = Source::load(&folder).and_then(|source| build(&source));
    let findings = made.map_or_else(|findings| findings, |_| Vec::new());
    let output =
        |finding: &postsmith::finding::Finding| finding.output.as_ref().map_or(String::new(), |o| format!(" => {o}"));
    findings.iter().map(|finding| format!("{finding}{}", output(finding))).collect()
}

fn edit(folder: &mut Folder, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(folder.get(path.into()).unwrap().to_vec()).unwrap();
    assert!(text.contains(from), "{from:?} is not in {path}");
    folder.insert(path, text.replacen(from, to, 1));
}

fn template(from: &str, to: &str) -> Vec<String> {
    findings(|folder| {
        folder.insert("templates/collection.json.hbs", SKELETON);
        edit(folder, "templates/collection.json.hbs", from, to);
    })
}

#[test]
fn presets_have_no_finding() {
    assert_eq!(findings(|_| {}), Vec::<String>::new());
}

#[test]
fn finding_is_shown_in_a_request_file() {
    let shown = findings(|folder| edit(folder, REQUEST, "{{API_BASE_URL}}", "{{API_BASE}}"));
    assert_eq!(shown.len(), 1, "{shown:#?}");
    let place = format!("preset:oauth2-password/{REQUEST}:3:6: error: variable `API_BASE` is used but not declared");
    assert!(shown[0].starts_with(&place), "{shown:#?}");
    assert!(shown[0].contains("did you mean `API_BASE_URL`?"), "{shown:#?}");
    assert!(shown[0].contains(" => example-api.postman_collection.json#/item/"), "{shown:#?}");

    let header = "headers:\n  - key: X-Trace\n    value: \"{{TRACE}}\"\nmethod: GET";
    let shown = findings(|folder| edit(folder, REQUEST, "method: GET", header));
    assert!(
        shown[0].starts_with(&format!("preset:oauth2-password/{REQUEST}:6:12: ")),
        "the header's value: {shown:#?}"
    );
    assert!(shown[0].contains("/request/header/0/value"), "{shown:#?}");

    let header = "headers:\n  X-Trace: \"{{TRACE}}\"\nmethod: GET";
    let shown = findings(|folder| edit(folder, REQUEST, "method: GET", header));
    assert!(shown[0].starts_with(&format!("preset:oauth2-password/{REQUEST}:5:12: ")), "a mapping: {shown:#?}");
}

#[test]
fn finding_is_shown_in_the_query_of_a_request() {
    let shown = findings(|folder| edit(folder, REQUEST, "/items\"", "/items?b=2\""));
    assert!(
        shown.iter().any(|line| line.contains(":3:6: error: the query of the URL and `queryParams` differ in `b`")),
        "{shown:#?}"
    );
}

#[test]
fn finding_is_shown_in_the_manifest() {
    let shown = findings(|folder| edit(folder, "postsmith.toml", "[collection]", "[collektion]"));
    assert!(shown[0].starts_with("preset:oauth2-password/postsmith.toml:"), "{shown:#?}");
    assert!(shown[0].contains("did you mean `collection`?"), "{shown:#?}");
    // A mistake in what the template makes of a manifest value is shown in the manifest.
    let shown = template("\"name\": {{json collection.name}}", "\"name\": {{json collection}}");
    let manifest =
        String::from_utf8(preset("oauth2-password").unwrap().get("postsmith.toml".into()).unwrap().to_vec()).unwrap();
    let line = manifest.lines().position(|line| line == "[collection]").unwrap() + 1;
    assert!(shown[0].starts_with(&format!("preset:oauth2-password/postsmith.toml:{line}:")), "{shown:#?}");
    assert!(shown[0].contains("expected a string"), "{shown:#?}");
}

#[test]
fn finding_is_shown_in_a_json_template() {
    let line = |needle: &str| SKELETON.lines().position(|line| line.contains(needle)).unwrap() + 1;
    let at = |needle: &str| format!("preset:oauth2-password/templates/collection.json.hbs:{}:", line(needle));

    let shown = template("\"schema\": \"https", "\"version\": 5, \"schema\": \"https");
    assert!(shown[0].starts_with(&at("\"schema\"")) && shown[0].contains("#/info/version"), "{shown:#?}");
    let shown = template("\"_postman_id\": \"{{collection.id}}\"", "\"_postman_id\": 5");
    assert!(shown[0].starts_with(&at("_postman_id")) && shown[0].contains("#/info/_postman_id"), "{shown:#?}");
    let shown = template("\"item\": {{json items}}", "\"item\": {\"a\": {{json items}}}");
    assert!(shown[0].starts_with(&at("\"item\"")), "{shown:#?}");
    let shown = template("\"item\": {{json items}}", "\"item\": {{json items}},");
    assert!(
        shown[0].contains("the output of this template is not JSON") && shown[0].contains("collection.json.hbs:"),
        "{shown:#?}"
    );
    let shown = template("{{json items}}", "{{json itemz}}");
    assert!(
        shown[0].starts_with(&at("{{json items}}")) && shown[0].contains("no data with the name `itemz`"),
        "{shown:#?}"
    );
    let shown = template("{{json items}}", "{{{items}}}");
    assert!(shown[0].starts_with(&at("{{json items}}")) && shown[0].contains("without escaping it"), "{shown:#?}");

    let shown = findings(|folder| {
        folder.insert(
            "templates/environment.json.hbs",
            ENVIRONMENT.replace("\"values\": {{json environment.values}}", "\"values\": 1"),
        );
    });
    let line = ENVIRONMENT.lines().position(|line| line.contains("\"values\"")).unwrap() + 1;
    assert_eq!(shown.len(), 1, "once for all environments: {shown:#?}");
    assert!(shown[0].contains(&format!("templates/environment.json.hbs:{line}:")), "{shown:#?}");
}

#[test]
fn finding_is_shown_in_a_markdown_template() {
    let append = |text: &str| {
        findings(|folder| {
            let path = "templates/collection.md.hbs";
            let old = String::from_utf8(folder.get(path.into()).unwrap().to_vec()).unwrap();
            folder.insert(path, format!("{text}\n{old}"));
        })
    };
    let shown = append("call {{API_BASE_URL}}");
    assert!(
        shown[0].starts_with(
            "preset:oauth2-password/templates/collection.md.hbs:1:6: error: `API_BASE_URL` is a Postman variable"
        ),
        "{shown:#?}"
    );
    let shown = append("call \\{{API_BASE}}");
    assert!(shown[0].contains("collection.md.hbs:1:7: error: the variable `API_BASE` is not declared"), "{shown:#?}");
    assert_eq!(append("call \\{{API_BASE_URL}} {{pm \"API_BASE_URL\"}}"), Vec::<String>::new());
}

#[test]
fn template_of_the_user_replaces_ours() {
    let mut folder = preset("oauth2-password").unwrap();
    let own = SKELETON.replace("\"info\": {", "\"info\": {\"version\": \"1.2.3\",");
    folder.insert("templates/collection.json.hbs", own);
    folder.insert("scripts/set-headers.js", "// ours\n");
    let built = build(&Source::load(&folder).unwrap()).unwrap();
    let (_, collection) = built.files().next().unwrap();
    assert!(collection.contains("\"version\": \"1.2.3\"") && collection.contains("// ours"));
}

#[test]
fn an_environment_template_can_neither_fill_secrets_nor_drop_variables() {
    let own = |values: &str| {
        let text = ENVIRONMENT.replace("{{json environment.values}}", values);
        assert_ne!(text, ENVIRONMENT);
        findings(|folder| folder.insert("templates/environment.json.hbs", text))
    };
    let filled = "[{{#each variables}}{\"key\": \"{{name}}\", \"value\": \"hunter2\", \"type\": \"default\"}{{#unless @last}},{{/unless}}{{/each}}]";
    let shown = own(filled);
    assert!(
        shown.iter().any(|line| line.contains("the secret `API_PASSWORD` is not an empty value of type `secret`")),
        "{shown:#?}"
    );
    assert!(shown.iter().all(|line| line.contains("environment.json.hbs:") && !line.contains("hunter2")), "{shown:#?}");
    let shown = own("[]");
    assert!(
        shown.iter().any(|line| line.contains("the environment lacks the declared variable `API_BASE_URL`")),
        "{shown:#?}"
    );
    let shown = own("[{\"key\": \"OTHER\", \"value\": \"\"}, {\"key\": \"OTHER\", \"value\": \"\"}]");
    assert!(shown.iter().any(|line| line.contains("`OTHER` is not declared in the manifest")), "{shown:#?}");
    assert!(shown.iter().any(|line| line.contains("the environment has the variable `OTHER` twice")), "{shown:#?}");
}

#[test]
fn a_collection_variable_cannot_hide_one_of_the_manifest() {
    let text = "$kind: collection\nvariables:\n  API_PASSWORD: hunter2\n";
    let shown = findings(|folder| folder.insert("requests/.resources/definition.yaml", text));
    assert_eq!(shown.len(), 1, "{shown:#?}");
    assert!(
        shown[0]
            .contains("definition.yaml:3:17: error: the variable `API_PASSWORD` is already declared in the manifest"),
        "{shown:#?}"
    );
    assert!(!shown[0].contains("hunter2"));
}

#[test]
fn without_environments_the_manifest_declares() {
    let shown = findings(|folder| {
        let text = String::from_utf8(folder.get("postsmith.toml".into()).unwrap().to_vec()).unwrap();
        folder.insert("postsmith.toml", text[..text.find("[environments.").unwrap()].to_owned());
    });
    assert_eq!(shown, Vec::<String>::new());
}

#[test]
fn line_ends_of_a_checkout_change_no_byte() {
    let built = |folder: &Folder| {
        let built = build(&Source::load(folder).unwrap()).unwrap();
        built.files().map(|(_, text)| text.to_owned()).collect::<Vec<_>>()
    };
    let unix = preset("tallyfy").unwrap();
    let mut windows = Folder::new(unix.root());
    for (path, content) in unix.iter() {
        windows.insert(path, String::from_utf8(content.to_vec()).unwrap().replace('\n', "\r\n"));
    }
    assert!(built(&unix) == built(&windows));
}
