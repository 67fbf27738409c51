//! `postsmith check` as a user runs it: output, exit codes, written files.

use std::fs;
use support::folder::{scratch, write};
use support::postsmith;
use support::program::{Ran, run, run_with_input, text};
use tempfile::TempDir;

const COLLECTION: &str = r#"{
	"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
	"item": [
		{"name": "Me", "request": {"method": "GET", "url": "http://api.example.com/me", "header": [{"key": "Authorization", "value": "Bearer  p4ss-w0rd"}]},
		 "response": [], "event": [{"listen": "tests", "script": {"exec": ["pm.enviroment.get('a');"]}}]}
	]
}
"#;

/// A folder in which the program runs.
struct Place {
    root: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { root: scratch() }
    }

    fn with(name: &str, content: &str) -> Self {
        let place = Self::new();
        place.write(name, content);
        place
    }

    fn write(&self, name: &str, content: &str) {
        write(self.root.path().join(name), content);
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.root.path().join(name)).unwrap()
    }

    /// The exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        run(&mut postsmith!(&self.root, arguments)).into()
    }
}

#[test]
fn findings_look_like_compiler_errors_and_hide_secrets() {
    let place = Place::with("shop.json", COLLECTION);
    let (code, shown, said) = place.run(&["check", "shop.json"]);
    assert_eq!(code, 1);
    assert!(!shown.contains("p4ss") && !said.contains("p4ss"), "{shown}");
    insta::assert_snapshot!(format!("{shown}{said}"));
}

#[test]
fn valid_files_print_nothing() {
    let place = Place::with("e.json", r#"{"name": "e", "values": [], "_postman_variable_scope": "environment"}"#);
    assert_eq!(place.run(&["check", "."]), (0, String::new(), String::new()));
    assert_eq!(place.run(&["check"]), (0, String::new(), String::new()));
    let (code, shown, said) = Place::new().run(&["check", "."]);
    assert_eq!((code, shown.as_str()), (0, ""));
    assert_eq!(said, "warning: no Postman file was found; nothing was checked\n");
}

#[test]
fn options_choose_what_fails_and_what_is_shown() {
    let place = Place::with("shop.json", COLLECTION);
    let code = |arguments: &[&str]| place.run(&[&["check", "shop.json"], arguments].concat()).0;
    assert_eq!(code(&["--select", "lint/plain-http"]), 0);
    assert_eq!(code(&["--select", "lint/plain-http", "--fail-on", "warning"]), 1);
    assert_eq!(code(&["--ignore", "lint,script,secret"]), 0);
    assert_eq!(code(&["--ignore", "lint/bad-listen,secret"]), 0);
    let (code, _, said) = place.run(&["check", "--select", "lint/plain-htp", "shop.json"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `lint/plain-http`?"), "{said}");
    let (code, _, said) = place.run(&["check", "missing.json"]);
    assert_eq!((code, said.as_str()), (2, "error: missing.json does not exist\n"));
    place.write("other.json", "{}");
    assert_eq!(place.run(&["check", "other.json"]).0, 2);
    assert_eq!(place.run(&["check", "--skip-others", "other.json"]).0, 0);
}

#[test]
fn manifest_excludes_sets_severities_and_groups() {
    let place = Place::with("api/shop.json", COLLECTION);
    place.write("env/e.json", r#"{"name": "e", "values": [{"key": "ONE", "value": "1", "enabled": true}], "_postman_variable_scope": "environment"}"#);
    place.write(
        "api/two.json",
        &COLLECTION
            .replace("http://api.example.com", "{{ONE}}{{TWO}}")
            .replace("tests", "test")
            .replace("Bearer  p4ss-w0rd", "Bearer {{ONE}}"),
    );
    place.write("legacy/shop.json", COLLECTION);
    place.write(
        "postsmith.toml",
        r#"
[check]
exclude = ["legacy"]
ignore = ["script", "secret", "lint/undeclared-variable"]
[[check.group]]
name = "shop"
files = ["api/two.json", "env/*.json"]
[[check.suppression]]
rule = "lint/bad-listen"
item = "M*"
reason = "known"
[[check.suppression]]
rule = "lint/plain-http"
path = "api/**"
severity = "error"
reason = "no more"
[[check.suppression]]
rule = "lint/unnamed-item"
reason = "never fits"
[[check.suppression]]
rule = "lint/malformed-authorization"
reason = "until it is fixed"
until = "2020-01-01"
"#,
    );
    let (code, shown, _) = place.run(&["check"]);
    assert_eq!(code, 1);
    let heads: Vec<_> = shown.lines().filter(|line| line.contains("]: ")).collect();
    assert_eq!(
        heads,
        [
            "error[lint/plain-http]: URL of a remote host uses `http`, which sends everything in clear, also tokens",
            "warning[lint/malformed-authorization]: Authorization header has more than one space, or a tab, between scheme and token",
            "warning[suppression/unused]: this suppression matches no finding",
            "warning[suppression/expired]: this suppression has expired",
        ],
        "{shown}"
    );
    let text = place.read("postsmith.toml").replace(", \"lint/undeclared-variable\"", "");
    place.write("postsmith.toml", &text);
    let (_, shown, _) = place.run(&["check", "api", "env"]);
    assert!(shown.contains("variable `TWO` is used but not declared") && !shown.contains("variable `ONE`"), "{shown}");
    place.write("postsmith.toml", "[check]\n[[check.suppression]]\nrule = 'lint/plain-htp'\nreason = 'x'\n");
    let (code, _, said) = place.run(&["check", "api"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `lint/plain-http`?") && said.contains("postsmith.toml:3:8"), "{said}");
}

#[test]
fn old_name_of_suppressions_is_read_with_a_note() {
    let place = Place::with("shop.json", COLLECTION);
    for (key, is_noted) in [("exception", true), ("suppression", false)] {
        place.write("postsmith.toml", &format!("[check]\n[[check.{key}]]\nrule = 'lint'\nreason = 'x'\n"));
        let (code, shown, said) = place.run(&["check", "--ignore", "secret,script", "shop.json"]);
        assert_eq!((code, shown.as_str()), (0, ""), "{said}");
        let note = "`[[check.exception]]` is now called `[[check.suppression]]`";
        assert_eq!(said.contains(note) && said.contains("postsmith.toml:2:9"), is_noted, "{said}");
    }
}

#[test]
fn baseline_of_the_old_version_is_refused() {
    let place = Place::with("shop.json", COLLECTION);
    place.write("known.json", r#"{"version": 1, "findings": {}}"#);
    let (code, _, said) = place.run(&["check", "shop.json", "--baseline", "known.json"]);
    assert_eq!(code, 2);
    assert!(said.contains("known.json: this baseline has version 1") && said.contains("--write-baseline"), "{said}");
    assert_eq!(place.run(&["check", "shop.json", "--baseline", "known.json", "--write-baseline"]).0, 0);
    assert_eq!(place.run(&["check", "shop.json", "--baseline", "known.json"]).0, 0);
}

#[test]
fn baseline_accepts_known_findings_that_moved() {
    let place = Place::with("shop.json", COLLECTION);
    let (code, _, said) = place.run(&["check", "shop.json", "--baseline", "known.json"]);
    assert_eq!(code, 2, "{said}");
    assert_eq!(place.run(&["check", "shop.json", "--baseline", "known.json", "--write-baseline"]).0, 0);
    assert!(!place.read("known.json").contains("p4ss"));
    // Another indentation, and a request before it.
    let moved = COLLECTION.replace('\t', "  ").replace(
        "\"item\": [",
        "\"item\": [{\"name\": \"New\", \"request\": \"https://a.example.com\", \"response\": []},",
    );
    place.write("shop.json", &moved);
    assert_eq!(place.run(&["check", "shop.json", "--baseline", "known.json"]), (0, String::new(), String::new()));
    place.write("shop.json", &moved.replace("\"New\"", "\"\""));
    let (code, shown, _) = place.run(&["check", "shop.json", "--baseline", "known.json", "--fail-on", "warning"]);
    assert_eq!(code, 1);
    assert!(shown.contains("lint/unnamed-item") && !shown.contains("lint/bad-listen"), "{shown}");
}

#[test]
fn diff_shows_the_fixes_and_nothing_else_changes() {
    let place = Place::with("shop.json", COLLECTION);
    let (code, shown, _) = place.run(&["check", "--fix", "--diff", "shop.json"]);
    assert_eq!(code, 1);
    assert!(shown.contains("\"test\"") && !shown.contains("p4ss"), "{shown}");
    assert_eq!(place.read("shop.json"), COLLECTION);
    let (code, _, said) = place.run(&["check", "--fix", "--ignore", "secret", "shop.json"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("fixed 2 findings\n"), "{said}");
    assert_eq!(
        place.read("shop.json"),
        COLLECTION.replace("\"tests\"", "\"test\"").replace("Bearer  p4ss", "Bearer p4ss")
    );
    let (_, _, said) = place.run(&["check", "--fix", "shop.json"]);
    assert!(said.starts_with("fixed 0 findings\n"), "{said}");
}

#[test]
fn partitions_merge_to_the_whole_report() {
    let place = Place::new();
    for number in 0..7 {
        place.write(&format!("{number}/shop.json"), COLLECTION);
    }
    place.write("postsmith.toml", "[check]\n[[check.suppression]]\nrule = \"lint/bad-listen\"\npath = \"0/*\"\nreason = \"known\"\n[[check.suppression]]\nrule = \"lint/unnamed-item\"\nreason = \"never\"\n");
    let (_, whole, _) = place.run(&["check", "--format", "json", "."]);
    for part in ["1/3", "2/3", "3/3"] {
        let file = format!("part-{}.report", &part[..1]);
        assert_eq!(place.run(&["check", "--partition", part, "--format", "json", "--output", &file, "."]).0, 1);
    }
    let parts = ["part-1.report", "part-2.report", "part-3.report"];
    let (code, joined, said) = place.run(&[&["report", "merge"], parts.as_slice()].concat());
    assert_eq!(code, 1);
    assert!(said.contains("postsmith.toml:6:1: warning: this suppression matches no finding"), "{said}");
    let findings = |text: &str| {
        let report: serde_json::Value = serde_json::from_str(text).unwrap();
        let all = report["findings"].as_array().unwrap().clone();
        (report["files"].clone(), all.into_iter().filter(|one| one["rule"] != "suppression/unused").collect::<Vec<_>>())
    };
    assert_eq!(findings(&joined), findings(&whole));
    let (code, _, said) = place.run(&["report", "merge", "part-1.report", "part-3.report"]);
    assert_eq!((code, said.as_str()), (2, "error: partition 2 of 3 is missing\n"));
}

#[test]
fn every_format_accepts_standard_input() {
    let place = Place::new();
    for format in ["json", "sarif", "junit", "github"] {
        let mut command = postsmith!(&place.root, ["check", "-", "--format", format]);
        let Ran { code, stdout: text, .. } = run_with_input(&mut command, COLLECTION);
        assert_eq!(code, 1, "{format}");
        assert!(text.contains("lint/bad-listen") && !text.contains("p4ss"), "{format}: {text}");
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let place = Place::new();
    for number in 0..20 {
        place.write(&format!("{}/shop-{number}.json", number % 3), COLLECTION);
    }
    let first = place.run(&["check", "--format", "json", "."]);
    for _ in 0..5 {
        assert_eq!(place.run(&["check", "--format", "json", "."]), first);
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let place = Place::new();
    let (code, shown, _) = place.run(&["explain", "get-with-body"]);
    assert_eq!(code, 0);
    assert!(shown.starts_with("# lint/get-with-body\n") && shown.contains("## How to fix it"), "{shown}");
    let (code, _, said) = place.run(&["explain", "lint/get-with-bdy"]);
    assert_eq!(code, 2);
    assert!(said.contains("did you mean `lint/get-with-body`?"), "{said}");
    assert!(place.run(&["rules"]).1.lines().count() > 40);
    let (_, json, _) = place.run(&["rules", "--format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(rules["rules"].as_array().unwrap().len() > 40);
}

#[test]
fn files_of_other_programs_are_passed_over_and_counted() {
    let home = scratch();
    let at = |name: &str| home.path().join(name);
    fs::write(at("e.json"), r#"{"name": "e", "values": [], "_postman_variable_scope": "environment"}"#).unwrap();
    fs::write(at("x.flow"), r#"{"item": [], "info": {"name": "flow"}}"#).unwrap();
    fs::write(at("api.yaml"), "openapi: 3.1.0\n").unwrap();
    fs::write(at("api.json"), r#"{"openapi": "3.1.0"}"#).unwrap();
    fs::write(at("picture.png"), [0x89, b'P', b'N', b'G']).unwrap();
    let output = postsmith!(home.path(), ["check", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    assert!(
        text(&output).contains("read 1 file, passed over 4 (2 OpenAPI, 1 Postman Flows, 1 other)"),
        "{}",
        text(&output)
    );
    let output = postsmith!(home.path(), ["check", "x.flow"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("this is not a Postman file, but of the kind: Postman Flows"), "{}", text(&output));
    fs::write(at("a.postman_collection.json"), "[]").unwrap();
    let output = postsmith!(home.path(), ["check", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "in a folder it is a finding: {}", text(&output));
    let output = postsmith!(home.path(), ["check", "a.postman_collection.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "a named file was not read: {}", text(&output));
}

#[test]
fn environments_of_another_product_are_left_out_and_named() {
    let place = Place::new();
    let request =
        |url: &str| format!(r#"{{"name": "R", "request": {{"method": "GET", "url": "{url}"}}, "response": []}}"#);
    let info = r#"{"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}"#;
    let items = request("{{BASE}}/{{USER}}/{{TENANT}}/{{REGION}}");
    place.write("shop.json", &format!(r#"{{"info": {info}, "item": [{items}]}}"#));
    place.write(
        "other.postman_environment.json",
        r#"{"name": "Other", "values": [{"key": "BASE", "value": "https://a.example"}, {"key": "CART", "value": "1"}], "_postman_variable_scope": "environment"}"#,
    );
    let (code, shown, said) = place.run(&["check", "."]);
    assert_eq!((code, shown.as_str(), said.as_str()), (0, "", ""));
    let (_, shown, said) = place.run(&["check", "-v", "."]);
    assert!(shown.is_empty() && said.contains("other.postman_environment.json declares too few"), "{said}");
    // The manifest says that they belong together.
    place.write("postsmith.toml", "[[check.group]]\nname = \"shop\"\nfiles = [\"*.json\"]\n");
    let (_, shown, _) = place.run(&["check", "."]);
    assert_eq!(shown.matches("lint/undeclared-variable").count(), 3, "{shown}");
}

#[test]
fn fix_writes_no_scheme_where_other_requests_send_none() {
    let token = format!("eyJ{}.eyJ{}.{}", "hbGciOiJub25lIn0", "zdWIiOiIxIn0", "c2ln");
    let request = |name: &str, value: &str| {
        format!(
            r#"{{"name": "{name}", "response": [], "request": {{"method": "GET", "url": "{{{{b}}}}/x", "header": [{{"key": "Authorization", "value": "{value}"}}]}}}}"#
        )
    };
    let info = r#"{"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}"#;
    let file = |items: &[String]| format!(r#"{{"info": {info}, "item": [{}]}}"#, items.join(","));
    let place = Place::with("bare.json", &file(&[request("A", &token), request("B", "{{token}}")]));
    place.write("scheme.json", &file(&[request("A", &token), request("B", "Bearer {{token}}")]));
    place.run(&["check", "--fix", "."]);
    assert!(!place.read("bare.json").contains("Bearer"), "the API takes bare tokens");
    assert!(place.read("scheme.json").contains("\"Bearer eyJ"), "the other request sends the scheme");
}
