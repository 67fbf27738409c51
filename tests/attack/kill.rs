//! A run that is killed at any moment leaves each file whole, the old or the new one, and nothing that `.gitignore` does not cover.

use crate::many;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;
use support::folder::{files, replace, scratch, write};
use support::postsmith;
use support::random::Random;
use support::sample::{environment, with_credential};

/// Kills `command` in copies of a folder that `prepare` fills. Each file must be as before or as after a whole run. `verify` sees what is left.
fn check(name: &str, arguments: &[&str], prepare: impl Fn(&Path), verify: impl Fn(&BTreeMap<String, Vec<u8>>)) {
    let run = |folder: &Path| -> Command {
        let mut command = postsmith!(folder, arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.env("GIT_CEILING_DIRECTORIES", folder);
        command
    };
    let whole = scratch();
    prepare(whole.path());
    let before = files(whole.path());
    let begun = Instant::now();
    run(whole.path()).status().unwrap();
    let (after, time) = (files(whole.path()), begun.elapsed());
    assert!(before != after, "{name} writes something");
    let mut random = Random::new(name);
    let mut cut = 0;
    for number in 0..many(8, 200) {
        let folder = scratch();
        prepare(folder.path());
        let mut child = run(folder.path()).spawn().unwrap();
        thread::sleep(time * u32::try_from(random.below(120)).unwrap() / 100);
        child.kill().unwrap();
        cut += usize::from(child.wait().unwrap().code().is_none());
        let left = files(folder.path());
        for (path, content) in &left {
            let file = path.rsplit('/').next().unwrap();
            let is_rest = file.starts_with('.') && file.contains(".postsmith-tmp");
            let is_whole = before.get(path) == Some(content) || after.get(path) == Some(content);
            assert!(is_rest || is_whole, "{name}, kill {number}: {path} is neither the old nor the new file");
        }
        assert_eq!(before.keys().find(|file| !left.contains_key(*file)), None, "{name}, kill {number}: it is gone");
        verify(&left);
    }
    assert!(cut > 0, "{name}: no run was killed before its end");
}

#[test]
fn redact_and_its_map() {
    let token = Random::new("kill").token("<a32>");
    let prepare = |folder: &Path| {
        for number in 0..6 {
            let text = serde_json::to_string_pretty(&with_credential("header key", &token)).unwrap();
            fs::write(folder.join(format!("{number}.json")), text).unwrap();
        }
    };
    check("redact", &["redact", "--in-place", "--map", "m.private.json", "."], prepare, |left| {
        let is_clean = |(name, bytes): (&String, &Vec<u8>)| {
            name.len() == 6 && memchr::memmem::find(bytes, token.as_bytes()).is_none()
        };
        let is_lost = left.iter().any(is_clean) && !left.contains_key("m.private.json");
        assert!(!is_lost, "a credential is in no file, not even in the map");
    });
}

#[test]
fn fix() {
    let prepare = |folder: &Path| {
        for number in 0..6 {
            let text = environment("e", &[("A", "b", false)]).to_string().replace("\"enabled\"", "\"enabeld\"");
            fs::write(folder.join(format!("{number}.json")), text).unwrap();
        }
    };
    check("fix", &["check", "--fix", "."], prepare, |_| {});
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
    check("env", &["env", "shop.postman_environment.json", "--from", ".env"], prepare, |_| {});
    check("bundle", &["bundle", "a.json", "shop.postman_environment.json", "-o", "a.zip"], prepare, |_| {});
}

#[test]
fn build() {
    let source = scratch();
    let run = |arguments: &[&str]| assert!(postsmith!(&source, arguments).output().unwrap().status.success());
    run(&["init", "--preset", "tallyfy"]);
    run(&["build"]);
    replace(&source.path().join("postsmith.toml"), "name = \"Tallyfy API", "name = \"Other API");
    let seed = files(source.path());
    let prepare = |folder: &Path| seed.iter().for_each(|(name, content)| write(folder.join(name), content));
    check("build", &["build"], prepare, |_| {});
}
