//! Text that comes from files cannot move the cursor, colour or reorder what a terminal shows, or add a line to it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test: it may panic")]

use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output, Stdio};
use support::random::Random;

/// An escape sequence, the C1 form of one, a direction override, a zero-width space, a line separator, a soft hyphen, and a line break
/// with a message that the program never wrote.
const HOSTILE: &str = "x\u{1b}[2J\u{9b}31m\u{202e}\u{200b}\u{2028}\u{ad}\u{7f}\r\nforged: line";

const V21: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A folder whose files are named and filled by somebody else.
struct Scene {
    root: tempfile::TempDir,
}

impl Scene {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn with(name: &str, value: &Value) -> Self {
        let scene = Self::new();
        scene.write(name, &value.to_string());
        scene
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.path().join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_postsmith"))
            .args(arguments)
            .current_dir(self.root.path())
            .env("GIT_CEILING_DIRECTORIES", self.root.path())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Runs the program, which must end with `code` and mention `said`, and checks everything that it shows. Returns it.
    fn clean(&self, arguments: &[&str], code: i32, said: &str) -> String {
        let output = self.run(arguments);
        let shown =
            format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {shown:?}");
        assert!(shown.contains(said), "{arguments:?}: no {said:?} in {shown:?}");
        assert_clean(&shown);
        shown
    }
}

fn assert_clean(shown: &str) {
    let hidden = |letter: &char| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
    };
    assert_eq!(shown.chars().find(hidden), None, "{shown:?}");
    let begins = |line: &str| line.trim_start_matches([' ', '|', '=', '+', '-']).starts_with("forged");
    assert!(!shown.lines().any(begins), "{shown:?}");
}

fn hostile(ending: &str) -> String {
    format!("{HOSTILE}{ending}")
}

fn collection(description: &str, items: &Value) -> Value {
    json!({"info": {"name": "Shop", "description": description, "schema": V21}, "item": items})
}

fn request(name: &str, header: &Value) -> Value {
    json!({"name": name, "request": {"method": "GET", "url": "https://a.example/me", "header": [header]}, "response": []})
}

fn environment(name: &str, values: &Value) -> Value {
    json!({"name": name, "values": values, "_postman_variable_scope": "environment"})
}

#[test]
fn check_shows_no_hidden_character_of_names_values_and_paths() {
    let file = hostile(".json");
    let header = json!({"key": format!("A {HOSTILE}"), "value": format!("{{{{{HOSTILE}}}}}{HOSTILE}")});
    let mut item = request(HOSTILE, &header);
    item["event"] = json!([{"listen": HOSTILE, "script": {"exec": [format!("pm.enviroment.get('{HOSTILE}')")]}}]);
    item[HOSTILE] = json!(1);
    let scene = Scene::with(&file, &collection("", &json!([{"name": HOSTILE, "item": [item]}])));
    scene.clean(&["check", "."], 1, "lint/header-name");
    scene.clean(&["check", &file], 1, "lint/bad-listen");
    scene.clean(&["check", &file, "--fix", "--diff"], 0, "0 findings");
    scene.write(&file, "{\"info\": \u{9b}1m\u{202e}\u{2028}}");
    scene.clean(&["check", &file], 1, "syntax");
    scene.clean(&["check", "--baseline", &file, &file], 2, "error: ");
    scene.clean(&["check", &hostile("missing")], 2, "does not exist");
    scene.clean(&["check", "--manifest", &file], 2, "error: ");
}

#[test]
fn scan_and_redact_show_no_hidden_character() {
    let file = hostile(".json");
    let secret = Random::new("terminal").token("<h32>");
    let item = request(HOSTILE, &json!({"key": "X-Api-Key", "value": secret, "description": HOSTILE}));
    let scene = Scene::with(&file, &collection(HOSTILE, &json!([item])));
    // As people write it: one value a line, so that the diff shows the lines around.
    let spread = fs::read_to_string(scene.root.path().join(&file)).unwrap().replace(',', ",\n");
    scene.write(&file, &spread);
    scene.clean(&["scan", &file], 1, "secret/");
    scene.clean(&["redact", "--diff", &file], 1, "would remove 1 credential");
    scene.clean(&["redact", "--in-place", &file], 0, "removed 1 credential");
    scene.write(&file, "\u{9b}");
    scene.clean(&["redact", &file], 2, "not every file can be read");
    scene.clean(&["scan", &file], 1, "syntax");
}

#[test]
fn build_shows_no_hidden_character_of_a_source_and_of_old_files() {
    let scene = Scene::new();
    assert!(scene.run(&["init", "s", "--preset", "bearer"]).status.success());
    assert!(scene.run(&["build", "s"]).status.success());
    let output = scene.root.path().join("s/output");
    let built = fs::read_dir(&output).unwrap().map(|entry| entry.unwrap().path());
    let path = built.into_iter().find(|path| path.to_str().unwrap().ends_with("collection.json")).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    // A text editor lets them in without escapes.
    fs::write(&path, text.replacen('{', &format!("{{\n\"old\": \"{}\",", HOSTILE.replace("\r\n", "")), 1)).unwrap();
    scene.clean(&["build", "s", "--check"], 1, "stale");
    let manifest = scene.root.path().join("s/postsmith.toml");
    let source = fs::read_to_string(&manifest).unwrap();
    let name = r#"name = "x\u001b[2J\u009b31m\u202e\u2028\nforged: line"#;
    fs::write(&manifest, source.replacen("name = \"", name, 1)).unwrap();
    scene.clean(&["build", "s", "--check"], 1, "stale");
    fs::write(&manifest, source.replacen("[collection]", "[\"col\\u009b31m\\u202e\\nforged\"]", 1)).unwrap();
    scene.clean(&["build", "s"], 1, "unknown key");
    scene.clean(&["build", &hostile("")], 2, "neither a folder nor");
    fs::rename(scene.root.path().join("s"), scene.root.path().join(hostile(""))).unwrap();
    fs::write(scene.root.path().join(hostile("")).join("postsmith.toml"), source).unwrap();
    scene.clean(&["build", &hostile("")], 0, "wrote ");
    scene.clean(&["build", &hostile(""), "--check"], 0, "is current");
}

#[test]
fn env_shows_no_hidden_character_of_a_template() {
    let file = hostile(".postman_environment.json");
    let values = json!([{"key": HOSTILE, "value": "", "type": "secret", "enabled": true}]);
    let scene = Scene::with(&file, &environment(HOSTILE, &values));
    scene.clean(&["env", &file], 1, "missing: 1 variable");
    scene.clean(&["env", &file, "--partial"], 0, "wrote ");
    scene.write(
        "e.postman_environment.json",
        &environment(HOSTILE, &json!([{"key": "HOST", "value": "a"}])).to_string(),
    );
    scene.clean(&["env", "e.postman_environment.json"], 0, "next: import it");
    scene.write(&hostile(".env"), "HOST='a");
    scene.clean(&["env", "e.postman_environment.json", "--from", &hostile(".env")], 2, "error: ");
    scene.clean(&["env", "e.postman_environment.json", "--as-is", HOSTILE], 2, "--as-is");
    let record =
        json!({"version": 1, "environments": [{"name": "x", "file": format!("{HOSTILE}/{file}")}], "variables": []});
    scene.write("bundle.json", &record.to_string());
    scene.clean(&["env"], 2, "bundle.json");
}

#[test]
fn bundle_and_docs_show_no_hidden_character() {
    let (file, values) = (hostile(".json"), hostile("-env.json"));
    let header = json!({"key": "X-Api-Key", "value": format!("{{{{{HOSTILE}}}}}")});
    let scene = Scene::with(&file, &collection(HOSTILE, &json!([request(HOSTILE, &header)])));
    let value = json!([{"key": HOSTILE, "value": "a", "type": "secret", HOSTILE: 1}]);
    let mut written = environment(HOSTILE, &value);
    written[HOSTILE] = json!(1);
    scene.write(&values, &written.to_string());
    scene.write("again.json", &environment(HOSTILE, &json!([])).to_string());
    scene.clean(&["bundle", &file, "again.json", "-o", &hostile(".zip")], 0, "wrote ");
    scene.clean(&["bundle", "--verify", &hostile(".zip")], 0, "no secret found");
    scene.clean(&["bundle", &file, "again.json", "-o", &hostile(".zip"), "--check"], 0, "is current");
    scene.clean(&["bundle", &file, &values, "again.json", "--strict"], 1, "without a description");
    scene.write("d.toml", "[variables.\"x\\u009b1m\\nforged: line\"]\ndescription = 'x'\n");
    scene.clean(&["bundle", &file, "--descriptions", "d.toml", "-o", "a.zip"], 1, "not a valid variable name");
    scene.write("d.toml", "[variables.UNUSED]\ndescription = 'x'\n");
    scene.clean(&["bundle", &file, "--descriptions", "d.toml", "-o", "a.zip"], 0, "no file uses the variable");
    scene.clean(&["docs", &file, "-o", &hostile(".html")], 0, "wrote ");
    let secret = Random::new("terminal").token("<h32>");
    let item = request(HOSTILE, &json!({"key": "X-Api-Key", "value": secret}));
    scene.write(&file, &collection(HOSTILE, &json!([item])).to_string());
    scene.clean(&["docs", &file, "-o", "a.html"], 1, "nothing was written");
    scene.write(&hostile(".zip"), "no archive");
    scene.clean(&["bundle", "--verify", &hostile(".zip")], 1, "do not unpack it");
    scene.write(&file, "\u{9b}");
    scene.clean(&["docs", &file], 2, "nothing was written");
}

#[test]
fn doctor_and_mock_show_no_hidden_character() {
    let file = hostile(".json");
    let values = json!([{"key": "API_BASE_URL", "value": format!("https://{HOSTILE}"), "enabled": true},
        {"key": "API_TOKEN", "value": format!("{HOSTILE} "), "enabled": true}, {"key": HOSTILE, "value": "", "enabled": true}]);
    let scene = Scene::with(&file, &environment(HOSTILE, &values));
    let walk = ["doctor", "--preset", "bearer", "--only", "values,request", "--environment"];
    scene.clean(&[&walk[..], &[&file]].concat(), 1, "values");
    scene.clean(&[&walk[..], &[&file, "-vvv", "--report", &hostile(".html")]].concat(), 1, "wrote ");
    scene.clean(&[&walk[..], &[&hostile("gone.json")]].concat(), 2, "does not exist");
    scene.clean(&["mock", &file], 2, "is not a collection");
    scene.clean(&["mock", &hostile("gone.json")], 2, "does not exist");
}

#[test]
fn reports_and_lists_show_no_hidden_character() {
    let scene = Scene::new();
    let suppression = json!({"id": "/check/suppression/0", "uses": 0, "path": HOSTILE, "line": 1, "column": 1,
        "span": {"start": 0, "end": 1}, "reason": HOSTILE});
    let empty = Scene::with("e.json", &environment("e", &json!([])));
    let output = empty.run(&["check", "e.json", "--format", "json", "--partition", "1/1"]);
    let mut report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["suppressions"] = json!([suppression]);
    scene.write(&hostile(".json"), &report.to_string());
    let output = scene.run(&["report", "merge", &hostile(".json"), "--output", "whole.json"]);
    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.contains("this suppression matches no finding"), "{shown:?}");
    assert_clean(&shown);
    scene.clean(&["report", "merge", &hostile("gone")], 2, "cannot read");
    scene.clean(&["explain", HOSTILE], 2, "error: ");
    scene.clean(&["man", HOSTILE], 2, "error: ");
    scene.clean(&["init", &hostile("/a"), "--preset", "bearer"], 0, "wrote ");
}

#[test]
fn what_programs_read_keeps_every_byte() {
    let secret = Random::new("terminal").token("<h32>");
    let item = request("R", &json!({"key": "X-Api-Key", "value": secret}));
    let scene = Scene::with("c.json", &collection("a\u{9b}\u{202e}\tb", &json!([item])));
    let output = scene.run(&["redact", "c.json"]);
    let clean = String::from_utf8(output.stdout).unwrap();
    assert!(clean.contains("a\u{9b}\u{202e}\\tb"), "{clean:?}");
}

#[test]
fn formats_for_programs_steer_no_terminal_and_add_no_line() {
    let command = "\n::error::forged";
    let item = request(&format!("R{command}{HOSTILE}"), &json!({"key": format!("X{HOSTILE}"), "value": 5}));
    let scene = Scene::with(&hostile(".json"), &collection("d", &json!([item])));
    scene.write(&format!("b{command}.postman_collection.json"), &format!("{{\"a{HOSTILE}\": {command}"));
    for format in ["json", "sarif", "junit", "github"] {
        let output = scene.run(&["check", ".", "--format", format]);
        let shown = String::from_utf8(output.stdout).unwrap();
        let hidden = shown.chars().find(|&character| character != '\n' && postsmith::text::is_hidden(character));
        assert_eq!(hidden, None, "{format}: {shown:?}");
        let forged = shown.lines().find(|line| line.trim_start().starts_with("::error::"));
        assert_eq!(forged, None, "{format}: {shown:?}");
    }
}
