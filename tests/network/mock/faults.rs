//! Faults that a test chooses, down to the bytes on the wire.

use super::client::{RunningMock, start, tallyfy};
use postsmith::document::Document;
use postsmith::mock::{Fault, Routes, Settings, TokenRule};
use postsmith::postman::Collection;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(crate) fn inject(mock: &RunningMock, faults: &Value) {
    mock.control("PUT", "faults", &faults.to_string());
}

#[test]
fn every_fault_has_a_test() {
    let tests =
        [include_str!("faults.rs"), include_str!("statuses.rs"), include_str!("refusals.rs"), include_str!("bytes.rs")];
    let missing: Vec<_> =
        Fault::all().filter(|fault| !tests.iter().any(|test| test.contains(&format!("\"{fault}\"")))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn closed_connection_sends_no_byte_and_is_logged() {
    let mock = tallyfy();
    inject(&mock, &json!([{"fault": "close", "on": "api", "times": 1}]));
    assert_eq!(mock.bytes("GET", "/api/me", &[], ""), b"");
    assert_eq!(mock.call("GET", "/api/me", &[], "").status, 401, "one call only");
    assert_eq!(mock.control("GET", "requests", "").as_array().unwrap().len(), 2);
}

#[test]
fn truncated_response_announces_more_than_it_sends() {
    let mock = tallyfy();
    inject(&mock, &json!([{"fault": "truncated", "on": "token", "times": 1}]));
    let form = "grant_type=client_credentials&client_id=1001&client_secret=s";
    let cut = mock.token(form);
    let promised: usize =
        cut.head.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap();
    assert_eq!((cut.status, cut.body.len()), (200, promised / 2));
    assert!(cut.body.starts_with(r#"{"token_type":"#) && serde_json::from_str::<Value>(&cut.body).is_err());
    assert_eq!(mock.token(form).status, 200);
}

#[test]
fn long_truncated_response_breaks_in_its_body() {
    let length = 3_000_001;
    let item = json!({"request": "{{B}}/long", "response": [{"code": 200, "body": "x".repeat(length)}]});
    let document = Document::json("c.json", json!({"item": [item]}).to_string()).unwrap();
    let routes = Routes::new(Collection::new(document.root()));
    let mock = start(routes, Settings { token_rule: TokenRule::None, ..Settings::default() });
    assert_eq!(mock.call("GET", "/long", &[], "").body.len(), length);
    inject(&mock, &json!([{"fault": "truncated"}]));
    assert_eq!(mock.call("GET", "/long", &[], "").body.len(), length / 2);
    assert_eq!(mock.bytes("HEAD", "/long", &[], ""), b"", "a response without a body is not sent");
}

#[test]
fn on_a_kept_connection_only_the_chosen_response_breaks() {
    let mock = tallyfy();
    inject(&mock, &json!([{"fault": "html", "times": 1}, {"fault": "truncated"}]));
    let one = "GET /api/me HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let response = {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(mock.address).unwrap();
        let mut seen = Vec::new();
        stream.write_all(one.as_bytes()).unwrap();
        while !seen.ends_with(b"</html>\n") {
            let mut piece = [0; 1024];
            let count = stream.read(&mut piece).unwrap();
            assert_ne!(count, 0, "closed too early");
            seen.extend_from_slice(&piece[..count]);
        }
        stream.write_all(one.as_bytes()).unwrap();
        seen.clear();
        stream.read_to_end(&mut seen).unwrap();
        String::from_utf8(seen).unwrap()
    };
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 401") && body.starts_with(r#"{"error""#) && !body.ends_with('}'));
}

#[test]
fn slow_response_does_not_delay_other_requests() {
    let mock = tallyfy();
    inject(&mock, &json!([{"fault": "slow", "on": "login", "ms": 700}]));
    std::thread::scope(|scope| {
        let begun = Instant::now();
        let slow = scope.spawn(|| mock.login().status);
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(mock.call("GET", "/api/me", &[], "").status, 401);
        assert!(begun.elapsed() < Duration::from_millis(600), "the other call was delayed");
        assert_eq!(slow.join().unwrap(), 200);
        assert!(begun.elapsed() >= Duration::from_millis(700), "the response was not delayed");
    });
}

#[test]
fn fault_replaces_the_response() {
    let mock = tallyfy();
    for (fault, status, in_head, in_body) in [
        ("html", 200, "content-type: text/html", "<html>"),
        ("bad_gateway_html", 502, "content-type: text/html", "<html>"),
        ("unauthorized", 401, "application/json", "UNAUTHENTICATED"),
        ("invalid_client", 401, "application/json", r#"{"error":"invalid_client"}"#),
        ("invalid_grant", 400, "application/json", r#"{"error":"invalid_grant"}"#),
        ("rate_limited", 429, "retry-after: 30", "RATE_LIMIT_EXCEEDED"),
        ("unavailable", 503, "application/json", "SERVICE_UNAVAILABLE"),
        ("error_in_200", 200, "application/json", r#"{"error":"#),
    ] {
        inject(&mock, &json!([{"fault": fault, "on": "login", "times": 1}]));
        let response = mock.login();
        assert_eq!(response.status, status, "{fault}");
        assert!(response.head.contains(in_head) && response.body.contains(in_body), "{fault}: {response:?}");
        assert_eq!(mock.control("GET", "tokens", "")["access"], json!([]), "{fault} issues no token");
    }
    assert_eq!(mock.login().status, 200);
}

#[test]
fn custom_response_is_sent_unchanged() {
    let mock = tallyfy();
    for (parameters, status, body) in [
        (json!({"body": null}), 200, "null"),
        (json!({"body": []}), 200, "[]"),
        (json!({"body": "\"x\""}), 200, "\"x\""),
        (json!({"body": 1, "status": 418}), 418, "1"),
        (json!({"body": "{not json"}), 200, "{not json"),
        (json!({}), 200, ""),
        (json!({"status": 204, "body": "x"}), 204, ""),
        (json!({"status": 304, "body": "x"}), 304, ""),
        (json!({"status": 999, "body": "x"}), 999, "x"),
        (
            json!({"body": {"access_token": ""}, "headers": {"Content-Type": "text/plain", "X-N": 5}}),
            200,
            r#"{"access_token":""}"#,
        ),
    ] {
        let mut full = parameters.clone();
        full["fault"] = json!("response");
        inject(&mock, &json!([full]));
        let response = mock.login();
        assert_eq!((response.status, response.body.as_str()), (status, body), "{parameters}");
        assert_eq!(
            response.head.contains("x-n: 5") && response.head.contains("text/plain"),
            parameters.get("headers").is_some()
        );
    }
}

#[test]
fn changed_token_responses_hold_valid_tokens() {
    let mock = tallyfy();
    for value in [json!(null), json!(0), json!(-5), json!("soon"), json!("3600"), json!(1.5)] {
        inject(&mock, &json!([{"fault": "expires_in", "on": "token", "value": value}]));
        let response = mock.login().json();
        assert_eq!(response["expires_in"], value);
        assert!(response.as_object().unwrap().contains_key("expires_in"));
        assert_eq!(mock.get("/api/me", &response["access_token"]).status, 200);
    }
    inject(&mock, &json!([{"fault": "expires_in", "on": "login", "missing": true}]));
    assert_eq!(mock.login().json().get("expires_in"), None);
    inject(&mock, &json!([{"fault": "lower_case_type"}]));
    let lower = mock.login().json();
    assert_eq!(lower["token_type"], "bearer");
    assert_eq!(mock.get("/api/me", &lower["access_token"]).status, 200, "token faults do not affect the API");
    inject(&mock, &json!([{"fault": "no_refresh_token", "on": "refresh"}]));
    let login = mock.login().json();
    let refreshed = mock.refresh(&login["refresh_token"]).json();
    assert_eq!(refreshed.get("refresh_token"), None);
    assert_eq!(mock.refresh(&login["refresh_token"]).status, 200, "the old refresh token stays valid");
}

#[test]
fn expired_affects_one_token_and_revoked_affects_all() {
    let mock = tallyfy();
    let (one, other) = (mock.login().json(), mock.login().json());
    inject(&mock, &json!([{"fault": "expired", "on": "api", "times": 1}]));
    assert_eq!(mock.get("/api/me", &one["access_token"]).status, 401);
    assert_eq!(mock.get("/api/me", &one["access_token"]).status, 401, "it stays expired");
    assert_eq!(mock.get("/api/me", &other["access_token"]).status, 200);
    inject(&mock, &json!([{"fault": "expired", "on": "refresh", "times": 1}]));
    assert_eq!(mock.refresh(&one["refresh_token"]).json()["error"], "invalid_grant");
    assert_eq!(mock.refresh(&other["refresh_token"]).status, 200);
    inject(&mock, &json!([{"fault": "revoked", "times": 1}]));
    assert_eq!(mock.get("/api/me", &other["access_token"]).status, 401);
    assert_eq!(mock.refresh(&other["refresh_token"]).json()["error"], "invalid_grant");
    assert_eq!(mock.control("GET", "tokens", ""), json!({"access": [], "refresh": [], "application": []}));
}
