//! `postsmith redact` as a user runs it.

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::folder::{mode, scratch};
use support::postsmith;
use support::program::{self, Ran};
use support::random::Random;
use support::sample::with_credential;

fn run(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    program::run(&mut postsmith!(folder, arguments)).into()
}

#[test]
fn files_are_written_whole_and_no_value_is_shown() {
    let folder = scratch();
    let at = |name: &str| folder.path().join(name);
    let token = Random::new("command").token("<a32>");
    let write = |name: &str, place: &str| {
        fs::write(at(name), serde_json::to_string_pretty(&with_credential(place, &token)).unwrap()).unwrap();
    };
    write("a.json", "header key");
    write("b.json", "environment");
    let all = |run: &(i32, String, String)| format!("{}{}", run.1, run.2);

    let shown = run(&["redact", "."], folder.path());
    assert_eq!(shown.0, 2);
    assert!(shown.2.contains("--in-place"), "{}", shown.2);
    let diff = run(&["redact", "--diff", "."], folder.path());
    assert_eq!(diff.0, 1);
    assert!(diff.1.contains('+') && diff.1.contains("{{apiKey}}") && !all(&diff).contains(&token), "{}", diff.1);
    assert!(fs::read_to_string(at("a.json")).unwrap().contains(&token), "a diff writes nothing");

    let one = run(&["redact", "a.json"], folder.path());
    assert_eq!(one.0, 0);
    assert!(one.1.contains("{{X_API_KEY}}") && one.2.contains("X_API_KEY") && !all(&one).contains(&token));

    let done = run(&["redact", "--in-place", "--map", "mine.private.json", "a.json", "b.json"], folder.path());
    assert_eq!(done.0, 0, "{}", done.2);
    assert!(done.2.starts_with("removed 2 credentials from 2 files\n") && !all(&done).contains(&token), "{}", done.2);
    assert!(!fs::read_to_string(at("a.json")).unwrap().contains(&token));
    let map: Value = serde_json::from_str(&fs::read_to_string(at("mine.private.json")).unwrap()).unwrap();
    assert_eq!(map.pointer("/values/0/key").unwrap(), "apiKey");
    assert_eq!(map.pointer("/values/0/value").unwrap(), &token);
    #[cfg(unix)]
    assert_eq!(mode(at("mine.private.json")), 0o600);
    let again = run(&["redact", "--in-place", "a.json", "b.json"], folder.path());
    assert_eq!((again.0, again.2.as_str()), (0, "no credential found in 2 files\n"));
    assert_eq!(run(&["scan", "a.json", "b.json"], folder.path()), (0, String::new(), String::new()));

    // A file that cannot be read: nothing at all is written.
    write("a.json", "header key");
    fs::write(at("c.postman_collection.json"), "{\"info\": ").unwrap();
    let refused = run(&["redact", "--in-place", "."], folder.path());
    assert_eq!(refused.0, 2);
    assert!(refused.2.contains("nothing was written"), "{}", refused.2);
    assert!(fs::read_to_string(at("a.json")).unwrap().contains(&token));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let token = Random::new("stdin").token("<a32>");
    let input = with_credential("header key", &token).to_string();
    let Ran { code, stdout, .. } = program::run_with_input(postsmith!().args(["redact", "-"]), &input);
    assert_eq!(code, 0);
    assert_eq!(stdout, with_credential("header key", "{{X_API_KEY}}").to_string());
}

#[test]
fn utf16_stays_utf16() {
    let home = scratch();
    let secret = Random::new("utf16").token("<h32>");
    let text = format!(
        "\u{feff}{{\"name\": \"é\", \"values\": [{{\"key\": \"API_KEY\", \"value\": \"{secret}\", \"enabled\": true}}]}}\r\n"
    );
    let encode = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    fs::write(home.path().join("e.json"), encode(&text)).unwrap();
    let (code, _, errors) = run(&["redact", "--in-place", "e.json"], home.path());
    assert_eq!(code, 0, "{errors}");
    assert_eq!(fs::read(home.path().join("e.json")).unwrap(), encode(&text.replace(&secret, "")));
}

#[test]
fn a_credential_in_a_yaml_script_loses_only_its_bytes() {
    let home = scratch();
    let secret = Random::new("yaml").token("<h32>");
    let text = format!(
        "$kind: http-request\r\nurl: \"{{{{BASE}}}}/me\"\r\nmethod: GET\r\nqueryParams:\r\n  api_key: {secret}\r\nbody:\r\n  type: json\r\n  content: \"{{\\r\r\n\r\n    \\  \\\"password\\\": \\\"{secret}x\\\"\\r\r\n\r\n    }}\"\r\n"
    );
    fs::write(home.path().join("a.request.yaml"), &text).unwrap();
    let (code, _, errors) = run(&["redact", "--in-place", "a.request.yaml"], home.path());
    assert_eq!(code, 0, "{errors}");
    let after = fs::read_to_string(home.path().join("a.request.yaml")).unwrap();
    assert!(!after.contains(&secret), "{after}");
    assert!(
        after.contains("  api_key: \"{{API_KEY}}\"\r\nbody:\r\n") && after.contains("\\\"{{PASSWORD}}\\\"\\r\r\n"),
        "{after}"
    );
    let (code, _, errors) = run(&["scan", "a.request.yaml"], home.path());
    assert_eq!(code, 0, "{errors}");
}

#[test]
fn files_of_other_kinds_are_counted() {
    let folder = scratch();
    fs::write(folder.path().join("a.json"), serde_json::to_string(&with_credential("header key", "{{KEY}}")).unwrap())
        .unwrap();
    fs::write(folder.path().join("notes.txt"), "text").unwrap();
    fs::write(folder.path().join("old.zip"), b"PK\x05\x06").unwrap();
    let (code, _, told) = run(&["redact", "--diff", "."], folder.path());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("read 1 file, passed over 2 (1 archive, 1 other)"), "{told}");
}

#[test]
fn private_files_are_left_as_they_are() {
    let folder = scratch();
    let token = Random::new("private").token("<a32>");
    let text = serde_json::to_string(&with_credential("environment", &token)).unwrap();
    let private = folder.path().join("me.private.postman_environment.json");
    fs::write(&private, &text).unwrap();
    fs::write(folder.path().join("a.json"), &text).unwrap();
    for named in [".", "me.private.postman_environment.json"] {
        let (code, out, told) = run(&["redact", "--in-place", named], folder.path());
        assert_eq!(fs::read_to_string(&private).unwrap(), text);
        assert_eq!(code, if named == "." { 0 } else { 2 }, "{told}");
        assert!(told.contains("me.private.postman_environment.json") && told.contains("--include-private"), "{told}");
        assert!(!out.contains(&token) && !told.contains(&token));
    }
    assert!(!fs::read_to_string(folder.path().join("a.json")).unwrap().contains(&token));
    let (code, _, told) = run(&["redact", "--in-place", "--include-private", "."], folder.path());
    assert_eq!(code, 0, "{told}");
    assert!(!fs::read_to_string(&private).unwrap().contains(&token));
}

#[test]
fn a_map_has_a_private_name_and_no_place_in_git() {
    let folder = scratch();
    let token = Random::new("map").token("<a32>");
    fs::write(folder.path().join("a.json"), serde_json::to_string(&with_credential("header key", &token)).unwrap())
        .unwrap();
    let (code, _, told) =
        run(&["redact", "--in-place", "--map", "me.postman_environment.json", "a.json"], folder.path());
    assert_eq!(code, 2);
    assert!(told.contains("--map me.private.postman_environment.json"), "{told}");
    assert!(fs::read_to_string(folder.path().join("a.json")).unwrap().contains(&token), "nothing was written");
    let git = |arguments: &[&str]| {
        std::process::Command::new("git").args(arguments).current_dir(folder.path()).output().is_ok()
    };
    if !git(&["init", "--quiet"]) {
        return;
    }
    let map = ["redact", "--in-place", "--map", "me.private.postman_environment.json", "a.json"];
    fs::write(folder.path().join("me.private.postman_environment.json"), "{}").unwrap();
    git(&["add", "me.private.postman_environment.json"]);
    let (code, _, told) = run(&map, folder.path());
    assert!(code == 2 && told.contains("git tracks me.private.postman_environment.json"), "{told}");
    git(&["rm", "--quiet", "--force", "me.private.postman_environment.json"]);
    let (code, _, told) = run(&map, folder.path());
    assert!(code == 0 && told.contains("git does not ignore me.private.postman_environment.json"), "{told}");
}

#[test]
#[cfg(unix)]
fn one_file_with_several_names_is_one_file() {
    let folder = scratch();
    let at = |name: &str| folder.path().join(name);
    let token = Random::new("names").token("<a32>");
    fs::write(at("a.json"), serde_json::to_string(&with_credential("header key", &token)).unwrap()).unwrap();
    fs::hard_link(at("a.json"), at("kept.txt")).unwrap();
    std::os::unix::fs::symlink(at("a.json"), at("link.json")).unwrap();
    let full = at("a.json").display().to_string();
    let (code, _, told) = run(&["redact", "--in-place", "a.json", "./a.json", &full, "link.json"], folder.path());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("removed 1 credential from 1 file"), "{told}");
    assert!(told.contains("has 1 other hard link, which still holds"), "{told}");
    assert!(!fs::read_to_string(at("a.json")).unwrap().contains(&token));
    assert!(at("link.json").is_symlink());
}

#[test]
fn suppressed_values_stay() {
    let folder = scratch();
    let (public, private) = (Random::new("public").token("<a32>"), Random::new("private").token("<a32>"));
    let header = |name: &str, value: &str| format!(r#"{{"key": "{name}", "value": "{value}"}}"#);
    let text = format!(
        r#"{{"info": {{"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},
"item": [{{"name": "A", "request": {{"method": "GET", "url": "{{{{base}}}}/a", "header": [{}, {}]}}, "response": []}}]}}"#,
        header("X-Api-Key", &public),
        header("X-Auth-Token", &private)
    );
    fs::write(folder.path().join("shop.json"), text).unwrap();
    let (_, shown, said) = run(&["redact", "shop.json"], folder.path());
    assert!(!shown.contains(&public) && !shown.contains(&private), "nothing is suppressed yet: {said}");
    let suppression = format!(
        "[[check.suppression]]\nrule = \"secret/token\"\nvalue = \"{public}\"\nreason = \"public by design\"\n"
    );
    fs::write(folder.path().join("postsmith.toml"), suppression).unwrap();
    let (_, shown, said) = run(&["redact", "shop.json"], folder.path());
    assert!(shown.contains(&public), "this value is public: {said}");
    assert!(!shown.contains(&private));
}
