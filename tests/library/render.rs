//! Rendering of a source.

use postsmith::build::build;
use postsmith::files::Folder;
use postsmith::render::render;
use postsmith::source::{Source, preset, presets};

#[test]
fn every_preset_renders() {
    assert!(presets().len() >= 5);
    for known in presets() {
        let folder = preset(known.name).unwrap();
        let source = Source::load(&folder).unwrap_or_else(|findings| panic!("{}: {findings:#?}", known.name));
        let files = render(&source).unwrap_or_else(|findings| panic!("{}: {findings:#?}", known.name));
        assert_eq!(files.len(), 1 + source.manifest.data.environments.keys().count());
    }
}

/// Builds the collection of a small source with these `files`. `manifest` is appended to its manifest.
fn collection(manifest: &str, files: &[(&str, &str)]) -> serde_json::Value {
    let mut folder = Folder::new("demo");
    let head = "[collection]\nid = '6b1b2a3e-4c5d-4e6f-8a7b-9c0d1e2f3a4b'\nname = 'Demo'\n\
        [api]\nprefix = 'DEMO'\nbase_url = 'https://api.example.com'\n[variables.DEMO_BASE_URL]\n[environments.one]\nname = 'One'\n";
    folder.insert("postsmith.toml", format!("{head}{manifest}"));
    for (path, text) in files {
        folder.insert(*path, *text);
    }
    let source = Source::load(&folder).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let built = build(&source).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let text = built.files().next().unwrap_or_else(|| panic!("no collection")).1.to_owned();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_v3_request_is_written_as_v2() {
    let made = collection(
        "",
        &[
            ("requests/All.request.yaml", include_str!("../fixtures/render/all.request.yaml")),
            ("requests/Form.request.yaml", include_str!("../fixtures/render/form.request.yaml")),
            ("requests/File.request.yaml", include_str!("../fixtures/render/file.request.yaml")),
            ("requests/Graph.request.yaml", include_str!("../fixtures/render/graph.request.yaml")),
            (
                "requests/.resources/All.resources/examples/Short.example.yaml",
                include_str!("../fixtures/render/short.example.yaml"),
            ),
            ("requests/.resources/definition.yaml", include_str!("../fixtures/render/definition.yaml")),
        ],
    );
    insta::assert_json_snapshot!(made);
}

#[test]
fn scripts_and_descriptions_of_requests_are_attached() {
    let made = collection(
        "[api.headers]\nX-Client = 'demo'\n\
         [[scripts]]\nwhen = 'before_request'\nfile = 'own.js'\n\
         [[scripts]]\non = 'F/R'\nwhen = 'after_response'\nfile = 'test.js'\n\
         [[descriptions]]\non = 'F/R'\nfile = 'r.md.hbs'\n",
        &[
            (
                "requests/F/R.request.yaml",
                "$kind: http-request\nid: kept-id\nurl: \"{{DEMO_BASE_URL}}\"\nmethod: GET\n",
            ),
            ("scripts/own.js", "const POSTSMITH = 1;\nreturn;\n"),
            ("scripts/test.js", "pm.test('t', () => {});\n"),
            ("templates/r.md.hbs", "Of {{collection.name}} at {{pm \"DEMO_BASE_URL\"}}.\n"),
        ],
    );
    let lines = |event: &serde_json::Value| -> Vec<String> {
        let exec = event["script"]["exec"].as_array().into_iter().flatten();
        exec.filter_map(|line| line.as_str().map(str::to_owned)).collect()
    };
    let before = lines(&made["event"][0]);
    assert_eq!(before[0], "const POSTSMITH = {");
    assert_eq!(before[before.len() - 4..], ["(function () {", "const POSTSMITH = 1;", "return;", "})();"]);
    assert_eq!(made["event"].as_array().map(Vec::len), Some(1), "without OAuth there is no test event");
    let request = &made["item"][0]["item"][0];
    assert_eq!(request["id"], "kept-id");
    assert_eq!(lines(&request["event"][0]), ["pm.test('t', () => {});"]);
    assert_eq!(request["request"]["description"], "Of Demo at {{DEMO_BASE_URL}}.");
}

#[test]
fn folders_have_ids_from_their_paths_and_own_scripts_have_scopes() {
    let request = "$kind: http-request\nurl: \"{{DEMO_BASE_URL}}\"\nmethod: GET\nscripts:\n  - type: afterResponse\n    code: return;\n  - type: afterResponse\n    code: two();\n";
    let files = |name: &'static str| {
        [
            ("requests/A-B/R.request.yaml", request),
            ("requests/A-B/.resources/definition.yaml", "$kind: collection\nname: A/B\n"),
            ("requests/A/B/R.request.yaml", request),
            ("requests/A/.resources/definition.yaml", name),
        ]
    };
    let made = collection("", &files("$kind: collection\n"));
    let renamed = collection("", &files("$kind: collection\nname: Other\n"));
    let id =
        |made: &serde_json::Value, pointer: &str| made.pointer(pointer).and_then(|id| id.as_str().map(str::to_owned));
    assert_ne!(id(&made, "/item/0/item/0/id"), id(&made, "/item/1/id"), "A > B and A/B");
    assert_eq!(id(&made, "/item/0/id"), id(&renamed, "/item/1/id"), "a name is no identity");
    let exec = made.pointer("/item/1/item/0/event/0/script/exec").cloned();
    let lines = ["(function () {", "return;", "})();", "", "(function () {", "two();", "})();"];
    assert_eq!(exec, Some(lines.into_iter().map(serde_json::Value::from).collect()));
}
