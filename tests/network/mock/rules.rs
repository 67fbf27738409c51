//! Who gets a token, and which requests a token allows.

use super::client::{CLIENT, RunningMock, start, tallyfy};
use postsmith::mock::{Routes, Settings, TokenRule};
use serde_json::{Value, json};

#[test]
fn token_needs_an_urlencoded_post_with_every_parameter_once() {
    let mock = tallyfy();
    let all = "grant_type=password&username=u&password=p&client_id=1001&client_secret=s";
    let form = "Content-Type: application/x-www-form-urlencoded";
    let refused = |headers: &[&str], body: &str| {
        let response = mock.call("POST", "/api/oauth/token", headers, body);
        let json = response.json();
        (
            response.status,
            format!("{}: {}", json["error"].as_str().unwrap(), json["error_description"].as_str().unwrap()),
        )
    };
    let json_body = r#"{"grant_type": "password"}"#;
    for (headers, body, expected) in [
        (&["Content-Type: application/json"][..], json_body, "invalid_request: the body is JSON"),
        (&["Content-Type: application/vnd.api+JSON; charset=utf-8"], json_body, "invalid_request: the body is JSON"),
        (
            &["Content-Type: multipart/form-data; boundary=x"],
            all,
            "invalid_request: the body is of another or no media type",
        ),
        (&[], all, "invalid_request: the body is of another or no media type"),
        (&[form], "", "missing parameter: grant_type"),
        (&[form], "grant_type=", "missing parameter: grant_type"),
        (
            &[form],
            "grant_type=implicit",
            "unsupported_grant_type: grant_type must be one of: password, client_credentials",
        ),
        (&[form], "grant_type=password", "missing parameter: username, password, client_id, client_secret"),
        (
            &[form],
            "grant_type=password&username=u&password=&client_id=1001&client_secret=s",
            "missing parameter: password",
        ),
        (&[form], "grant_type=refresh_token&client_id=1001", "missing parameter: refresh_token, client_secret"),
        (&[form], "grant_type=client_credentials&client_secret=s", "missing parameter: client_id"),
        (&[form], "grant_type=password&grant_type=password", "parameter sent twice: grant_type"),
        (&[form], &format!("{all}&password=q"), "parameter sent twice: password"),
    ] {
        let (status, text) = refused(headers, body);
        assert_eq!(status, 400, "{body}");
        assert!(text.contains(expected), "{body}: {text}");
    }
    assert_eq!(
        mock.call("POST", "/oauth/token", &["content-type: Application/X-WWW-Form-UrlEncoded;charset=UTF-8"], all)
            .status,
        200
    );
    let get = mock.call("GET", &format!("/api/oauth/token?{all}"), &[form], "");
    assert_eq!(get.status, 405);
    assert!(get.head.contains("allow: POST"));
    assert_eq!(mock.call("POST", "/api//oauth/token", &[form, CLIENT], all).status, 401, "not the token endpoint");
}

#[test]
fn wrong_credentials_have_different_errors() {
    let settings = Settings {
        client_secret: Some("s&+= %é".to_owned()),
        username: Some("u".to_owned()),
        password: Some("{{p}}".to_owned()),
        ..Settings::default()
    };
    let mock = start(Routes::default(), settings);
    let secret = "s%26%2B%3D+%25%C3%A9";
    let login = |id: &str, secret: &str, password: &str| {
        let response = mock.token(&format!(
            "grant_type=password&username=u&password={password}&client_id={id}&client_secret={secret}"
        ));
        (response.status, response.json()["error"].clone())
    };
    assert_eq!(login("abc", secret, "%7B%7Bp%7D%7D"), (401, json!("invalid_client")));
    assert_eq!(login("1002", secret, "%7B%7Bp%7D%7D"), (401, json!("invalid_client")));
    assert_eq!(login("1001", "s%26", "%7B%7Bp%7D%7D"), (401, json!("invalid_client")));
    assert_eq!(login("1001", secret, "p"), (400, json!("invalid_grant")));
    assert_eq!(login("1001", secret, "%7B%7Bp%7D%7D"), (200, Value::Null));
}

/// Why the API refuses these headers.
fn refusal(mock: &RunningMock, headers: &[&str]) -> String {
    let response = mock.call("GET", "/api/me", headers, "");
    let json = response.json();
    assert_eq!((response.status, &json["error"]), (401, &json!(true)), "{headers:?}");
    json["message"].as_str().unwrap().to_owned()
}

#[test]
fn api_needs_both_headers_exactly_once() {
    let mock = tallyfy();
    let response = mock.login().json();
    let access = response["access_token"].as_str().unwrap();
    let good = format!("Authorization: Bearer {access}");
    let refresh = format!("Authorization: Bearer {}", response["refresh_token"].as_str().unwrap());
    let spaced = format!("Authorization: Bearer  {access}");
    let lower = format!("authorization: bearer {access}");
    for (headers, expected) in [
        (&[good.as_str()][..], "X-Tallyfy-Client is missing"),
        (&[&good, "X-Tallyfy-Client: apiclient"], "another value"),
        (&[&good, CLIENT, "x-tallyfy-client: APIClient"], "sent 2 times"),
        (&[CLIENT], "Authorization header is missing"),
        (&[CLIENT, &good, &good], "sent 2 times"),
        (&[CLIENT, &spaced], "exactly one space"),
        (&[CLIENT, &lower], "does not start with `Bearer `"),
        (&[CLIENT, "Authorization: Bearer"], "holds no token"),
        (&[CLIENT, "Authorization: Bearer {{TALLYFY_ACCESS_TOKEN}}"], "unresolved variable"),
        (&[CLIENT, "Authorization: Bearer mock-access-0001-other-run"], "is unknown"),
        (&[CLIENT, &refresh], "refresh token"),
    ] {
        let message = refusal(&mock, headers);
        assert!(message.contains(expected), "{headers:?}: {message}");
        assert!(!message.contains(access), "a token in a message");
    }
    for path in ["/api/me", "/me"] {
        let me = mock.call("GET", path, &["x-TALLYFY-client: APIClient", &good, "Accept: application/json"], "");
        assert_eq!((me.status, me.json()["data"]["id"].is_number()), (200, true));
    }
    assert_eq!(mock.call("POST", "/api/me", &[CLIENT, &good], "").json()["code"], "ENDPOINT_NOT_FOUND");
}

#[test]
fn tokens_expire() {
    let mock = tallyfy();
    mock.control("PUT", "settings", r#"{"expires_in": 1}"#);
    let response = mock.login().json();
    assert_eq!(response["expires_in"], 1);
    assert_eq!(mock.get("/api/me", &response["access_token"]).status, 200);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let late = mock.get("/api/me", &response["access_token"]);
    assert_eq!((late.status, late.json()["message"].as_str().unwrap().contains("expired")), (401, true));
    assert_eq!(mock.refresh(&response["refresh_token"]).status, 200, "the refresh token stays valid");
}

#[test]
fn refresh_gives_a_new_access_token_and_optionally_a_new_refresh_token() {
    let mock = tallyfy();
    let first = mock.login().json();
    let second = mock.refresh(&first["refresh_token"]).json();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_eq!(second["refresh_token"], first["refresh_token"]);

    mock.control("PUT", "settings", r#"{"refresh_token_in_response": false, "rotate_refresh_token": true}"#);
    assert_eq!(mock.login().json().get("refresh_token"), None);
    assert_eq!(mock.refresh(&first["refresh_token"]).json().get("refresh_token"), None);
    assert_eq!(mock.refresh(&first["refresh_token"]).status, 200, "no new one was issued, so the old one is valid");

    mock.control("PUT", "settings", r#"{"refresh_token_in_response": true}"#);
    let third = mock.refresh(&first["refresh_token"]).json();
    assert_ne!(third["refresh_token"], first["refresh_token"]);
    let reused = mock.refresh(&first["refresh_token"]);
    assert_eq!((reused.status, &reused.json()["error"]), (400, &json!("invalid_grant")));
    assert_eq!(mock.refresh(&third["access_token"]).json()["error"], "invalid_grant", "not a refresh token");
    assert_eq!(mock.refresh(&third["refresh_token"]).status, 200);
}

#[test]
fn applications_and_users_have_separate_endpoints() {
    let mock = tallyfy();
    let form = "grant_type=client_credentials&client_id=1001&client_secret=s";
    let response = mock.token(form);
    assert!(response.head.contains("cache-control: no-store"));
    let application = response.json();
    assert_eq!(application["expires_in"], 604_800);
    assert_eq!(application.get("refresh_token"), None);
    let user = mock.login().json();
    let application_path = "/api/applications/org/users/a%40b.example/token";
    for (url, token) in
        [("/api/me", &application), ("/api/organizations/o/runs", &application), (application_path, &user)]
    {
        let refused = mock.get(url, &token["access_token"]);
        assert_eq!(refused.status, 403, "{url}");
        assert_eq!(refused.json()["message"], "You don't have application's permissions for this organization!");
    }
    assert_eq!(mock.get(application_path, &application["access_token"]).json()["code"], "ENDPOINT_NOT_FOUND");
    mock.control("PUT", "settings", r#"{"token_rule": "any"}"#);
    assert_eq!(mock.get("/api/me", &application["access_token"]).status, 200);
}

#[test]
fn settings_define_the_rules_of_another_api() {
    let settings = Settings {
        required_headers: [("Accept".to_owned(), "application/json".to_owned()), ("X-Key".to_owned(), "k".to_owned())]
            .into(),
        token_rule: TokenRule::None,
        token_path: "/token".to_owned(),
        client_id: "app-one".to_owned(),
        ..Settings::default()
    };
    let mock = start(Routes::default(), settings);
    assert_eq!(mock.call("GET", "/me", &["Accept: application/json", "x-key: k"], "").status, 200);
    assert_eq!(mock.call("GET", "/me", &["Accept: application/json"], "").status, 401);
    let form = "grant_type=client_credentials&client_id=app-one&client_secret=s";
    let headers = ["Content-Type: application/x-www-form-urlencoded"];
    assert_eq!(mock.call("POST", "/token", &headers, form).status, 200);
}
