//! `postsmith bundle` and `postsmith docs` overwrite no input, show no secret, and say where a secret is.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;
use support::bundle::Unpacked;
use support::folder::scratch;
use support::program::text;
use support::random::Random;
use support::sample::V21;
use support::{postsmith, sample};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    postsmith!(folder, arguments).output().unwrap()
}

fn write(folder: &Path, name: &str, value: &Value) {
    fs::write(folder.join(name), value.to_string()).unwrap();
}

fn collection(description: &str, items: &Value) -> Value {
    json!({"info": {"name": "Shop", "description": description, "schema": V21}, "item": items})
}

fn request(name: &str) -> Value {
    json!({"name": name, "request": {"method": "GET", "url": "{{BASE}}/me", "header": [{"key": "X-Api-Key", "value": "{{API_KEY}}"}]}, "response": []})
}

fn environment(name: &str, key: &str) -> Value {
    sample::environment(name, &[("BASE", "https://api.example.org", false), ("API_KEY", key, true)])
}

/// A collection and an environment with a secret.
fn shop() -> tempfile::TempDir {
    let home = scratch();
    write(home.path(), "c.json", &collection("A shop", &json!([request("Me")])));
    write(home.path(), "e.json", &environment("Stage", &Random::new("shop").token("<h32>")));
    home
}

#[test]
fn output_never_overwrites_an_input() {
    let home = shop();
    fs::write(home.path().join("d.toml"), "[variables.API_KEY]\ndescription = 'Key'\n").unwrap();
    for name in ["c.zip", "c.md", "c.HTML", "d.zip", "d.md"] {
        fs::copy(home.path().join(if name.starts_with('c') { "c.json" } else { "d.toml" }), home.path().join(name))
            .unwrap();
    }
    fs::create_dir(home.path().join("below")).unwrap();
    let wrong: &[&[&str]] = &[
        &["docs", "c.json", "-o", "c.json"],
        &["docs", "c.md", "e.json", "-o", "c.md"],
        &["docs", "c.HTML", "-o", "./below/../c.HTML"],
        &["docs", "c.json", "--descriptions", "d.md", "-o", "d.md"],
        &["docs", "c.json", "-o", "d.pdf"],
        &["docs", "c.json", "-o", "d"],
        &["docs", "c.json", "--format", "html", "-o", "d.md"],
        &["bundle", "c.json", "e.json", "-o", "e.json"],
        &["bundle", "c.zip", "-o", "below/../c.zip"],
        &["bundle", "c.json", "--descriptions", "d.zip", "-o", "d.zip"],
        &["bundle", "c.json", "-o", "x.txt"],
        &["bundle", "--preset", "bearer", "-o", "x.txt"],
    ];
    let listed = || {
        let mut all: Vec<_> = fs::read_dir(home.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file())
            .collect();
        all.sort();
        all.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect::<Vec<_>>()
    };
    let before = listed();
    for arguments in wrong {
        let output = run(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output));
        assert!(listed() == before, "{arguments:?}");
    }
    let output = run(home.path(), &["docs", "c.json", "-o", "guide.HTML"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(fs::read_to_string(home.path().join("guide.HTML")).unwrap().starts_with("<!DOCTYPE html>"));
    assert!(run(home.path(), &["bundle", "c.json", "-o", "x.ZIP"]).status.success());
}

#[test]
fn secret_after_backslashes_is_refused_at_its_place() {
    let home = shop();
    let secret = Random::new("escaped").token("pk_live_<h24>");
    write(home.path(), "e.json", &environment("Stage", &secret));
    for hidden in [secret.replace('_', "\\_"), secret.replace('_', "&#95;"), secret.replace('_', "&lowbar;")] {
        write(home.path(), "c.json", &collection(&format!("My key is {hidden}."), &json!([request("Me")])));
        for command in [&["docs", "-o", "a.html"][..], &["docs", "-o", "a.md"], &["bundle", "-o", "a.zip"]] {
            let output = run(home.path(), &[command, &["c.json", "e.json"]].concat());
            let shown = text(&output);
            assert_eq!(output.status.code(), Some(1), "{hidden}: {shown}");
            assert!(
                shown.contains("c.json:1:") && !shown.contains("--> Shop") && !shown.contains("START-HERE.html:"),
                "{shown}"
            );
            assert!(shown.contains("in an editor"), "{shown}");
            assert!(!shown.contains(&hidden) && !shown.contains(&secret), "{shown}");
            assert!(fs::read_dir(home.path()).unwrap().count() == 2);
        }
    }
}

#[test]
fn name_with_a_credential_is_masked() {
    let home = shop();
    let secret = Random::new("named").token("<h32>");
    let inner = json!({"name": "R", "request": {"method": "GET", "url": "https://a.example", "header": [{"key": "X-Api-Key", "value": Random::new("inner").token("<h32>")}]}, "response": []});
    write(
        home.path(),
        "c.json",
        &collection("", &json!([{"name": format!("login password: {secret}"), "item": [inner]}])),
    );
    for command in ["bundle", "docs", "check", "scan"] {
        let output = run(home.path(), &[command, "c.json"]);
        let shown = text(&output);
        assert_eq!(output.status.code(), Some(1), "{command}: {shown}");
        assert!(shown.contains(" / R / header 1"), "{command}: {shown}");
        assert!(!shown.contains(&secret), "{command}: {shown}");
        assert!(shown.contains("login password: *"), "{command}: {shown}");
    }
}

#[test]
fn hostile_name_cannot_control_the_terminal() {
    let home = shop();
    let mut value = collection("", &json!([request("Me")]));
    value["info"]["name"] = json!("Shop\u{1b}]0;owned\u{7}\u{202e}\n");
    write(home.path(), "c.json", &value);
    assert!(run(home.path(), &["bundle", "c.json", "-o", "a.zip"]).status.success());
    let output = run(home.path(), &["bundle", "--verify", "a.zip"]);
    assert!(output.status.success(), "{}", text(&output));
    let shown = text(&output);
    assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']) && shown.lines().count() == 1, "{shown:?}");
}

#[test]
fn other_members_of_an_environment_are_left_out() {
    let home = shop();
    let secret = Random::new("besides").token("<a20>");
    let mut value = environment("Stage", "");
    value["values"][1]["previousValue"] = json!(secret);
    value["values"][0]["history"] = json!([{"value": secret}]);
    value["backup"] = json!({"note": secret});
    write(home.path(), "e.json", &value);
    let output = run(home.path(), &["bundle", "c.json", "e.json", "-o", "a.zip"]);
    assert!(output.status.success(), "{}", text(&output));
    let unpacked = Unpacked::new(&fs::read(home.path().join("a.zip")).unwrap());
    let packed: Value = serde_json::from_slice(&unpacked.files["e.postman_environment.json"]).unwrap();
    assert_eq!(packed, environment("Stage", ""));
    assert!(text(&output).contains("`previousValue`") && text(&output).contains("`backup`"), "{}", text(&output));
}

#[test]
fn passphrases_and_all_descriptions_are_scanned() {
    let home = shop();
    let secret = Random::new("passphrase").token("<a12>");
    let mut item = request("Me");
    item["request"]["certificate"] = json!({"name": "mine", "passphrase": secret});
    write(home.path(), "c.json", &collection("", &json!([item])));
    let output = run(home.path(), &["bundle", "c.json", "-o", "a.zip"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("passphrase") && !text(&output).contains(&secret), "{}", text(&output));
    write(home.path(), "c.json", &collection("", &json!([request("Me")])));
    let mut value = environment("Stage", "");
    value["values"][0]["enabled"] = json!(false);
    value["values"][0]["description"] = json!(format!("password={secret}"));
    write(home.path(), "e.json", &value);
    let output = run(home.path(), &["bundle", "c.json", "e.json", "-o", "a.zip"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(!text(&output).contains(&secret), "{}", text(&output));
}

#[test]
fn globals_are_counted_separately() {
    let home = shop();
    write(
        home.path(),
        "g.json",
        &json!({"name": "Globals", "values": [{"key": "API_KEY", "value": ""}, {"key": "REGION", "value": "eu", "enabled": true}], "_postman_variable_scope": "globals"}),
    );
    let output = run(home.path(), &["bundle", "c.json", "e.json", "g.json", "-o", "a.zip"]);
    assert!(text(&output).contains("one collection, 1 environment, globals, no secret found"), "{}", text(&output));
    let record = Unpacked::new(&fs::read(home.path().join("a.zip")).unwrap()).record();
    let base = record["variables"].as_array().unwrap().iter().find(|need| need["name"] == "BASE").unwrap();
    assert_eq!(base["filled_by"], "template");
    let output = run(home.path(), &["bundle", "--verify", "a.zip"]);
    assert!(
        text(&output).contains("1 environment, globals,") && text(&output).contains("no secret found"),
        "{}",
        text(&output)
    );
}

#[test]
fn duplicate_environment_is_reported() {
    let home = shop();
    fs::copy(home.path().join("e.json"), home.path().join("again.json")).unwrap();
    let output = run(home.path(), &["bundle", "c.json", "e.json", "again.json", "-o", "a.zip"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("again.json and e.json have the same content"), "{}", text(&output));
    write(home.path(), "again.json", &environment("Stage", ""));
    let output = run(home.path(), &["bundle", "c.json", "e.json", "again.json", "-o", "a.zip"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("warning: again.json and e.json are both called `Stage`"), "{}", text(&output));
    fs::create_dir(home.path().join("below")).unwrap();
    write(&home.path().join("below"), "e.json", &environment("Other", ""));
    let output = run(home.path(), &["bundle", "c.json", "e.json", "below/e.json", "-o", "a.zip"]);
    assert!(text(&output).contains("is called `e-2.postman_environment.json` in the bundle"), "{}", text(&output));
}

#[test]
fn refusals_say_what_to_do() {
    let home = shop();
    fs::write(home.path().join("broken.toml"), "[variables.API_KEY]\ndescripton = 5\n").unwrap();
    let output = run(home.path(), &["bundle", "c.json", "--descriptions", "broken.toml", "-o", "a.zip"]);
    assert!(!text(&output).contains("redact"), "{}", text(&output));
    let output = run(home.path(), &["bundle", "c.json", "-o", "a.zip", "--check"]);
    assert!(text(&output).contains("run the same command without --check"), "{}", text(&output));
    fs::write(home.path().join("no.zip"), "hello").unwrap();
    let output = run(home.path(), &["bundle", "--verify", "no.zip"]);
    assert!(text(&output).contains("this is not a ZIP archive"), "{}", text(&output));
    assert!(run(home.path(), &["init", "s", "--preset", "bearer"]).status.success());
    assert!(run(home.path(), &["build", "s"]).status.success());
    let built: Vec<String> = fs::read_dir(home.path().join("s/output"))
        .unwrap()
        .map(|entry| format!("s/output/{}", entry.unwrap().file_name().into_string().unwrap()))
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "json"))
        .collect();
    let built: Vec<&str> = built.iter().map(String::as_str).collect();
    let output = run(home.path(), &[&["bundle", "-o", "b.zip"], &built[..]].concat());
    assert!(text(&output).contains("`postsmith bundle SOURCE`"), "{}", text(&output));
}

#[test]
fn images_in_descriptions_are_not_loaded() {
    let home = shop();
    let description = "![logo](https://a.example/x.png) <img src=https://a.example/y.png>";
    write(home.path(), "c.json", &collection(description, &json!([request("Me")])));
    let output = run(home.path(), &["bundle", "c.json", "-o", "a.zip"]);
    assert!(output.status.success(), "{}", text(&output));
    let unpacked = Unpacked::new(&fs::read(home.path().join("a.zip")).unwrap());
    let readme = String::from_utf8(unpacked.files["README.md"].clone()).unwrap();
    assert!(readme.contains("&#33;[logo]") && !readme.contains("![") && !readme.contains("<img"), "{readme}");
}

/// A collection of the format v1.
fn v1() -> Value {
    json!({"id": "c", "name": "Old shop", "order": ["r"], "folders": [], "requests": [
        {"id": "r", "name": "List", "method": "GET", "url": "{{BASE}}/items", "headers": "Accept: */*\n", "dataMode": "params", "data": []}
    ]})
}

#[test]
fn collections_of_every_format_are_shared_as_v2() {
    let home = scratch();
    let write = |name: &str, text: &str| {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("old.json", &v1().to_string());
    write("dump.json", &json!({"version": 1, "collections": [v1(), {"id": "d", "name": "Other", "order": [], "requests": []}],
        "environments": [{"name": "Stage", "values": [{"key": "BASE", "value": "https://api.example.com", "enabled": true}]}]}).to_string());
    write("Shop/.resources/definition.yaml", "$kind: collection\nname: New shop\n");
    write("Shop/List.request.yaml", "$kind: http-request\nurl: \"{{BASE}}/items\"\nmethod: GET\n");
    for (input, name, file) in [
        (&["old.json"][..], "Old shop", "old"),
        (&["dump.json", "--collection", "Old shop"], "Old shop", "old-shop"),
        (&["Shop"], "New shop", "shop"),
    ] {
        let guide = run(home.path(), &[&["docs"], input].concat());
        assert!(guide.status.success(), "{}", text(&guide));
        let shown = String::from_utf8_lossy(&guide.stdout).into_owned();
        assert!(shown.starts_with(&format!("# {name}\n")) && shown.contains("`{{BASE}}/items`"), "{shown}");
        let bundle = run(home.path(), &[&["bundle", "-o", "a.zip"], input].concat());
        assert!(bundle.status.success(), "{}", text(&bundle));
        let unpacked = Unpacked::new(&fs::read(home.path().join("a.zip")).unwrap());
        let collection: Value =
            serde_json::from_slice(&unpacked.files[&format!("{file}.postman_collection.json")]).unwrap();
        assert_eq!(
            collection["info"]["schema"],
            "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
        );
    }
    let output = run(home.path(), &["docs", "dump.json"]);
    assert!(text(&output).contains("choose one with --collection: Old shop, Other"), "{}", text(&output));
    let output = run(home.path(), &["docs", "dump.json", "--collection", "Shop"]);
    assert!(
        text(&output).contains("no collection is called `Shop`; these were found: Old shop, Other"),
        "{}",
        text(&output)
    );
}

#[test]
fn a_secret_in_a_v3_file_is_refused_at_its_bytes() {
    let home = scratch();
    let secret = Random::new("v3").token("<h32>");
    fs::create_dir_all(home.path().join("Shop/.resources")).unwrap();
    fs::write(home.path().join("Shop/.resources/definition.yaml"), "$kind: collection\n").unwrap();
    let request =
        format!("$kind: http-request\nurl: \"{{{{BASE}}}}/items\"\nmethod: GET\nheaders:\n  X-Api-Key: {secret}\n");
    fs::write(home.path().join("Shop/List.request.yaml"), request).unwrap();
    for command in ["docs", "bundle"] {
        let output = run(home.path(), &[command, "Shop"]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output));
        assert!(text(&output).contains("Shop/List.request.yaml:5:14"), "{}", text(&output));
        assert!(!text(&output).contains(&secret));
    }
}

#[test]
fn a_v3_environment_is_filled_in() {
    let home = scratch();
    fs::create_dir_all(home.path().join("environments")).unwrap();
    fs::write(
        home.path().join("environments/Stage.environment.yaml"),
        "name: Stage\nvalues:\n  - key: BASE\n    value: \"\"\n    enabled: true\n",
    )
    .unwrap();
    fs::write(home.path().join("v.env"), "BASE=https://api.example.com\n").unwrap();
    let output = run(home.path(), &["env", "environments/Stage.environment.yaml", "--from", "v.env"]);
    assert!(output.status.success(), "{}", text(&output));
    let made = fs::read_to_string(home.path().join("environments/Stage.private.postman_environment.json")).unwrap();
    let made: Value = serde_json::from_str(&made).unwrap();
    assert_eq!(made["values"][0]["value"], "https://api.example.com");
}

#[test]
fn requests_of_other_protocols_are_named_and_left_out() {
    let folder = scratch();
    let at = folder.path().join("Shop");
    fs::create_dir_all(at.join(".resources")).unwrap();
    fs::write(at.join(".resources/definition.yaml"), "$kind: collection\nname: Shop\n").unwrap();
    fs::write(at.join("Me.request.yaml"), "$kind: http-request\nurl: https://example.com/me\nmethod: GET\n").unwrap();
    fs::write(at.join("Stream.request.yaml"), "$kind: grpc-request\nurl: example.com\n").unwrap();
    let ran = run(folder.path(), &["docs", "Shop", "--output", "guide.md"]);
    assert!(ran.status.success(), "{}", text(&ran));
    assert!(text(&ran).contains("Shop/Stream.request.yaml is a `grpc-request` and is left out"), "{}", text(&ran));
    let guide = fs::read_to_string(folder.path().join("guide.md")).unwrap();
    assert!(guide.contains("/me") && !guide.contains("Stream"), "{guide}");
    let refused = run(folder.path(), &["doctor", "Shop"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused).contains("`postsmith init` starts one"), "{}", text(&refused));
}

#[test]
fn suppressed_values_are_shared_and_their_record_is_verified() {
    let home = shop();
    let (public, private) = (Random::new("public").token("<a32>"), Random::new("private").token("<a32>"));
    let with = |name: &str, value: &str| {
        let mut request = request(name);
        request["request"]["header"][0]["value"] = json!(value);
        request
    };
    write(home.path(), "c.json", &collection("A shop", &json!([with("Me", &public)])));
    let commands = [&["docs", "c.json", "e.json", "-o", "a.html"][..], &["bundle", "c.json", "e.json", "-o", "a.zip"]];
    for command in commands {
        assert_eq!(run(home.path(), command).status.code(), Some(1), "{command:?}: nothing is suppressed yet");
    }
    let suppression =
        format!("[[check.suppression]]\nrule = \"secret\"\nvalue = \"{public}\"\nreason = \"public by design\"\n");
    fs::write(home.path().join("postsmith.toml"), suppression).unwrap();
    for command in commands {
        let output = run(home.path(), command);
        assert!(output.status.success(), "{command:?}: {}", text(&output));
    }
    assert!(fs::read_to_string(home.path().join("a.html")).unwrap().contains(&public));
    let packed = fs::read(home.path().join("a.zip")).unwrap();
    assert!(run(home.path(), commands[1]).status.success());
    assert!(fs::read(home.path().join("a.zip")).unwrap() == packed, "the same input gives the same bytes");
    // Whoever gets the bundle has no manifest: the record says which value is none.
    fs::remove_file(home.path().join("postsmith.toml")).unwrap();
    let verified = run(home.path(), &["bundle", "--verify", "a.zip"]);
    assert!(verified.status.success(), "{}", text(&verified));
    assert!(text(&verified).contains("no secret found besides 1 value that the sender's manifest calls none"));
    // Another value is still refused.
    write(home.path(), "c.json", &collection("A shop", &json!([with("Me", &public), with("You", &private)])));
    for command in commands {
        let output = run(home.path(), command);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", text(&output));
        assert!(!text(&output).contains(&private));
    }
}

#[test]
fn docs_are_written_where_only_an_import_would_fail() {
    let home = shop();
    let mut faulty = request("Me");
    faulty["response"] = json!([{"name": "Ok", "code": "200", "body": "{}"}]);
    write(home.path(), "c.json", &collection("A shop", &json!([faulty])));
    let output = run(home.path(), &["docs", "c.json", "e.json", "-o", "a.md"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(fs::read_to_string(home.path().join("a.md")).unwrap().contains("Me"));
    let output = run(home.path(), &["bundle", "c.json", "e.json", "-o", "a.zip"]);
    assert!(output.status.code() == Some(1) && text(&output).contains("schema/type"), "{}", text(&output));
}
