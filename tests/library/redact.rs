//! A redacted file is valid, scans clean, does not change in a second run, and differs from the original only in its credentials.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test that cannot go on should stop")]

use postsmith::document::Document;
use postsmith::redact::{VariableNames, redact};
use postsmith::secret::{Risk, scan};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Output};
use support::planting::{KINDS, POSITIONS, Random, position};

fn read(value: &Value) -> Document {
    Document::json("a.json", serde_json::to_string_pretty(value).unwrap()).unwrap()
}

fn clean(document: &Document) -> String {
    let redacted = redact(document, &mut VariableNames::default(), Risk::Medium);
    assert!(redacted.left.is_empty(), "{:?}", redacted.left);
    redacted.text(document).to_owned()
}

/// The parts of a redacted text between the replacements.
fn pieces(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (start, end) in [("{{", "}}"), ("pm.environment.get('", "')"), ("<redacted>", "")] {
        while let Some(at) = text.find(start) {
            let behind = at + start.len() + text[at + start.len()..].find(end).unwrap() + end.len();
            text.replace_range(at..behind, "\u{0}");
        }
    }
    text.replace("\"\"", "\"\u{0}\"").split('\u{0}').map(str::to_owned).collect()
}

#[test]
fn at_every_position_only_the_credential_is_replaced() {
    for place in POSITIONS {
        for (kind, form) in KINDS {
            let token = Random::new(&format!("redact {place} {kind}")).token(form);
            let document = read(&position(place, &token));
            let before = scan(&document).iter().filter(|secret| secret.risk >= Risk::Medium).count();
            let text = clean(&document);
            assert!(before == 0 || !text.contains(&token), "{place} {kind}");
            let again =
                Document::json("a.json", text.as_str()).unwrap_or_else(|error| panic!("{place} {kind}: {error}"));
            assert_eq!(clean(&again), text, "{place} {kind}: a second run changes nothing");
            // Every piece between two replacements stood in the file, in this order.
            let mut from = 0;
            for piece in pieces(&text).iter().filter(|piece| piece.len() > 2) {
                let piece = piece.trim_matches(|letter| matches!(letter, '\'' | '"' | '\\' | ' ' | '+'));
                let at =
                    document.text()[from..].find(piece).unwrap_or_else(|| panic!("{place} {kind}: {piece:?} is new"));
                from += at + piece.len();
            }
        }
    }
}

#[test]
fn each_place_gets_what_it_needs() {
    let token = Random::new("each").token("<a32>");
    for (place, expected) in [
        ("auth bearer", "\"value\": \"{{TOKEN}}\""),
        ("header Authorization", "\"Bearer {{ACCESS_TOKEN}}\""),
        ("header Basic", "\"Basic {{BASIC_CREDENTIALS}}\""),
        ("header lines", "X-API-Key: {{X_API_KEY}}\\n"),
        ("query", "?api_key={{API_KEY}}\""),
        ("userinfo", "https://svc:{{PASSWORD}}@"),
        ("body json", "\\\"password\\\": \\\"{{PASSWORD}}\\\""),
        ("collection variable", "\"value\": \"\""),
        ("environment", "\"value\": \"\""),
        ("globals", "\"value\": \"\""),
        ("script set", "pm.environment.set(\\\"token\\\", pm.environment.get('TOKEN'));"),
        ("script const", "const clientSecret = pm.environment.get('CLIENT_SECRET');"),
        ("connection string", "// postgres://svc:<redacted>@"),
        ("v1 script", "postman.setEnvironmentVariable('token', pm.environment.get('TOKEN'));"),
        ("answer body", "\\\"access_token\\\": \\\"<redacted>\\\""),
        ("answer request", "Bearer {{ACCESS_TOKEN}}"),
        ("description", "Authorization: Bearer {{ACCESS_TOKEN}}"),
    ] {
        let text = clean(&read(&position(place, &token)));
        assert!(text.contains(expected), "{place}: {text}");
    }
}

#[test]
fn texts_of_scripts_stay_programs() {
    let token = Random::new("script").token("<a32>");
    for (line, expected) in [
        ("const h = 'Bearer TOKEN';", "const h = 'Bearer ' + pm.environment.get('ACCESS_TOKEN');"),
        ("const h = `Bearer TOKEN`;", "const h = `Bearer ${pm.environment.get('ACCESS_TOKEN')}`;"),
        ("send('token=TOKEN&a=b');", "send('token=' + pm.environment.get('TOKEN') + '&a=b');"),
        ("send('{\"token\": \"TOKEN\"}');", "send('{\"token\": \"' + pm.environment.get('TOKEN') + '\"}');"),
        ("// token = 'TOKEN'", "// token = '<redacted>'"),
        ("let token = 'TOKEN' +;", "let token = '<redacted>' +;"),
    ] {
        let exec = line.replace("TOKEN", &token);
        let value =
            json!({"info": {"name": "A"}, "item": [], "event": [{"listen": "test", "script": {"exec": [exec]}}]});
        let text = clean(&read(&value));
        let again: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(again.pointer("/event/0/script/exec/0").unwrap(), expected);
    }
}

#[test]
fn one_value_has_one_name_over_all_files_and_places() {
    let token = Random::new("one").token("<a32>");
    let environment = read(&json!({"name": "e", "values": [{"key": "shopToken", "value": token, "type": "secret"}]}));
    let collection = read(&json!({"info": {"name": "A"}, "item": [{"name": "x", "request": {
        "header": [{"key": "Authorization", "value": format!("Bearer {token}")}], "url": format!("{{{{u}}}}/unnamed/{token}/x")}}]}));
    let mut names = VariableNames::default();
    names.learn(&environment);
    let redacted = redact(&collection, &mut names, Risk::Medium);
    let text = redacted.text(&collection);
    assert!(text.contains("Bearer {{shopToken}}") && text.contains("{{u}}/unnamed/{{shopToken}}/x"), "{text}");
    assert_eq!(names.names().collect::<Vec<_>>(), ["shopToken"]);
    assert!(redact(&environment, &mut names, Risk::Medium).text(&environment).contains("\"value\": \"\""));
}

#[test]
fn a_variable_keeps_its_name_when_another_file_has_the_same_name() {
    let mut random = Random::new("twice");
    let file = |token: &str| {
        read(&json!({"info": {"name": "A"}, "variable": [{"key": "client_secret", "value": token}],
            "item": [{"name": "x", "request": {"header": [{"key": "X-Token", "value": token}]}}]}))
    };
    let (one, two) = (file(&random.token("<a32>")), file(&random.token("<a32>")));
    let mut names = VariableNames::default();
    names.learn(&one);
    names.learn(&two);
    let of = |document: &Document, names: &mut VariableNames| -> Vec<Option<String>> {
        redact(document, names, Risk::Medium).replaced.into_iter().map(|replaced| replaced.variable).collect()
    };
    let own = Some("client_secret".to_owned());
    assert_eq!(of(&one, &mut names), [own.clone(), own.clone()]);
    assert_eq!(of(&two, &mut names), [own.clone(), own]);
    assert_eq!(names.conflicting().collect::<Vec<_>>(), ["client_secret"]);
}

#[test]
fn sources_of_the_format_v3_stay_yaml() {
    let token = Random::new("yaml").token("<a32>");
    let text = format!(
        "$kind: http-request\nheaders:\n  - key: X-API-Key\n    value: {token} # mine\n  - {{key: token, value: '{token}'}}\nauth:\n  type: basic\n  credentials:\n    - key: password\n      value: {}\n",
        "12345678"
    );
    let document = Document::yaml("a.request.yaml", text.as_str()).unwrap();
    let redacted = redact(&document, &mut VariableNames::default(), Risk::Medium);
    let expected = text
        .replacen(&token, "\"{{X_API_KEY}}\"", 1)
        .replacen(&token, "{{X_API_KEY}}", 1)
        .replace("12345678", "\"{{PASSWORD}}\"");
    assert_eq!(redacted.text(&document), expected);
}

fn run(arguments: &[&str], folder: &std::path::Path) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_postsmith")).args(arguments).current_dir(folder).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn the_command_writes_whole_files_and_never_shows_a_value() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let token = Random::new("command").token("<a32>");
    let write = |name: &str, place: &str| {
        fs::write(at(name), serde_json::to_string_pretty(&position(place, &token)).unwrap()).unwrap();
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

    let done = run(&["redact", "--in-place", "--map", "mine.json", "a.json", "b.json"], folder.path());
    assert_eq!(done.0, 0, "{}", done.2);
    assert!(done.2.starts_with("took 2 credentials out of 2 files\n") && !all(&done).contains(&token), "{}", done.2);
    assert!(!fs::read_to_string(at("a.json")).unwrap().contains(&token));
    let map: Value = serde_json::from_str(&fs::read_to_string(at("mine.json")).unwrap()).unwrap();
    assert_eq!(map.pointer("/values/0/key").unwrap(), "apiKey");
    assert_eq!(map.pointer("/values/0/value").unwrap(), &token);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(at("mine.json")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let again = run(&["redact", "--in-place", "a.json", "b.json"], folder.path());
    assert_eq!((again.0, again.2.as_str()), (0, "nothing to take out of 2 files\n"));
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
    use std::io::Write as _;
    use std::process::Stdio;
    let token = Random::new("stdin").token("<a32>");
    let mut child = Command::new(env!("CARGO_BIN_EXE_postsmith"))
        .args(["redact", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(position("header key", &token).to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout).unwrap(), position("header key", "{{X_API_KEY}}").to_string());
}
