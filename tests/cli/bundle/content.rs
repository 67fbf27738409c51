//! The content of a bundle.

use super::program::{FILES, exported, run};
use postsmith::bundle::{PageCheck, verification_schema, verify};
use postsmith::requirements::bundle_schema;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use support::bundle::Unpacked;
use support::folder::scratch;
use support::generated::assert_current;
use support::program::text;

#[test]
fn time_zone_locale_and_umask_change_no_byte() {
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
fn order_of_the_arguments_changes_no_byte() {
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
fn every_preset_makes_a_valid_bundle() {
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
                "{name}: the bundle contains what build writes"
            );
        }
        assert_eq!(unpacked.with_sums(), unpacked, "the checksums are correct");
    }
}

#[test]
fn schemas_are_current() {
    assert_current("schemas/bundle.schema.json", &bundle_schema());
    assert_current("schemas/verification.schema.json", &verification_schema());
}

#[test]
fn bundle_of_an_export_lacks_only_its_secrets() {
    let home = scratch();
    exported(home.path());
    let output = run(home.path(), &FILES);
    assert!(output.status.success(), "{}", text(&output));
    let shown = text(&output);
    assert!(shown.contains("the value of `API_KEY` is left out: it is a secret"), "{shown}");
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
    assert!(text(&described).contains("d.toml:3:12: no file uses the variable `ApiKey`"), "{}", text(&described));
}

#[test]
fn collection_without_an_environment_gets_one() {
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
fn check_reports_a_stale_bundle() {
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
fn errors_name_the_wrong_input() {
    let home = scratch();
    exported(home.path());
    fs::write(home.path().join("me.private.postman_environment.json"), "{}").unwrap();
    fs::write(home.path().join("other.json"), "[]").unwrap();
    for (paths, message) in [
        (&[FILES[1], "me.private.postman_environment.json"][..], "private environment"),
        (&[FILES[2]], "contain no collection"),
        (&[FILES[1], FILES[1], "other.json"], "other.json"),
        (&[FILES[1], "gone.json"], "gone.json does not exist"),
        (&[FILES[1], "."], "are both collections"),
        (&[FILES[1], "--descriptions", FILES[1]], FILES[1]),
    ] {
        let output = run(home.path(), &[&["bundle"], paths].concat());
        assert_eq!(output.status.code(), Some(2), "{paths:?}: {}", text(&output));
        assert!(text(&output).contains(message), "{message}: {}", text(&output));
        assert!(!home.path().join("shop.bundle.zip").exists());
    }
}

/// The number of findings in changed bytes; it must not panic.
fn faults(bytes: &[u8]) -> usize {
    verify("a.zip".into(), bytes, PageCheck::Compare).findings.len()
}

#[test]
fn broken_archives_are_reported_without_a_panic() {
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
    // Changed dates, modes and versions of the archive do not change the files.
    assert!(unnoticed * 4 < bytes.len() / 37, "{unnoticed}");
}
