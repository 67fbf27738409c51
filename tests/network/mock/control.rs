//! The control endpoint of the mock.

use super::client::{CLIENT, FORM, RunningMock, start, tallyfy, tallyfy_settings};
use crate::serve::serve;
use postsmith::mock::{MockError, MockServer, Routes, Settings};
use serde_json::json;

#[test]
fn log_holds_the_requests() {
    let mock = tallyfy();
    let first = "POST /api/a%20b?x=1&y HTTP/1.1\r\nX-One: 1\r\nHost: 127.0.0.1\r\nX-ONE: 2\r\nContent-Length: 4\r\nConnection: close\r\n\r\na=\u{e9}";
    mock.raw(first.as_bytes());
    mock.control("GET", "tokens", "");
    let log = mock.control("GET", "requests", "");
    let entry = json!({
        "method": "POST", "url": "/api/a%20b?x=1&y",
        "headers": [["x-one", "1"], ["x-one", "2"], ["host", "127.0.0.1"], ["content-length", "4"], ["connection", "close"]],
        "body": "a=é",
    });
    assert_eq!(log, json!([entry]));
    mock.control("DELETE", "requests", "");
    assert_eq!(mock.control("GET", "requests", ""), json!([]));
}

#[test]
fn log_shows_no_credential_unless_that_was_asked_for() {
    let address = serve(|| MockServer::new(Routes::default(), Settings::default(), Vec::new(), "test"));
    let mock = RunningMock { address };
    let secret = "Winter7tales";
    let call = || mock.call("POST", "/api/oauth/token", &[FORM], &format!("grant_type=password&password={secret}"));
    let log = || mock.control("GET", "requests", "").to_string();
    call();
    assert!(log().contains("grant_type=password&password=[credential 1]") && !log().contains(secret), "{}", log());
    // No caller can change that.
    for body in [r#"{"shows_credentials": true}"#, r#"{"show_credentials": true}"#] {
        assert_eq!(mock.call("PUT", "/__postsmith/settings", &[], body).status, 400);
    }
    mock.control("POST", "reset", "");
    call();
    assert!(!log().contains(secret), "{}", log());
}

#[test]
fn wrong_calls_change_nothing_and_the_message_helps() {
    let mock = tallyfy();
    mock.control("PUT", "faults", r#"[{"fault": "html", "on": "api", "times": 3}]"#);
    for (method, name, body, status, expected) in [
        ("PUT", "faults", r#"[{"fault": "slow"}, {"fault": "htlm"}]"#, 400, "response, html, bad_gateway_html"),
        ("PUT", "faults", r#"{"fault": "slow"}"#, 400, "does not fit this call"),
        ("PUT", "faults", "", 400, "does not fit this call"),
        ("PUT", "settings", r#"{"expire_in": 1}"#, 400, "unknown field `expire_in`"),
        ("PUT", "settings", "[]", 400, "does not fit this call"),
        ("POST", "expire", r#"{"token": "both"}"#, 400, "`access`, `refresh`, `all`"),
        ("GET", "reset", "", 404, "POST /__postsmith/reset"),
        ("GET", "", "", 404, "GET /__postsmith/requests"),
    ] {
        let response = mock.call(method, &format!("/__postsmith/{name}"), &[], body);
        assert_eq!(response.status, status, "{method} {name} {body}");
        assert!(response.body.contains(expected), "{method} {name} {body}: {}", response.body);
    }
    assert_eq!(mock.control("GET", "faults", ""), json!([{"fault": "html", "on": "api", "times": 3}]));
}

#[test]
fn expire_ends_all_issued_tokens() {
    let mock = tallyfy();
    let old = mock.login().json();
    mock.control("POST", "expire", r#"{"token": "access"}"#);
    let new = mock.refresh(&old["refresh_token"]).json();
    assert_eq!(mock.get("/api/me", &old["access_token"]).status, 401);
    assert_eq!(mock.get("/api/me", &new["access_token"]).status, 200);
    mock.control("POST", "expire", r#"{"token": "refresh"}"#);
    assert_eq!(mock.refresh(&old["refresh_token"]).json()["error"], "invalid_grant");
    let good = mock.control("GET", "tokens", "");
    assert_eq!(good, json!({"access": [new["access_token"]], "refresh": [], "application": []}));
}

#[test]
fn reset_restores_the_initial_state() {
    let mock = start(Routes::default(), Settings { expires_in: 77, ..tallyfy_settings() });
    let token = mock.login().json();
    mock.control("PUT", "settings", r#"{"expires_in": 5, "token_type": "MAC"}"#);
    mock.control("PUT", "faults", r#"[{"fault": "close"}]"#);
    mock.control("POST", "reset", "");
    assert_eq!(mock.control("GET", "requests", ""), json!([]));
    assert_eq!(mock.control("GET", "faults", ""), json!([]));
    assert_eq!(mock.get("/api/me", &token["access_token"]).status, 401);
    let again = mock.login().json();
    assert_eq!((&again["expires_in"], &again["token_type"]), (&json!(77), &json!("Bearer")));
    assert_ne!(again["access_token"], token["access_token"]);
}

#[test]
fn too_long_body_is_refused() {
    let mock = tallyfy();
    let response = mock.call("POST", "/api/me", &[CLIENT, "Expect: 100-continue"], "");
    assert_eq!(response.status, 401);
    let head = "POST /api/file HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n";
    let response = String::from_utf8(mock.raw(head.as_bytes())).unwrap();
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
}

#[tokio::test]
async fn the_error_for_a_port_in_use_names_the_address() {
    let new = || MockServer::new(Routes::default(), Settings::default(), Vec::new(), "test");
    let first = new().bind(([127, 0, 0, 1], 0).into()).await.unwrap();
    let error = new().bind(first.address()).await.unwrap_err();
    assert!(matches!(error, MockError::Taken(address) if address == first.address()));
    assert!(error.to_string().contains(&first.address().to_string()));
}
