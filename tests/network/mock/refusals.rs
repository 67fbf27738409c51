//! Correct requests that a fault makes the mock refuse.

use super::client::{CLIENT, RunningMock, start, tallyfy};
use super::faults::inject;
use postsmith::mock::{Routes, Settings, TokenRule};
use serde_json::{Value, json};

fn inject_once(mock: &RunningMock, fault: &str) {
    inject(mock, &json!([{"fault": fault, "times": 1}]));
}

fn kinds(mock: &RunningMock) -> [usize; 2] {
    let tokens = mock.control("GET", "tokens", "");
    ["access", "refresh"].map(|kind| tokens[kind].as_array().unwrap().len())
}

#[test]
fn api_refuses_a_request_that_was_changed_on_its_way() {
    let mock = tallyfy();
    let token = mock.login().json()["access_token"].clone();
    for (fault, status, expected) in [
        ("header_stripped", 401, "X-Tallyfy-Client is missing"),
        ("header_altered", 401, "X-Tallyfy-Client has another value"),
        ("authorization_stripped", 401, "Authorization header is missing"),
        ("authorization_altered", 401, "does not start with `Bearer `"),
        ("token_unknown", 401, "is unknown"),
        ("application_token", 403, "application's permissions"),
    ] {
        inject_once(&mock, fault);
        mock.control("DELETE", "requests", "");
        let login = mock.login();
        assert_eq!(login.status, 200, "{fault} does not affect the token endpoint");
        let refused = mock.get("/api/me", &token);
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert_eq!(refused.status, status, "{fault}");
        assert!(message.contains(expected), "{fault}: {message}");
        assert_eq!(mock.get("/api/me", &token).status, 200, "{fault}: one call only, and the token stays valid");
        let log = mock.control("GET", "requests", "").to_string();
        assert_eq!(log.matches("APIClient").count(), 2, "{fault}: the log contains the request as sent");
        assert_eq!(log.matches(token.as_str().unwrap()).count(), 2, "{fault}");
    }
}

#[test]
fn api_without_such_rules_accepts_it() {
    let settings = Settings { token_rule: TokenRule::None, ..Settings::default() };
    let mock = start(Routes::default(), settings);
    for fault in
        ["header_stripped", "header_altered", "authorization_stripped", "authorization_altered", "token_unknown"]
    {
        inject_once(&mock, fault);
        assert_eq!(mock.call("GET", "/me", &[CLIENT], "").status, 200, "{fault}");
        assert_eq!(mock.control("GET", "faults", ""), json!([]), "{fault} was applied");
    }
}

#[test]
fn other_organisation_is_forbidden_and_the_user_is_not() {
    let mock = tallyfy();
    let token = mock.login().json()["access_token"].clone();
    inject_once(&mock, "forbidden_organization");
    for path in ["/api/me", "/me", "/api/me/organizations"] {
        assert_ne!(mock.get(path, &token).status, 403, "{path}");
    }
    let refused = mock.get("/api/organizations/o/runs", &token);
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!("FORBIDDEN")));
    assert_ne!(mock.get("/api/organizations/o/runs", &token).status, 403, "one call only");
    inject_once(&mock, "forbidden_organization");
    assert_eq!(mock.get("/api/menu", &token).status, 403, "`/menu` is not below `/me`");
}

#[test]
fn token_endpoint_refuses_and_issues_nothing() {
    let mock = tallyfy();
    for (fault, error, expected) in [
        ("body_not_urlencoded", "invalid_request", "the body is JSON"),
        ("parameter_missing", "invalid_request", "missing parameter: client_secret"),
        ("unsupported_grant", "unsupported_grant_type", "does not offer the grant"),
        ("unauthorized_client", "unauthorized_client", "may not use the grant"),
        ("wrong_password", "invalid_grant", "wrong username or password"),
    ] {
        let before = kinds(&mock);
        inject_once(&mock, fault);
        let refused = mock.login();
        let json = refused.json();
        assert_eq!((refused.status, json["error"].as_str()), (400, Some(error)), "{fault}");
        assert!(json["error_description"].as_str().unwrap().contains(expected), "{fault}: {json}");
        assert_eq!(kinds(&mock), before, "{fault}");
        assert_eq!(mock.login().status, 200, "{fault}: one call only");
    }
}

#[test]
fn fault_of_one_grant_waits_for_that_grant() {
    let mock = tallyfy();
    let tokens = mock.login().json();
    let application = "grant_type=client_credentials&client_id=1001&client_secret=s";
    inject_once(&mock, "wrong_password");
    assert_eq!(mock.token(application).status, 200);
    assert_eq!(mock.refresh(&tokens["refresh_token"]).status, 200);
    assert_eq!(mock.login().status, 400);
    inject_once(&mock, "refresh_dead");
    assert_eq!(mock.token(application).status, 200);
    assert_eq!(mock.login().status, 200);
    assert_eq!(mock.refresh(&tokens["refresh_token"]).status, 400);
}

/// The error description of a refused refresh.
fn description(mock: &RunningMock, token: &Value) -> String {
    let refused = mock.refresh(token);
    let json = refused.json();
    assert_eq!((refused.status, json["error"].as_str()), (400, Some("invalid_grant")));
    json["error_description"].as_str().unwrap().to_owned()
}

#[test]
fn refresh_token_expires_or_is_used_by_another_client() {
    let mock = tallyfy();
    for (fault, expected, remaining) in [("refresh_dead", "has expired", 0), ("refresh_rotated", "was used already", 1)]
    {
        mock.control("POST", "reset", "");
        let tokens = mock.login().json();
        inject_once(&mock, fault);
        for _ in 0..2 {
            let text = description(&mock, &tokens["refresh_token"]);
            assert!(text.contains(expected), "{fault} persists: {text}");
        }
        assert_eq!(kinds(&mock), [1, remaining], "{fault}: another client has the new token, or there is none");
        assert_eq!(mock.get("/api/me", &tokens["access_token"]).status, 200, "{fault} leaves the access token valid");
        let next = mock.login().json();
        assert_eq!(mock.refresh(&next["refresh_token"]).status, 200, "{fault}: one call only");
        inject_once(&mock, fault);
        let text = description(&mock, &next["access_token"]);
        assert!(text.contains("not a refresh token"), "{fault}: {text}");
        assert_eq!(mock.get("/api/me", &next["access_token"]).status, 200, "{fault} affects refresh tokens only");
    }
}

#[test]
fn reused_rotated_token_differs_from_an_expired_one() {
    let mock = tallyfy();
    mock.control("PUT", "settings", r#"{"rotate_refresh_token": true}"#);
    let tokens = mock.login().json();
    let second = mock.refresh(&tokens["refresh_token"]).json();
    assert!(description(&mock, &tokens["refresh_token"]).contains("was used already"));
    mock.control("POST", "expire", r#"{"token": "refresh"}"#);
    assert!(description(&mock, &second["refresh_token"]).contains("has expired"));
}

#[test]
fn revoked_token_differs_from_an_expired_one() {
    let mock = tallyfy();
    for (fault, expected) in [("revoked", "is unknown"), ("expired", "has expired")] {
        let token = mock.login().json()["access_token"].clone();
        inject(&mock, &json!([{"fault": fault, "on": "api", "times": 1}]));
        let message = mock.get("/api/me", &token).json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{fault}: {message}");
    }
}
