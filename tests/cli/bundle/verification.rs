//! `bundle --verify`: standard input, JSON for programs, and pages of another version.

use super::program::run;
use postsmith::bundle::verification_schema;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::bundle::Unpacked;
use support::folder::scratch;
use support::postsmith;
use support::program::{run_with_bytes, text};

/// A bundle of a preset, its page changed after it was packed, and one that names another version.
fn bundles(folder: &Path) -> [Vec<u8>; 3] {
    let output = run(folder, &["bundle", "--preset", "bearer", "-o", "a.zip"]);
    assert!(output.status.success(), "{}", text(&output));
    let honest = fs::read(folder.join("a.zip")).unwrap();
    let mut forged = Unpacked::new(&honest);
    forged.files.get_mut("START-HERE.html").unwrap().extend(b"<p>more");
    let other = Unpacked::new(&honest).with_record(|record| record["tool"]["version"] = json!("0.0.1"));
    [honest, forged.with_all_sums().pack(), other.with_all_sums().pack()]
}

#[test]
fn standard_input_and_json_say_the_same_as_a_file() {
    let home = scratch();
    let schema: Value = serde_json::from_str(&verification_schema()).unwrap();
    let [honest, forged, other] = bundles(home.path());
    for (bundle, code, pages) in [(&honest, 0, "compared"), (&forged, 1, "compared"), (&other, 1, "compared")] {
        fs::write(home.path().join("b.zip"), bundle).unwrap();
        let file = run(home.path(), &["bundle", "--verify", "b.zip", "--json"]);
        let stdin = run_with_bytes(&mut postsmith!(home.path(), ["bundle", "--verify", "-", "--json"]), bundle);
        assert_eq!((file.status.code(), stdin.code), (Some(code), code), "{}", text(&file));
        let report: Value = serde_json::from_slice(&file.stdout).unwrap();
        jsonschema::validate(&schema, &report).map_err(|error| error.to_string()).unwrap();
        assert_eq!(report["intact"], code == 0);
        assert_eq!(report["pages"], pages);
        assert_eq!(report["findings"].as_array().unwrap().is_empty(), code == 0);
        let mut streamed: Value = serde_json::from_str(&stdin.stdout.replace("<stdin>", "b.zip")).unwrap();
        assert_eq!(streamed["bundle"].take(), "b.zip");
        assert_eq!(streamed["findings"], report["findings"]);
    }
}

#[test]
fn ignored_pages_are_named_as_not_verified() {
    let home = scratch();
    let [_, forged, other] = bundles(home.path());
    for bundle in [forged, other] {
        fs::write(home.path().join("b.zip"), bundle).unwrap();
        assert_eq!(run(home.path(), &["bundle", "--verify", "b.zip"]).status.code(), Some(1));
        let ignored = run(home.path(), &["bundle", "--verify", "b.zip", "--ignore-pages"]);
        assert_eq!(ignored.status.code(), Some(0), "{}", text(&ignored));
        assert!(text(&ignored).contains("apart from its pages, which were not verified"), "{}", text(&ignored));
        assert!(text(&ignored).contains("do not open START-HERE.html and README.md"), "{}", text(&ignored));
        let json = run(home.path(), &["bundle", "--verify", "b.zip", "--ignore-pages", "--json"]);
        let report: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert_eq!((&report["intact"], &report["pages"]), (&json!(true), &json!("ignored")));
    }
}
