//! Faults that replace a response, and correct responses that are of no use.

use super::client::{Answer, Running, tallyfy};
use super::faults::order;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// The value of a header; none: it is not there.
fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn order_once(mock: &Running, mut fault: Value) {
    fault["times"] = json!(1);
    order(mock, &json!([fault]));
}

fn has_tokens(mock: &Running) -> bool {
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
        ("redirect_https", 301, "location", "https://any.example/api/oauth/token", "<html>"),
        ("redirect_slash", 301, "location", "http://any.example/api/oauth/token/", "<html>"),
        ("redirect_login", 302, "location", "https://login.example.com/sign-in", "<html>"),
        ("redirect_loop", 302, "location", "http://any.example/api/oauth/token", "<html>"),
        ("proxy_auth", 407, "proxy-authenticate", "Basic realm=\"company proxy\"", "<html>"),
        ("empty", 200, "content-length", "0", ""),
    ] {
        let mock = tallyfy();
        order_once(&mock, json!({"fault": fault, "on": "login"}));
        let answer = mock.login();
        assert_eq!((answer.status, header(&answer, name)), (status, Some(value)), "{fault}: {answer:?}");
        assert!(answer.body.contains(body) && answer.body.is_empty() == body.is_empty(), "{fault}: {answer:?}");
        assert!(!has_tokens(&mock), "{fault} gives no token");
        let token = mock.login().json()["access_token"].clone();
        order_once(&mock, json!({"fault": fault, "on": "api"}));
        assert_eq!(mock.get("/api/me", &token).status, status, "{fault}");
        assert_eq!(mock.get("/api/me", &token).status, 200, "{fault} leaves the token good");
    }
}

#[test]
fn redirect_keeps_path_and_query() {
    let mock = tallyfy();
    for (fault, url, location) in [
        ("redirect_https", "/api/a?b=c", "https://any.example/api/a?b=c"),
        ("redirect_slash", "/api/a?b=c", "http://any.example/api/a/?b=c"),
        ("redirect_slash", "/api/a/?b=c", "http://any.example/api/a?b=c"),
        ("redirect_loop", "//x/?y", "http://any.example//x/?y"),
    ] {
        order_once(&mock, json!({"fault": fault}));
        assert_eq!(header(&mock.call("GET", url, &[], ""), "location"), Some(location), "{fault} {url}");
    }
    order_once(&mock, json!({"fault": "redirect_https"}));
    let answer = String::from_utf8(mock.raw(b"GET /api/a HTTP/1.0\r\n\r\n")).unwrap();
    assert!(answer.contains("location: https://localhost/api/a\r\n"), "{answer}");
}

#[test]
fn retry_after_can_be_a_date() {
    let mock = tallyfy();
    order_once(&mock, json!({"fault": "rate_limited_until", "retry_after": 3600}));
    let answer = mock.login();
    let until = httpdate::parse_http_date(header(&answer, "retry-after").unwrap()).unwrap();
    let wait = until.duration_since(SystemTime::now()).unwrap();
    assert_eq!((answer.status, answer.json()["code"].as_str()), (429, Some("RATE_LIMIT_EXCEEDED")));
    assert!((3500..=3600).contains(&wait.as_secs()), "{wait:?}");
    assert!(!has_tokens(&mock));
    assert_eq!(mock.login().status, 200);
}

#[test]
fn a_clock_can_be_off_in_both_directions() {
    let mock = tallyfy();
    for (seconds, ahead) in [(json!(null), 10_800), (json!(7200), 7200), (json!(-315_360_000), -315_360_000_i64)] {
        order_once(&mock, json!({"fault": "clock_skew", "on": "login", "seconds": seconds}));
        let answer = mock.login();
        assert_eq!(answer.head.matches("date: ").count(), 1, "{}", answer.head);
        let date = httpdate::parse_http_date(header(&answer, "date").unwrap()).unwrap();
        let right = SystemTime::now() + Duration::from_secs(5);
        let off = match date.duration_since(right) {
            Ok(ahead) => i64::try_from(ahead.as_secs()).unwrap(),
            Err(behind) => -i64::try_from(behind.duration().as_secs()).unwrap(),
        };
        assert!((ahead - off).abs() < 60, "{seconds}: {off}");
        assert_eq!(mock.get("/api/me", &answer.json()["access_token"]).status, 200, "a right answer");
    }
    let date = httpdate::parse_http_date(header(&mock.login(), "date").unwrap()).unwrap();
    assert!(SystemTime::now().duration_since(date).unwrap_or_default().as_secs() < 60, "once only");
}

#[test]
fn correct_responses_can_be_unreadable() {
    let mock = tallyfy();
    order_once(&mock, json!({"fault": "broken_json"}));
    let answer = mock.login();
    let (warning, json) = answer.body.split_once('\n').unwrap();
    assert!(warning.starts_with("Warning: ") && answer.status == 200, "{answer:?}");
    assert_eq!(header(&answer, "content-length"), Some(answer.body.len().to_string().as_str()), "it is whole");
    let token: Value = serde_json::from_str(json).unwrap();
    assert_eq!(mock.get("/api/me", &token["access_token"]).status, 200, "the token in it is good");

    order_once(&mock, json!({"fault": "wrong_content_type"}));
    let answer = mock.login();
    assert_eq!(answer.head.matches("content-type: ").count(), 1);
    assert_eq!(header(&answer, "content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(mock.get("/api/me", &answer.json()["access_token"]).status, 200);
    assert_eq!(header(&mock.login(), "content-type"), Some("application/json"));
}

#[test]
fn token_response_can_lack_its_token() {
    let mock = tallyfy();
    order_once(&mock, json!({"fault": "no_access_token"}));
    let answer = mock.login();
    let keys: Vec<_> = answer.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!((answer.status, keys.join(" ").as_str()), (200, "token_type expires_in refresh_token"));
    assert!(mock.login().json()["access_token"].is_string());
}
