//! The command itself: exit codes, output without secrets, stored tokens.

use super::patient::Patient;
use super::server::{dead, mock};
use crate::mock::client::tallyfy_settings;
use postsmith::mock::FaultRule;
use std::fs;
use std::net::SocketAddr;
use std::process::{Command, Output};

fn doctor(patient: &Patient, server: SocketAddr, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postsmith"));
    command.args(["doctor", "--preset", "tallyfy", "--timeout", "5"]).args(arguments);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command
        .env("TALLYFY_BASE_URL", format!("http://{server}/api"))
        .env("TALLYFY_ORG_ID", "0a000000000000000000000000000001")
        .env("TALLYFY_CLIENT_ID", "1001")
        .env("TALLYFY_CLIENT_SECRET", &patient.client_secret)
        .env("TALLYFY_USERNAME", &patient.username)
        .env("TALLYFY_PASSWORD", &patient.password);
    let output = command.output().unwrap();
    patient.search(&String::from_utf8_lossy(&output.stdout));
    patient.search(&String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn exit_codes_say_how_it_went() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    for (server, faults, code) in [
        (server, None, 0),
        (
            mock(tallyfy_settings(), vec![FaultRule::parse("invalid_client:login").unwrap()]),
            Some("oauth/invalid-client"),
            1,
        ),
        (dead(), Some("oauth/connection-refused"), 3),
    ] {
        for format in ["human", "json"] {
            let output = doctor(&patient, server, &["--format", format, "-vvv"]);
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(code), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
            assert!(faults.is_none_or(|cause| text.contains(cause)), "{text}");
        }
    }
    assert_eq!(doctor(&patient, server, &["--from", "nowhere"]).status.code(), Some(2));
}

#[test]
fn every_request_is_shown_masked() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    let output = doctor(&patient, server, &["-vvv"]);
    let text = String::from_utf8(output.stderr).unwrap();
    for part in [
        "POST http://",
        "> grant_type=password&username=...&password=...&client_id=...&client_secret=...",
        "> Authorization: Bearer ...",
        "> X-Tallyfy-Client: APIClient",
        "{token_type: text, expires_in: number, access_token: text, refresh_token: text}",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let tokens = String::from_utf8(output.stdout).unwrap() + &text;
    assert!(!tokens.contains("doctor-"), "no token of the mock is shown:\n{tokens}");
}

#[test]
fn json_has_the_form_that_its_schema_says() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), vec![FaultRule::parse("invalid_client:login").unwrap()]);
    let output = doctor(&patient, server, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/doctor.schema.json");
    let on_disk = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(on_disk == postsmith::doctor::doctor_schema(), "run: postsmith schema doctor > schemas/doctor.schema.json");
    let schema: serde_json::Value = serde_json::from_str(&on_disk).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{report:#}");
    assert_eq!(report["healthy"], false);
}

#[test]
fn tokens_are_stored_in_the_environment_alone() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("me.postman_environment.json");
    let text = r#"{ "name": "me",  "values": [
        {"key": "TALLYFY_ACCESS_TOKEN", "value": "", "type": "secret"}, {"key": "TALLYFY_REFRESH_TOKEN", "value": ""},
        {"key": "TALLYFY_TOKEN_EXPIRY", "value": ""}, {"key": "TALLYFY_TOKEN_TYPE", "value": "x"},
        {"key": "TALLYFY_TOKEN_LIFETIME", "value": ""}, {"key": "OTHER", "value": "stays"} ] }"#;
    fs::write(&path, text).unwrap();
    let environment = path.to_str().unwrap();
    let output = doctor(&patient, server, &["--environment", environment, "--save"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let stored = fs::read_to_string(&path).unwrap();
    let values: serde_json::Value = serde_json::from_str(&stored).unwrap();
    let value = |index: usize| values["values"][index]["value"].as_str().unwrap().to_owned();
    assert!(!value(0).is_empty() && !value(1).is_empty() && value(2).len() == 13, "{stored}");
    assert_eq!((value(3).as_str(), value(4).as_str(), value(5).as_str()), ("Bearer", "3600", "stays"));
    assert!(stored.starts_with(r#"{ "name": "me",  "values": ["#), "every other byte stays");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!shown.contains(&value(0)) && !shown.contains(&value(1)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let again = doctor(&patient, server, &["--environment", environment, "--from", "verify"]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stdout));
    fs::write(&path, r#"{"name": "me", "values": []}"#).unwrap();
    let output = doctor(&patient, server, &["--environment", environment, "--save"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("has no variable `TALLYFY_ACCESS_TOKEN`"));
}
