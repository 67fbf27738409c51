//! Faults that replace a response, and correct responses that are of no use.

use super::client::{Response, RunningMock, tallyfy};
use super::faults::inject;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// The value of a header; `None` if it is missing.
fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn inject_once(mock: &RunningMock, mut fault: Value) {
    fault["times"] = json!(1);
    inject(mock, &json!([fault]));
}

fn has_tokens(mock: &RunningMock) -> bool {
    mock.control("GET", "tokens", "")["access"] != json!([])
}

#[test]
fn status_fault_replaces_one_response() {
    for (fault, status, name, value, body) in [
        ("gateway_timeout", 504, "content-type", "text/html; charset=utf-8", "Gateway Timeout"),
        ("server_error", 500, "content-type", "application/json", "SERVER_ERROR"),
        ("not_found", 404, "content-type", "application/json", "ENDPOINT_NOT_FOUND"),
        ("not_found_html", 404, "content-type", "text/html; charset=utf-8", "<html>"),
        ("https_port", 400, "content-type", "text/html; charset=utf-8", "HTTPS port"),
        ("redirect_https", 301, "location", "https://localhost/api/oauth/token", "<html>"),
        ("redirect_slash", 301, "location", "http://localhost/api/oauth/token/", "<html>"),
        ("redirect_login", 302, "location", "https://login.example.com/sign-in", "<html>"),
        ("redirect_loop", 302, "location", "http://localhost/api/oauth/token", "<html>"),
        ("proxy_auth", 407, "proxy-authenticate", "Basic realm=\"company proxy\"", "<html>"),
        ("empty", 200, "content-length", "0", ""),
    ] {
        let mock = tallyfy();
        inject_once(&mock, json!({"fault": fault, "on": "login"}));
        let response = mock.login();
        assert_eq!((response.status, header(&response, name)), (status, Some(value)), "{fault}: {response:?}");
        assert!(response.body.contains(body) && response.body.is_empty() == body.is_empty(), "{fault}: {response:?}");
        assert!(!has_tokens(&mock), "{fault} issues no token");
        let token = mock.login().json()["access_token"].clone();
        inject_once(&mock, json!({"fault": fault, "on": "api"}));
        assert_eq!(mock.get("/api/me", &token).status, status, "{fault}");
        assert_eq!(mock.get("/api/me", &token).status, 200, "{fault} leaves the token valid");
    }
}

#[test]
fn redirect_keeps_path_and_query() {
    let mock = tallyfy();
    for (fault, url, location) in [
        ("redirect_https", "/api/a?b=c", "https://localhost/api/a?b=c"),
        ("redirect_slash", "/api/a?b=c", "http://localhost/api/a/?b=c"),
        ("redirect_slash", "/api/a/?b=c", "http://localhost/api/a?b=c"),
        ("redirect_loop", "//x/?y", "http://localhost//x/?y"),
    ] {
        inject_once(&mock, json!({"fault": fault}));
        assert_eq!(header(&mock.call("GET", url, &[], ""), "location"), Some(location), "{fault} {url}");
    }
    inject_once(&mock, json!({"fault": "redirect_https"}));
    let response = String::from_utf8(mock.raw(b"GET /api/a HTTP/1.0\r\n\r\n")).unwrap();
    assert!(response.contains("location: https://localhost/api/a\r\n"), "{response}");
}

#[test]
fn retry_after_can_be_a_date() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "rate_limited_until", "retry_after": 3600}));
    let response = mock.login();
    let until = httpdate::parse_http_date(header(&response, "retry-after").unwrap()).unwrap();
    let wait = until.duration_since(SystemTime::now()).unwrap();
    assert_eq!((response.status, response.json()["code"].as_str()), (429, Some("RATE_LIMIT_EXCEEDED")));
    assert!((3500..=3600).contains(&wait.as_secs()), "{wait:?}");
    assert!(!has_tokens(&mock));
    assert_eq!(mock.login().status, 200);
}

#[test]
fn the_date_can_be_in_the_past_or_the_future() {
    let mock = tallyfy();
    for (seconds, ahead) in [(json!(null), 10_800), (json!(7200), 7200), (json!(-315_360_000), -315_360_000_i64)] {
        inject_once(&mock, json!({"fault": "clock_skew", "on": "login", "seconds": seconds}));
        let response = mock.login();
        assert_eq!(response.head.matches("date: ").count(), 1, "{}", response.head);
        let date = httpdate::parse_http_date(header(&response, "date").unwrap()).unwrap();
        let right = SystemTime::now() + Duration::from_secs(5);
        let off = match date.duration_since(right) {
            Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap(),
            Err(behind) => -i64::try_from(behind.duration().as_secs()).unwrap(),
        };
        assert!((ahead - off).abs() < 60, "{seconds}: {off}");
        assert_eq!(mock.get("/api/me", &response.json()["access_token"]).status, 200, "a right response");
    }
    let date = httpdate::parse_http_date(header(&mock.login(), "date").unwrap()).unwrap();
    assert!(SystemTime::now().duration_since(date).unwrap_or_default().as_secs() < 60, "one call only");
}

#[test]
fn correct_responses_can_be_unreadable() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "broken_json"}));
    let response = mock.login();
    let (warning, json) = response.body.split_once('\n').unwrap();
    assert!(warning.starts_with("Warning: ") && response.status == 200, "{response:?}");
    assert_eq!(
        header(&response, "content-length"),
        Some(response.body.len().to_string().as_str()),
        "the body is complete"
    );
    let token: Value = serde_json::from_str(json).unwrap();
    assert_eq!(mock.get("/api/me", &token["access_token"]).status, 200, "the token in it is valid");

    inject_once(&mock, json!({"fault": "wrong_content_type"}));
    let response = mock.login();
    assert_eq!(response.head.matches("content-type: ").count(), 1);
    assert_eq!(header(&response, "content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(mock.get("/api/me", &response.json()["access_token"]).status, 200);
    assert_eq!(header(&mock.login(), "content-type"), Some("application/json"));
}

#[test]
fn token_response_can_lack_its_token() {
    let mock = tallyfy();
    inject_once(&mock, json!({"fault": "no_access_token"}));
    let response = mock.login();
    let keys: Vec<_> = response.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!((response.status, keys.join(" ").as_str()), (200, "token_type expires_in refresh_token"));
    assert!(mock.login().json()["access_token"].is_string());
}
