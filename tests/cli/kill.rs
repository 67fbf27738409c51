//! A run that is killed at any moment leaves each file whole, the old or the new one, and nothing that `.gitignore` does not cover.
//!
//! `POSTSMITH_KILLS=200 cargo test --test cli kill` kills each command 200 times; without the variable it is 8 times.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use support::folder::scratch;
use support::postsmith;
use support::random::Random;
use support::sample::{environment, with_credential};

/// The files of `folder` with their contents, temporary ones apart.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let kept = entries.filter(|entry| entry.file_type().unwrap().is_file());
    kept.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// Kills `command` in copies of a folder that `prepare` fills. Each file must be as before or as after a whole run.
fn check(name: &str, arguments: &[&str], prepare: impl Fn(&Path)) {
    let kills = std::env::var("POSTSMITH_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(8);
    let run = |folder: &Path| -> Command {
        let mut command = postsmith!(folder, arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("GIT_CEILING_DIRECTORIES", folder);
        command
    };
    let whole = scratch();
    prepare(whole.path());
    let before = files(whole.path());
    let begun = std::time::Instant::now();
    run(whole.path()).status().unwrap();
    let (after, time) = (files(whole.path()), begun.elapsed());
    assert!(before != after, "{name} writes something");
    let mut random = Random::new(name);
    let mut cut = 0;
    for number in 0..kills {
        let folder = scratch();
        prepare(folder.path());
        let mut child = run(folder.path()).spawn().unwrap();
        let share = u32::try_from(random.below(120)).unwrap();
        std::thread::sleep(Duration::min(time * share / 100, Duration::from_secs(5)));
        child.kill().unwrap();
        cut += usize::from(child.wait().unwrap().code().is_none());
        for (file, content) in files(folder.path()) {
            let is_rest = file.starts_with('.') && file.contains(".postsmith-tmp");
            let is_whole = before.get(&file) == Some(&content) || after.get(&file) == Some(&content);
            assert!(is_rest || is_whole, "{name}, kill {number}: {file} is neither the old nor the new file");
        }
        let lost = before.keys().find(|file| !folder.path().join(file).exists());
        assert_eq!(lost, None, "{name}, kill {number}");
    }
    assert!(cut > 0 || kills < 4, "{name}: no run was killed before its end");
}

#[test]
fn redact_and_its_map() {
    let token = Random::new("kill").token("<a32>");
    check("redact", &["redact", "--in-place", "--map", "m.private.json", "."], |folder| {
        for number in 0..6 {
            let text = serde_json::to_string_pretty(&with_credential("header key", &token)).unwrap();
            fs::write(folder.join(format!("{number}.json")), text).unwrap();
        }
    });
}

#[test]
fn fix() {
    check("fix", &["check", "--fix", "."], |folder| {
        for number in 0..6 {
            let text = environment("e", &[("A", "b", false)]).to_string().replace("\"enabled\"", "\"enabeld\"");
            fs::write(folder.join(format!("{number}.json")), text).unwrap();
        }
    });
}

#[test]
fn env_and_bundle() {
    let prepare = |folder: &Path| {
        let mut template = environment("Shop", &[("SHOP_HOST", "shop.example", false), ("SHOP_KEY", "", true)]);
        template["id"] = "2df51e41-3773-558d-aa7c-106241bdb12b".into();
        fs::write(folder.join("shop.postman_environment.json"), template.to_string()).unwrap();
        fs::write(folder.join(".env"), "SHOP_KEY=k7Jq9x2mPz\n").unwrap();
        let text = r#"{"info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "Me", "request": {"method": "GET", "url": "https://{{SHOP_HOST}}/me"}, "response": []}]}"#;
        fs::write(folder.join("a.json"), text).unwrap();
    };
    check("env", &["env", "shop.postman_environment.json", "--from", ".env"], prepare);
    check("bundle", &["bundle", "a.json", "shop.postman_environment.json", "-o", "a.zip"], prepare);
}
