//! `postsmith doctor` as a user runs it: exit codes, output without secrets, stored tokens.

use super::patient::Patient;
use super::server::{dead, mock};
use crate::mock::client::tallyfy_settings;
use postsmith::mock::FaultRule;
use std::fs;
use std::net::SocketAddr;
use support::folder::{mode, scratch};
use support::generated::assert_current;
use support::postsmith;
use support::program::{Ran, run};

fn doctor(patient: &Patient, server: SocketAddr, arguments: &[&str]) -> Ran {
    let mut command = postsmith!();
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
    let ran = run(&mut command);
    patient.search(&ran.stdout);
    patient.search(&ran.stderr);
    ran
}

#[test]
fn exit_code_is_the_result() {
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
            let text = output.stdout;
            assert_eq!(output.code, code, "{text}\n{}", output.stderr);
            assert!(faults.is_none_or(|cause| text.contains(cause)), "{text}");
        }
    }
    assert_eq!(doctor(&patient, server, &["--from", "nowhere"]).code, 2);
}

#[test]
fn every_request_is_shown_masked() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    let output = doctor(&patient, server, &["-vvv"]);
    let text = output.stderr;
    for part in [
        "POST http://",
        "> grant_type=password&username=...&password=...&client_id=...&client_secret=...",
        "> Authorization: Bearer ...",
        "> X-Tallyfy-Client: APIClient",
        "{token_type: text, expires_in: number, access_token: text, refresh_token: text}",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
    let tokens = output.stdout + &text;
    assert!(!tokens.contains("doctor-"), "no token of the mock is shown:\n{tokens}");
}

#[test]
fn json_matches_its_schema() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), vec![FaultRule::parse("invalid_client:login").unwrap()]);
    let output = doctor(&patient, server, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let schema = postsmith::doctor::doctor_schema();
    assert_current("schemas/doctor.schema.json", &schema);
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{report:#}");
    assert_eq!(report["healthy"], false);
}

#[test]
fn tokens_are_stored_only_in_the_environment() {
    let patient = Patient::new();
    let server = mock(tallyfy_settings(), Vec::new());
    let folder = scratch();
    let path = folder.path().join("me.postman_environment.json");
    let text = r#"{ "name": "me",  "values": [
        {"key": "TALLYFY_ACCESS_TOKEN", "value": "", "type": "secret"}, {"key": "TALLYFY_REFRESH_TOKEN", "value": ""},
        {"key": "TALLYFY_TOKEN_EXPIRY", "value": ""}, {"key": "TALLYFY_TOKEN_TYPE", "value": "x"},
        {"key": "TALLYFY_TOKEN_LIFETIME", "value": ""}, {"key": "OTHER", "value": "stays"} ] }"#;
    fs::write(&path, text).unwrap();
    let environment = path.to_str().unwrap();
    let output = doctor(&patient, server, &["--environment", environment, "--save"]);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let stored = fs::read_to_string(&path).unwrap();
    let values: serde_json::Value = serde_json::from_str(&stored).unwrap();
    let value = |index: usize| values["values"][index]["value"].as_str().unwrap().to_owned();
    assert!(!value(0).is_empty() && !value(1).is_empty() && value(2).len() == 13, "{stored}");
    assert_eq!((value(3).as_str(), value(4).as_str(), value(5).as_str()), ("Bearer", "3600", "stays"));
    assert!(stored.starts_with(r#"{ "name": "me",  "values": ["#), "every other byte stays");
    let shown = output.stdout + &output.stderr;
    assert!(!shown.contains(&value(0)) && !shown.contains(&value(1)));
    #[cfg(unix)]
    assert_eq!(mode(&path), 0o600);
    let again = doctor(&patient, server, &["--environment", environment, "--from", "verify"]);
    assert_eq!(again.code, 0, "{}", again.stdout);
    fs::write(&path, r#"{"name": "me", "values": []}"#).unwrap();
    let output = doctor(&patient, server, &["--environment", environment, "--save"]);
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("has no variable `TALLYFY_ACCESS_TOKEN`"));
}
