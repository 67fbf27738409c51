//! The rule `lint/token-request`: a token request that the server refuses.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType, Event, Pair, Url};

/// The required parameters of each grant, without those of the client.
const REQUIRED: &[(&str, &[&str])] = &[
    ("password", &["username", "password"]),
    ("refresh_token", &["refresh_token"]),
    ("authorization_code", &["code"]),
];

/// A token request that the server refuses.
pub const RULE: Rule = Rule {
    id: RuleId("lint/token-request"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a token request with the wrong method or body, or without a parameter of its grant",
    why: "OAuth 2.0 (RFC 6749, section 4) requires a POST with a urlencoded body, so the server answers 400 `invalid_request`. Some servers also accept JSON: look at their documentation.",
    fix: "Choose the body `x-www-form-urlencoded` and add every parameter of the grant: `username` and `password` for `password`, `refresh_token` for `refresh_token`, `code` for `authorization_code`. For `client_credentials` add `client_id` and `client_secret`, or an auth block of the type `basic`.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": «"raw"», "raw": "{\"grant_type\": \"password\"}"}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": «[{"key": "grant_type", "value": "password"}, {"key": "username", "value": "{{U}}"}]»}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth2/token", "body": {"mode": "urlencoded", "urlencoded": «[{"key": "username", "value": "{{U}}"}]»}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "refresh_token"}, {"key": "refresh_token", "value": «""»}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": «"formdata"», "formdata": [{"key": "grant_type", "value": "password", "type": "text"}]}"#,
        ),
        Sample::Request(
            r#""method": «"GET"», "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "refresh_token"}, {"key": "refresh_token", "value": "{{R}}"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": «[{"key": "grant_type", "value": "client_credentials"}, {"key": "scope", "value": "a"}]»}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}, {"key": "username", "value": "{{U}}"}, {"key": "password", "value": "{{P}}"}, {"key": "client_id", "value": "{{C}}"}]}"#,
        ),
        Sample::Request(r#""method": "POST", "url": "{{BASE}}/tokens", "body": {"mode": "raw", "raw": "{}"}"#),
        Sample::Request(r#""method": "POST", "url": "{{BASE}}/oauth/token?grant_type=client_credentials""#),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "{{GRANT}}"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "auth": {"type": "basic", "basic": [{"key": "username", "value": "{{C}}"}]}, "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "header": [{"key": "Authorization", "value": "Basic {{C}}"}], "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}, {"key": "client_assertion", "value": "{{JWT}}"}]}"#,
        ),
        Sample::Item(
            r#"{"name": "Token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}]}},
"response": [], "event": [{"listen": "prerequest", "script": {"exec": ["pm.request.headers.add(header);"]}}]}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(body) = request.request.body() else { return };
    let fields: Vec<_> = body.fields().filter(|field| !field.disabled).collect();
    let grant = fields.iter().find(|field| field.key == "grant_type");
    let url = request.request.url();
    let is_endpoint = url.is_some_and(|url| is_token_path(&url.path()));
    if !is_endpoint && grant.is_none() {
        return;
    }
    let query: Vec<_> = url.map(Url::query).unwrap_or_default();
    if is_endpoint
        && body.mode().as_deref() == Some("raw")
        && let Some(mode) = body.node().get("mode")
        && body.raw().is_some_and(|raw| raw.trim_start().starts_with('{') && raw.contains("grant_type"))
    {
        reporter
            .at(mode, "token request has a JSON body, but OAuth 2.0 requires a urlencoded body")
            .help("choose `urlencoded`, with one field for each parameter");
        return;
    }
    if is_endpoint && body.mode().as_deref() == Some("formdata") && grant.is_some() {
        if let Some(mode) = body.node().get("mode") {
            let message = "token request has a multipart body, but OAuth 2.0 requires a urlencoded body";
            reporter.at(mode, message).help("choose `urlencoded`");
        }
        return;
    }
    let Some(list) = body.node().get("urlencoded").filter(|list| !list.is_empty()) else { return };
    let Some(grant) = grant else {
        if !query.iter().any(|pair| pair.key == "grant_type") && looks_like_grant(&fields) {
            reporter.at(list, "token request has no `grant_type`").help("add the field `grant_type`");
        }
        return;
    };
    let method = request.request.method();
    if is_endpoint
        && method != "POST"
        && let Some(node) = request.request.node().get("method")
    {
        reporter.at(node, "token request is not a POST").help("write `POST`");
    }
    if *grant.value == *"client_credentials" && !names_client(request, fields.iter().chain(&query)) {
        reporter
            .at(list, "token request of the grant `client_credentials` does not name its client")
            .help("add `client_id` and `client_secret`, or an auth block of the type `basic`");
        return;
    }
    let Some((_, required)) = REQUIRED.iter().find(|(name, _)| *name == grant.value) else { return };
    let parameters = || fields.iter().chain(&query);
    let missing: Vec<_> = required
        .iter()
        .filter(|name| !parameters().any(|field| field.key == **name))
        .map(|name| format!("`{name}`"))
        .collect();
    if !missing.is_empty() {
        let message = format!("token request of the grant `{}` lacks {}", grant.value, missing.join(" and "));
        reporter.at(list, message).help("add each missing field, with a variable as its value");
        return;
    }
    let empty = fields.iter().find(|field| required.contains(&&*field.key) && field.value.is_empty());
    if let Some(node) = empty.and_then(|field| field.node.get("value")) {
        let report = reporter.at(node, "parameter of the token request is empty").help("write a variable here");
        // A code is valid once, so people paste it by themselves.
        if *grant.value == *"authorization_code" {
            report.severity(Severity::Note);
        }
    }
}

/// Whether the request names its client: in a field, an auth block or a header, or perhaps in a script.
fn names_client<'p>(request: &RequestContext<'_>, mut fields: impl Iterator<Item = &'p Pair<'p>>) -> bool {
    let is_client_name = |name: &str| {
        let name = name.to_lowercase();
        ["client", "secret", "assertion", "key", "auth", "app", "user"].iter().any(|word| name.contains(word))
    };
    let has_auth = request.auth.and_then(Auth::kind).is_some_and(|kind| kind != AuthType::NoAuth.name());
    let has_header = || request.headers().iter().any(|header| !header.disabled && is_client_name(&header.key));
    let has_script = || {
        let owners = request.collection.node().descendants().filter(|node| node.get("event").is_some());
        let mut events = owners.flat_map(Event::of);
        events.any(|event| event.listen().as_deref() == Some("prerequest") && event.program().is_some())
    };
    has_auth || fields.any(|field| is_client_name(&field.key)) || has_header() || has_script()
}

/// Whether the path is that of a token endpoint: `.../oauth/token`, `.../oauth2/v1/token`, `.../connect/token`, `.../openid-connect/token`.
pub(super) fn is_token_path(path: &[String]) -> bool {
    let mut segments = path.iter().rev().map(String::as_str).filter(|segment| !segment.is_empty());
    segments.next() == Some("token")
        && segments
            .take(2)
            .any(|segment| matches!(segment, "oauth" | "oauth2" | "connect" | "openid-connect" | "OAuth2"))
}

/// Whether one of the fields belongs to a grant.
fn looks_like_grant(fields: &[Pair<'_>]) -> bool {
    fields.iter().any(|field| matches!(&*field.key, "username" | "refresh_token" | "code" | "client_secret"))
}
