//! Bundles, guides and builds of inputs with a credential at every position: none holds it.

use super::program::{FILES, exported, run};
use serde_json::json;
use std::fs;
use std::path::Path;
use support::bundle::Unpacked;
use support::credential::{KINDS, base64_inside};
use support::folder::scratch;
use support::program::text;
use support::random::Random;
use support::sample::{POSITIONS, V21, with_credential};

/// Whether one of `texts` contains `secret`, as it is or encoded.
fn is_in(secret: &str, texts: &[&[u8]]) -> bool {
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('/', "&#x2F;");
    let percent = secret.replace('/', "%2F").replace('+', "%2B").replace('!', "%21").replace('|', "%7C");
    let encoded: Vec<String> = (0..3).map(|before| base64_inside(secret, before)).collect();
    let mut forms = [secret, &html, &percent].into_iter().map(str::to_owned).chain(encoded);
    forms.any(|form| texts.iter().any(|text| text.windows(form.len()).any(|part| part == form.as_bytes())))
}

/// The results for many inputs.
#[derive(Default)]
struct Harvest {
    all: usize,
    refused: usize,
    /// The places where a secret leaked.
    leaks: Vec<String>,
}

impl Harvest {
    /// Bundles the files in `folder` and looks for `secret` in every output. Returns whether the bundle was refused.
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
                // `docs_refuse_what_a_bundle_refuses` covers refused inputs.
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

    /// Asserts that no secret leaked, and that at least `refused` of at least `all` inputs were refused.
    fn check(&self, all: usize, refused: usize) {
        assert!(self.leaks.is_empty(), "{} of {}: {:#?}", self.leaks.len(), self.all, self.leaks);
        assert!(self.all >= all && self.refused >= refused, "{} planted, {} refused", self.all, self.refused);
    }
}

#[test]
fn bundle_of_an_export_holds_no_secret() {
    let mut harvest = Harvest::default();
    let home = scratch();
    exported(home.path());
    for place in POSITIONS {
        for (kind, form) in KINDS {
            let what = format!("{place}: {kind}");
            let secret = Random::new(&what).token(form);
            let file = with_credential(place, &secret);
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
        let file = with_credential(place, &secret);
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
fn bundle_holds_no_secret_that_two_files_share() {
    let mut harvest = Harvest::default();
    let home = scratch();
    for (kind, form) in KINDS {
        let secret = Random::new(kind).token(form);
        let environment = with_credential("environment secret", &secret);
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
fn bundle_holds_no_secret_of_a_description() {
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
fn bundle_of_a_source_holds_no_secret() {
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

/// Files of a source with `secret` in them, by path: requests, saved examples, scripts.
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
fn build_and_bundle_hold_no_secret_of_a_request_or_script() {
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
            assert!(harvest.plant(&folder, &[], &secret, &what), "{what} was shared");
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
