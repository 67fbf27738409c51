//! Protection of the account: redirects, plain HTTP, and what a server makes of a request.

use super::patient::{Patient, causes, shown};
use super::server::{Listener, response};
use postsmith::http::{Proxies, Proxy};
use postsmith::oauth::Cause;
use std::sync::atomic::Ordering;

#[test]
fn redirects_are_not_followed_and_credentials_reach_no_other_host() {
    for status in ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"] {
        let other = Listener::responding(|_| response("200 OK", "", "{}"));
        let location = format!("Location: {}/oauth/token?secret=1\r\n", other.url());
        let patient = Patient::new();
        let server = Listener::responding(move |_| response(status, &location, ""));
        let walked = patient.walk(&server.url().replace("127.0.0.1", "localhost"));
        assert_eq!(causes(&walked), [Cause::Redirected], "{}", shown(&walked));
        assert_eq!(other.connections.load(Ordering::SeqCst), 0, "{status}");
        assert!(!shown(&walked).contains("secret=1"));
        assert!(passwords(&server) == 0 && shown(&walked).contains("no credentials were sent"), "{}", shown(&walked));
    }
}

#[test]
fn redirect_shows_what_is_wrong_with_the_base_url() {
    for (location, path, cause) in [
        ("https://127.0.0.1/api/oauth/token", "/api", Cause::PlainHttp),
        ("/api/oauth/token", "/api/", Cause::TrailingSlash),
        ("/login", "/api", Cause::Redirected),
        ("not an address", "/api", Cause::Redirected),
    ] {
        let location = format!("Location: {location}\r\n");
        let server = Listener::responding(move |_| response("301 Moved", &location, ""));
        let walked = Patient::new().walk(&format!("{}{path}", server.url()));
        assert_eq!(causes(&walked).last(), Some(&cause), "{}", shown(&walked));
    }
}

#[test]
fn target_of_a_redirect_is_described() {
    for (location, words) in [
        ("/api/oauth/token", "the URL that it was sent to"),
        ("/api/oauth/token/", "differs only in the slash at its end"),
        ("https://login.example.test/in", "another host"),
    ] {
        let location = format!("Location: {location}\r\n");
        let server = Listener::responding(move |_| response("302 Found", &location, ""));
        let walked = Patient::new().walk(&format!("{}/api", server.url()));
        assert!(causes(&walked) == [Cause::Redirected] && shown(&walked).contains(words), "{}", shown(&walked));
    }
}

#[test]
fn retry_after_is_read_as_seconds_and_as_a_date() {
    for (header, said) in [
        ("Retry-After: 30", "Retry-After: 30"),
        ("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"),
        ("X-None: 1", "does not say how long to wait"),
    ] {
        let header = format!("{header}\r\n");
        let server = Listener::responding(move |_| response("429 Slow", &header, r#"{"message":"Too many."}"#));
        let walked = Patient::new().walk(&format!("{}/api", server.url()));
        assert!(causes(&walked) == [Cause::RateLimited] && shown(&walked).contains(said), "{}", shown(&walked));
    }
}

/// A host that is not a loopback address goes through a proxy, which acts as the server.
#[test]
fn over_plain_http_a_redirecting_server_gets_no_credentials() {
    let server =
        Listener::responding(|_| response("301 Moved", "Location: https://api.example.test/api/oauth/token\r\n", ""));
    let mut patient = Patient::new();
    patient.settings.client.proxies =
        Proxies { http: Some(Proxy::parse(&server.address.to_string()).unwrap()), ..Proxies::default() };
    let walked = patient.walk("http://api.example.test/api");
    assert_eq!(causes(&walked), [Cause::PlainHttp, Cause::PlainHttp], "{}", shown(&walked));
    assert_eq!((server.heard().len(), passwords(&server)), (1, 0));
    assert!(server.heard()[0].starts_with("POST http://api.example.test/api/oauth/token HTTP/1.1\r\n"));
}

#[test]
fn response_of_the_token_endpoint_decides() {
    for (status, body, expected) in [
        (
            "400 Bad",
            r#"{"error":"invalid_request","error_description":"Content-Type must be urlencoded"}"#,
            &[Cause::BodyNotUrlencoded][..],
        ),
        ("415 No", "{}", &[Cause::BodyNotUrlencoded]),
        (
            "400 Bad",
            r#"{"error":"invalid_request","error_description":"scope is required"}"#,
            &[Cause::ParameterMissing],
        ),
        ("422 No", r#"{"error":true,"errors":{"scope":["no"]}}"#, &[Cause::ParameterMissing, Cause::BodyNotUrlencoded]),
        ("400 Bad", r#"{"error":"unsupported_grant_type"}"#, &[Cause::GrantNotAllowed]),
        ("400 Bad", r#"{"error":"unauthorized_client"}"#, &[Cause::GrantNotAllowed]),
        // Keycloak responds like this to a wrong secret.
        ("401 No", r#"{"error":"unauthorized_client"}"#, &[Cause::InvalidClient, Cause::WrongEnvironment]),
        (
            "400 Bad",
            r#"{"error":"invalid_grant","error_description":"Account is not fully set up"}"#,
            &[Cause::AccountBlocked],
        ),
        ("400 Bad", r#"{"error":{"code":"invalid_grant"}}"#, &[Cause::WrongPassword]),
        ("401 No", r#"{"message":"Invalid credentials"}"#, &[Cause::WrongPassword, Cause::InvalidClient]),
        ("404 No", r#"{"error":true,"code":"ENDPOINT_NOT_FOUND"}"#, &[Cause::BaseUrlPath]),
        ("404 No", "<html><title>Page not found</title>", &[Cause::BaseUrlPath]),
        ("400 Bad", "<html>The plain HTTP request was sent to HTTPS port", &[Cause::PlainHttp]),
        ("400 Bad", "Client sent an HTTP request to an HTTPS server.", &[Cause::PlainHttp]),
        ("400 Bad", "Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />", &[Cause::PlainHttp]),
        ("400 Bad", "<html>Bad Request", &[Cause::WebPage]),
        ("500 No", r#"{"error":"server_error"}"#, &[Cause::ServerError]),
        ("503 No", "<html>", &[Cause::GatewayError]),
        ("521 Down", "<html>", &[Cause::GatewayError]),
        ("403 No", "<!doctype html><title>Blocked</title>", &[Cause::WebPage]),
        ("418 Pot", "{}", &[Cause::OddStatus]),
        ("200 OK", "", &[Cause::ResponseNotJson]),
        ("200 OK", "hello", &[Cause::ResponseNotJson]),
        ("200 OK", r#"{"access_token": "abc"#, &[Cause::ResponseTruncated]),
        ("200 OK", r#"{"data": 1}"#, &[Cause::NoAccessToken]),
        ("200 OK", r#"{"access_token": "a\r\nEvil: 1"}"#, &[Cause::NoAccessToken]),
        ("200 OK", r#"["a"]"#, &[Cause::NoAccessToken]),
        ("407 Proxy", "{}", &[Cause::Proxy]),
    ] {
        let server = Listener::responding(move |_| response(status, "", body));
        let walked = Patient::new().walk(&format!("{}/api", server.url()));
        assert_eq!(causes(&walked), expected, "{status} {body}\n{}", shown(&walked));
        assert_eq!(passwords(&server), 1, "{status} {body}");
    }
}

/// How often the password was sent.
pub(crate) fn passwords(server: &Listener) -> usize {
    server.heard().iter().filter(|request| request.contains("grant_type=password")).count()
}
