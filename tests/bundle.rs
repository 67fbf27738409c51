//! A bundle has the same bytes wherever it is made, holds no secret whatever goes in, and one that was tampered with is told.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test may fail")]

mod planting;
mod unpacked;

use planting::{KINDS, POSITIONS, Random, position};
use postsmith::bundle::{bundle_schema, verify};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use unpacked::Unpacked;

/// A run of the program in `folder`.
fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postsmith"));
    command.current_dir(folder).args(arguments);
    command
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

const V21: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// An export as people have it: values in the environment, nothing described.
fn exported(folder: &Path) {
    let collection = json!({"info": {"name": "Shop", "_postman_id": "5f0e5b0e-5a5e-4c5e-8f5e-0b0e5a5e4c5e", "schema": V21}, "item": [
        {"name": "Me", "request": {"method": "GET", "url": {"raw": "{{BASE}}/me", "host": ["{{BASE}}"], "path": ["me"]},
            "header": [{"key": "X-Api-Key", "value": "{{API_KEY}}", "type": "text"}]}, "response": []}]});
    let secret = Random::new("exported").token("<h32>");
    let environment = json!({"name": "Stage", "values": [{"key": "BASE", "value": "https://api.example.org", "type": "default", "enabled": true},
        {"key": "API_KEY", "value": secret, "type": "secret", "enabled": true}], "_postman_variable_scope": "environment"});
    fs::write(folder.join("shop.postman_collection.json"), collection.to_string()).unwrap();
    fs::write(folder.join("stage.postman_environment.json"), environment.to_string()).unwrap();
}

const FILES: [&str; 3] = ["bundle", "shop.postman_collection.json", "stage.postman_environment.json"];

#[test]
fn two_machines_make_the_same_bytes() {
    let mut made = Vec::new();
    for (zone, locale, mask, deep) in [
        ("UTC", "C", "022", "a"),
        ("Pacific/Chatham", "tr_TR.UTF-8", "077", "b/c/d e"),
        ("America/Caracas", "ja_JP", "000", "é"),
    ] {
        let home = scratch();
        let folder = home.path().join(deep);
        fs::create_dir_all(&folder).unwrap();
        exported(&folder);
        let program = env!("CARGO_BIN_EXE_postsmith");
        let script =
            format!("umask {mask}; '{program}' bundle --preset tallyfy -o t.zip && '{program}' {}", FILES.join(" "));
        let mut shell = Command::new("sh");
        shell.current_dir(&folder).args(["-c", &script]);
        shell.env("TZ", zone).env("LANG", locale).env("LC_ALL", locale).env("HOME", home.path()).env("USER", mask);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        made.push(["t.zip", "shop.bundle.zip"].map(|name| fs::read(folder.join(name)).unwrap()));
    }
    assert!(made.iter().all(|one| *one == made[0]));
}

#[test]
fn the_order_of_the_arguments_makes_no_difference() {
    let home = scratch();
    exported(home.path());
    let live = fs::read_to_string(home.path().join(FILES[2])).unwrap().replace("Stage", "Live");
    fs::write(home.path().join("live.postman_environment.json"), live).unwrap();
    let mut made = Vec::new();
    for order in
        [[FILES[1], FILES[2], "live.postman_environment.json"], ["live.postman_environment.json", FILES[2], FILES[1]]]
    {
        let output = run(home.path(), &[&["bundle"], &order[..]].concat());
        assert!(output.status.success(), "{}", text(&output));
        made.push(fs::read(home.path().join("shop.bundle.zip")).unwrap());
    }
    assert_eq!(made[0], made[1]);
}

#[test]
fn every_preset_makes_a_bundle_that_is_fine() {
    let schema: Value = serde_json::from_str(&bundle_schema()).unwrap();
    for preset in postsmith::source::presets() {
        let home = scratch();
        let output = run(home.path(), &["bundle", "--preset", preset.name, "--strict", "-o", "a.zip"]);
        assert!(output.status.success(), "{}", text(&output));
        let output = run(home.path(), &["bundle", "--verify", "a.zip"]);
        assert!(output.status.success(), "{}", text(&output));
        let unpacked = Unpacked::new(&fs::read(home.path().join("a.zip")).unwrap());
        let record = unpacked.record();
        jsonschema::validate(&schema, &record).map_err(|error| error.to_string()).unwrap();
        let names: Vec<&str> =
            record["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect();
        assert!(names.is_sorted());
        for name in [".gitignore", "README.md", "START-HERE.html"] {
            assert!(names.contains(&name), "{name}");
        }
        for stage in ["production", "staging"] {
            assert!(record["environments"].as_array().unwrap().iter().any(|one| one["stage"] == stage), "{stage}");
        }
        let built = run(home.path(), &["build", "--preset", preset.name, "--output", "built"]);
        assert!(built.status.success(), "{}", text(&built));
        for entry in fs::read_dir(home.path().join("built")).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            assert_eq!(
                unpacked.files[&name],
                fs::read(entry.path()).unwrap(),
                "{name}: what is handed over is what is tested"
            );
        }
        assert_eq!(unpacked.with_sums(), unpacked, "the sums are those that sha256sum makes");
    }
}

#[test]
fn the_schema_on_disk_is_that_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/bundle.schema.json");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(path, bundle_schema()).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap() == bundle_schema(), "run this test with INSTA_UPDATE=always");
}

#[test]
fn an_export_loses_its_secrets_and_nothing_else() {
    let home = scratch();
    exported(home.path());
    let output = run(home.path(), &FILES);
    assert!(output.status.success(), "{}", text(&output));
    let shown = text(&output);
    assert!(shown.contains("`API_KEY` is handed over empty: a secret"), "{shown}");
    assert!(shown.contains("[variables.API_KEY]\ndescription = \"\"\nwhere = \"\"\nsecret = true"), "{shown}");
    let unpacked = Unpacked::new(&fs::read(home.path().join("shop.bundle.zip")).unwrap());
    assert_eq!(unpacked.files[FILES[1]], fs::read(home.path().join(FILES[1])).unwrap());
    let environment: Value = serde_json::from_slice(&unpacked.files[FILES[2]]).unwrap();
    assert_eq!(environment["values"][0]["value"], "https://api.example.org");
    assert_eq!(environment["values"][1]["value"], "");
    let strict = run(home.path(), &[&FILES[..], &["--strict", "-o", "b.zip"]].concat());
    assert_eq!(strict.status.code(), Some(1));
    assert!(!home.path().join("b.zip").exists());
    fs::write(
        home.path().join("d.toml"),
        "[variables.API_KEY]\ndescription = 'Key of the shop'\n[variables.ApiKey]\ndescription = 'x'\n",
    )
    .unwrap();
    let described = run(home.path(), &[&FILES[..], &["--strict", "--descriptions", "d.toml"]].concat());
    assert!(described.status.success(), "{}", text(&described));
    assert!(text(&described).contains("d.toml:3:12: no file here uses the variable `ApiKey`"), "{}", text(&described));
}

#[test]
fn a_bare_collection_gets_an_environment() {
    let home = scratch();
    exported(home.path());
    let output = run(home.path(), &FILES[..2]);
    assert!(output.status.success(), "{}", text(&output));
    let unpacked = Unpacked::new(&fs::read(home.path().join("shop.bundle.zip")).unwrap());
    let environment: Value = serde_json::from_slice(&unpacked.files["shop.postman_environment.json"]).unwrap();
    let keys: Vec<_> =
        environment["values"].as_array().unwrap().iter().map(|value| (&value["key"], &value["type"])).collect();
    assert_eq!(keys, [(&json!("BASE"), &json!("default")), (&json!("API_KEY"), &json!("secret"))]);
}

#[test]
fn check_tells_a_stale_bundle() {
    let home = scratch();
    exported(home.path());
    let check = [&FILES[..], &["--check"]].concat();
    assert_eq!(run(home.path(), &check).status.code(), Some(1), "missing");
    assert!(!home.path().join("shop.bundle.zip").exists());
    run(home.path(), &FILES);
    assert_eq!(run(home.path(), &check).status.code(), Some(0));
    fs::write(home.path().join("shop.bundle.zip"), "other").unwrap();
    assert_eq!(run(home.path(), &check).status.code(), Some(1), "stale");
}

#[test]
fn wrong_inputs_are_told_by_name() {
    let home = scratch();
    exported(home.path());
    fs::write(home.path().join("me.private.postman_environment.json"), "{}").unwrap();
    fs::write(home.path().join("other.json"), "[]").unwrap();
    for (paths, message) in [
        (&[FILES[1], "me.private.postman_environment.json"][..], "private environment"),
        (&[FILES[2]], "no collection"),
        (&[FILES[1], FILES[1], "other.json"], "other.json"),
        (&[FILES[1], "gone.json"], "gone.json does not exist"),
        (&[FILES[1], "."], "name it alone"),
        (&[FILES[1], "--descriptions", FILES[1]], FILES[1]),
    ] {
        let output = run(home.path(), &[&["bundle"], paths].concat());
        assert_eq!(output.status.code(), Some(2), "{paths:?}: {}", text(&output));
        assert!(text(&output).contains(message), "{message}: {}", text(&output));
        assert!(!home.path().join("shop.bundle.zip").exists());
    }
}

/// Whether `secret`, as it is or written otherwise, stands in one of `texts`.
fn is_in(secret: &str, texts: &[&[u8]]) -> bool {
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('/', "&#x2F;");
    let percent = secret.replace('/', "%2F").replace('+', "%2B").replace('!', "%21").replace('|', "%7C");
    let encoded: Vec<String> = (0..3).map(|before| planting::base64_inside(secret, before)).collect();
    let mut forms = [secret, &html, &percent].into_iter().map(str::to_owned).chain(encoded);
    forms.any(|form| texts.iter().any(|text| text.windows(form.len()).any(|part| part == form.as_bytes())))
}

/// What came of planting.
#[derive(Default)]
struct Harvest {
    all: usize,
    refused: usize,
    /// Where a secret came through.
    leaks: Vec<String>,
}

impl Harvest {
    /// Bundles what lies in `folder`, and looks for `secret` in all that comes of it. Returns whether it was refused.
    fn plant(&mut self, folder: &Path, arguments: &[&str], secret: &str, what: &str) -> bool {
        let bundle = folder.join("out.zip");
        let output = run(folder, &[&["bundle", "-o", "out.zip"], arguments].concat());
        self.all += 1;
        if is_in(secret, &[&output.stdout, &output.stderr]) {
            self.leaks.push(format!("{what}: shown"));
        }
        match output.status.code() {
            Some(0) => {
                let unpacked = Unpacked::new(&fs::read(&bundle).unwrap());
                for (name, text) in &unpacked.files {
                    if is_in(secret, &[text]) {
                        self.leaks.push(format!("{what}: {name}"));
                    }
                }
                fs::remove_file(&bundle).unwrap();
                // What is refused as a bundle is refused as documentation: `docs_refuse_what_a_bundle_refuses`.
                for format in ["html", "markdown"] {
                    let docs = run(folder, &[&["docs", "--format", format], arguments].concat());
                    assert!(docs.status.success(), "{what}: {}", text(&docs));
                    if is_in(secret, &[&docs.stdout, &docs.stderr]) {
                        self.leaks.push(format!("{what}: docs as {format}"));
                    }
                }
                false
            }
            code => {
                assert!(!bundle.exists(), "{what}: {code:?}");
                assert!(matches!(code, Some(1 | 2)), "{what}: {}", text(&output));
                self.refused += 1;
                true
            }
        }
    }

    /// Nothing came through, and what must not be handed over at all was refused.
    fn check(&self, all: usize, refused: usize) {
        assert!(self.leaks.is_empty(), "{} of {}: {:#?}", self.leaks.len(), self.all, self.leaks);
        assert!(self.all >= all && self.refused >= refused, "{} planted, {} refused", self.all, self.refused);
    }
}

#[test]
fn no_secret_of_an_exported_file_is_handed_over() {
    let mut harvest = Harvest::default();
    let home = scratch();
    exported(home.path());
    for place in POSITIONS {
        for (kind, form) in KINDS {
            let what = format!("{place}: {kind}");
            let secret = Random::new(&what).token(form);
            let file = position(place, &secret);
            fs::write(home.path().join("a.json"), file.to_string()).unwrap();
            let is_values = file.get("values").is_some();
            let paths: &[&str] = if is_values { &[FILES[1], "a.json"] } else { &["a.json"] };
            harvest.plant(home.path(), paths, &secret, &what);
        }
    }
    harvest.check(500, 400);
}

#[test]
fn docs_refuse_what_a_bundle_refuses() {
    let home = scratch();
    for place in POSITIONS {
        let secret = Random::new(place).token(KINDS[0].1);
        let file = position(place, &secret);
        if file.get("values").is_some() {
            continue;
        }
        fs::write(home.path().join("a.json"), file.to_string()).unwrap();
        let docs = run(home.path(), &["docs", "a.json", "--output", "a.html"]);
        let is_there = home.path().join("a.html").exists();
        assert!(matches!(docs.status.code(), Some(1 | 2)) && !is_there || docs.status.success() && is_there, "{place}");
        assert!(!is_in(&secret, &[&docs.stdout, &docs.stderr]), "{place}");
        let page = fs::read(home.path().join("a.html")).unwrap_or_default();
        assert!(!is_in(&secret, &[&page]), "{place}");
        drop(fs::remove_file(home.path().join("a.html")));
    }
}

#[test]
fn no_secret_that_stands_in_two_files_is_handed_over() {
    let mut harvest = Harvest::default();
    let home = scratch();
    for (kind, form) in KINDS {
        let secret = Random::new(kind).token(form);
        let environment = position("environment secret", &secret);
        fs::write(home.path().join("e.json"), environment.to_string()).unwrap();
        let texts = [
            json!({"name": "A", "description": format!("Use {secret} there"), "schema": V21}),
            json!({"name": secret, "schema": V21}),
        ];
        for info in texts {
            fs::write(home.path().join("c.json"), json!({"info": info, "item": []}).to_string()).unwrap();
            harvest.plant(home.path(), &["c.json", "e.json"], &secret, kind);
        }
    }
    harvest.check(22, 22);
}

#[test]
fn no_secret_of_a_description_is_handed_over() {
    let mut harvest = Harvest::default();
    let home = scratch();
    exported(home.path());
    for (kind, form) in KINDS {
        let secret = Random::new(&format!("described {kind}")).token(form);
        for key in ["description", "where", "example", "value"] {
            let what = format!("{key}: {kind}");
            for toml in [
                format!("[variables.API_KEY]\n{key} = '{secret}'\n"),
                format!("[variables.API_KEY]\n{key} = 'send password={secret} with it'\n"),
            ] {
                fs::write(home.path().join("d.toml"), toml).unwrap();
                let arguments = [FILES[1], "--descriptions", "d.toml"];
                harvest.plant(home.path(), &arguments, &secret, &what);
            }
        }
    }
    harvest.check(88, 88);
}

#[test]
fn no_secret_of_a_source_is_handed_over() {
    let mut harvest = Harvest::default();
    let home = scratch();
    let folder = home.path().join("s");
    let init = run(home.path(), &["init", "s", "--preset", "api-key", "--prefix", "ACME", "--name", "Acme"]);
    assert!(init.status.success(), "{}", text(&init));
    let files = ["postsmith.toml", "templates/collection.md.hbs"];
    let before = files.map(|file| fs::read_to_string(folder.join(file)).unwrap());
    for (kind, form) in KINDS {
        let secret = Random::new(&format!("source {kind}")).token(form);
        for (index, (file, more)) in [
            (0, format!("[variables.ACME_OTHER_TOKEN]\ndescription = 'password: {secret}'\n")),
            (0, format!("[variables.ACME_OTHER_TOKEN]\ndescription = 'a'\nwhere = '{secret}'\n")),
            (0, format!("[variables.ACME_OTHER_TOKEN]\ndescription = 'a'\nexample = '{secret}'\n")),
            (0, format!("[variables.ACME_OTHER_TOKEN]\ndescription = 'a'\nvalue = '{secret}'\n")),
            (1, format!("Send `Authorization: Bearer {secret}` with it.\n")),
        ]
        .into_iter()
        .enumerate()
        {
            fs::write(folder.join(files[file]), format!("{}\n{more}", before[file])).unwrap();
            let what = format!("{index}: {kind}");
            harvest.plant(&folder, &[], &secret, &what);
            fs::write(folder.join(files[file]), &before[file]).unwrap();
        }
    }
    harvest.check(55, 55);
    assert!(!harvest.plant(&folder, &[], "never-there", "as it was"));
}

/// Files of a source with `secret` in them, by their path: requests, saved answers, scripts.
fn planted_in_a_source(secret: &str) -> Vec<(&'static str, String)> {
    const REQUEST: &str = "requests/Planted.request.yaml";
    const EXAMPLE: &str = "requests/.resources/Planted.resources/examples/200.example.yaml";
    let request = |lines: &str| format!("$kind: http-request\nurl: \"{{{{ACME_BASE_URL}}}}/x\"\nmethod: POST\n{lines}");
    vec![
        (REQUEST, request(&format!("headers:\n  - key: X-Api-Key\n    value: '{secret}'\n"))),
        (REQUEST, request(&format!("queryParams:\n  - key: api_key\n    value: '{secret}'\n"))),
        (REQUEST, request(&format!("body:\n  type: json\n  content: '{{\"password\": \"{secret}\"}}'\n"))),
        (
            REQUEST,
            request(&format!(
                "body:\n  type: urlencoded\n  content:\n    - key: client_secret\n      value: '{secret}'\n"
            )),
        ),
        (
            REQUEST,
            request(&format!("auth:\n  type: bearer\n  credentials:\n    - key: token\n      value: '{secret}'\n")),
        ),
        (REQUEST, request(&format!("description: 'Send Authorization: Bearer {secret} with it.'\n"))),
        (
            REQUEST,
            request(&format!(
                "scripts:\n  - type: beforeRequest\n    language: text/javascript\n    code: \"const token = '{secret}';\"\n"
            )),
        ),
        (
            EXAMPLE,
            format!(
                "$kind: http-example\nresponse:\n  statusCode: 200\n  statusText: OK\n  body:\n    type: json\n    content: '{{\"access_token\": \"{secret}\"}}'\n"
            ),
        ),
        ("scripts/own.js", format!("const apiToken = '{secret}';\n")),
    ]
}

#[test]
fn no_secret_of_a_request_or_script_is_built_or_handed_over() {
    let mut harvest = Harvest::default();
    let home = scratch();
    let folder = home.path().join("s");
    let init = run(home.path(), &["init", "s", "--preset", "api-key", "--prefix", "ACME", "--name", "Acme"]);
    assert!(init.status.success(), "{}", text(&init));
    let manifest = fs::read_to_string(folder.join("postsmith.toml")).unwrap();
    let manifest = format!("{manifest}\n[[scripts]]\nwhen = \"before_request\"\nfile = \"own.js\"\n");
    fs::write(folder.join("postsmith.toml"), manifest).unwrap();
    let harmless = planted_in_a_source("{{ACME_KEY}}");
    for path in ["scripts", "requests/.resources/Planted.resources/examples"] {
        fs::create_dir_all(folder.join(path)).unwrap();
    }
    let restore = || {
        fs::write(folder.join("scripts/own.js"), "console.log('own');\n").unwrap();
        fs::write(folder.join(harmless[0].0), &harmless[0].1).unwrap();
        drop(fs::remove_file(folder.join("requests/.resources/Planted.resources/examples/200.example.yaml")));
    };
    for (kind, form) in KINDS {
        let secret = Random::new(&format!("request {kind}")).token(form);
        for (index, (file, content)) in planted_in_a_source(&secret).into_iter().enumerate() {
            restore();
            fs::write(folder.join(file), content).unwrap();
            let what = format!("{file} {index}: {kind}");
            assert!(harvest.plant(&folder, &[], &secret, &what), "{what} was handed over");
            let built = run(&folder, &["build", "--output", "built"]);
            assert_eq!(built.status.code(), Some(1), "{what}: {}", text(&built));
            assert!(!is_in(&secret, &[&built.stdout, &built.stderr]), "{what}: shown");
            assert!(!folder.join("built").exists(), "{what}: built");
        }
    }
    harvest.check(99, 99);
    restore();
    let fine = run(&folder, &["build", "--output", "built"]);
    assert!(fine.status.success(), "as it was: {}", text(&fine));
}

/// What is told of bytes that were changed; it must not panic.
fn faults(bytes: &[u8]) -> usize {
    verify("a.zip".into(), bytes).findings.len()
}

#[test]
fn whatever_is_broken_is_told_without_a_panic() {
    let home = scratch();
    exported(home.path());
    run(home.path(), &FILES);
    let bytes = fs::read(home.path().join("shop.bundle.zip")).unwrap();
    assert_eq!(faults(&bytes), 0);
    for length in (0..bytes.len()).step_by(13) {
        assert!(faults(&bytes[..length]) > 0, "cut at {length}");
    }
    let mut unnoticed = 0;
    for at in (0..bytes.len()).step_by(37) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x5a;
        unnoticed += usize::from(faults(&broken) == 0);
    }
    // A date, a mode or a version is no part of what is handed over.
    assert!(unnoticed * 4 < bytes.len() / 37, "{unnoticed}");
}
