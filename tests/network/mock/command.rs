//! `postsmith mock` as a user runs it.

use super::client::RunningMock;
use postsmith::mock::Fault;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use support::postsmith;

/// Starts `postsmith mock`.
fn start(arguments: &[&str]) -> Child {
    postsmith!().arg("mock").args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What it prints, after the line that says where it listens.
fn listening(child: &mut Child) -> (RunningMock, impl Iterator<Item = String> + use<>) {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let address = lines.next().unwrap().strip_prefix("listening on http://").unwrap().parse().unwrap();
    (RunningMock { address }, lines)
}

#[test]
fn prints_its_address_and_logs_without_secrets() {
    let mut collection = tempfile::NamedTempFile::new().unwrap();
    collection.write_all(br#"{"item": [{"request": "{{B}}/a", "response": [{"code": 200, "body": "{}"}]}]}"#).unwrap();
    let path = collection.path().to_str().unwrap();
    let close_once = r#"{"fault": "close", "on": "api", "times": 1}"#;
    let mut child =
        start(&[path, "--port", "0", "--prefix", "ACME", "--password", "hidden-password", "--fault", close_once]);
    let (mock, lines) = listening(&mut child);
    let login = "grant_type=password&username=u&password=hidden-password&client_id=1001&client_secret=hidden-secret";
    let response = mock.token(login).json();
    assert_eq!(mock.bytes("GET", "/api/a", &[], ""), b"");
    assert_eq!(mock.get("/api/a?key=hidden-key&hidden-alone", &response["access_token"]).body, "{}");

    // Only Unix can send an interrupt; elsewhere the process is killed.
    if cfg!(unix) {
        let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    } else {
        child.kill().unwrap();
    }
    let ended = child.wait().unwrap();
    assert_eq!(ended.success(), cfg!(unix));
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert_eq!(log, "POST /api/oauth/token 200\nGET /api/a no response (fault: close)\nGET /api/a?key&... 200\n");
    let rest: Vec<_> = lines.collect();
    assert!(rest.contains(&format!("  ACME_BASE_URL = http://{}/api", mock.address)), "{rest:?}");
    assert!(!rest.concat().contains("hidden"));
}

#[test]
fn source_sets_its_own_rules_and_examples() {
    for (preset, name, status) in [
        ("tallyfy", "  TALLYFY_PASSWORD = (any text)", 401),
        ("api-key", "  API_BASE_URL = http://127.0.0.1:", 200),
        ("oauth2-client-credentials", "  API_CLIENT_SECRET = (any text)", 401),
    ] {
        let mut child = start(&["--port", "0", "--preset", preset]);
        let (mock, lines) = listening(&mut child);
        assert_eq!(mock.call("GET", "/api/me", &[], "").status, status, "{preset}");
        if preset == "oauth2-client-credentials" {
            let token = mock.token("grant_type=client_credentials&client_id=1001&client_secret=s").json();
            assert_eq!(mock.get("/api/me", &token["access_token"]).status, 200);
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let greeting: Vec<_> = lines.collect();
        assert!(greeting.iter().any(|line| line.starts_with(name)), "{preset}: {greeting:?}");
        assert_eq!(greeting.iter().any(|line| line.contains("USERNAME")), preset == "tallyfy");
    }
}

#[test]
fn wrong_arguments_are_errors() {
    for (arguments, expected) in [
        (&["no-such-file.json"][..], "no-such-file.json does not exist"),
        (&["Cargo.toml"], "Cargo.toml:1:2"),
        (&["--preset", "nonsense"], "invalid value 'nonsense' for '--preset <NAME>'"),
        (&["--fault", "slwo"], "did you mean `slow`?"),
        (&["--require-header", ": x"], "is not a header name"),
        (&["--require-header", "a b: x"], "is not a header name"),
        (&["--require-header", "a: x\u{7f}"], "is not a header value"),
        (&["output/tallyfy-production.postman_environment.json"], "is not a collection, but of the kind: environment"),
    ] {
        let output = start(arguments).wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn invalid_utf8_is_reported_with_its_place() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"{\n  \"item\": \"\xff\"}").unwrap();
    let output = start(&[file.path().to_str().unwrap()]).wait_with_output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(":2:12: "), "{error}");
}

#[test]
fn address_that_cannot_be_bound_is_a_network_failure() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, expected) in [
        (["--host", "192.0.2.1", "--port", "0"], "error: cannot listen on 192.0.2.1:0"),
        (["--host", "127.0.0.1", "--port", &port], "another program listens on"),
    ] {
        let output = start(&arguments).wait_with_output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_names_every_control_call_and_every_fault_with_its_cause() {
    let output = start(&["--help"]).wait_with_output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for call in postsmith::mock::control_calls() {
        assert!(help.lines().any(|line| line.trim() == call), "{call}: {help}");
    }
    assert!(help.contains("(token, login, refresh, api, any)"), "{help}");
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for fault in Fault::all() {
        let cause = fault.cause().map_or_else(String::new, |cause| format!(" Cause: {cause}"));
        let text = format!(" {fault} {} A client sees: {}{cause}", fault.effect(), fault.client_sees());
        assert!(help.contains(&text), "{text}");
    }
    assert!(help.contains("Cause: oauth/token-expired; at a refresh: oauth/refresh-token-dead."), "{help}");
}
