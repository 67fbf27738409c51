//! The rule `lint/token-redirect`: a token request whose credentials follow a redirect.

use super::token_request::is_token_path;
use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};

/// A token request whose credentials follow a redirect.
pub const RULE: Rule = Rule {
    id: RuleId("lint/token-redirect"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a token request that follows redirects",
    why: "A server that answers with 307 or 308 makes Postman and Newman send the body again, with its password or secret, to the host that the response names.",
    fix: "Switch off \"Automatically follow redirects\" in the settings of the request: `protocolProfileBehavior: {followRedirects: false}` in a collection v2.1, `settings: {followRedirects: false}` in the format v3.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "url": «"{{BASE}}/oauth/token"», "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}, {"key": "username", "value": "{{U}}"}, {"key": "password", "value": "{{P}}"}]}"#,
        ),
        Sample::Request(
            r#""method": "POST", "url": «"{{BASE}}/sessions"», "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "refresh_token"}, {"key": "refresh_token", "value": "{{R}}"}]}"#,
        ),
        Sample::Item(
            r#"{"name": "Token", "protocolProfileBehavior": {"followRedirects": true}, "request": {"method": "POST", "url": «"{{BASE}}/oauth2/token"», "body": {"mode": "raw", "raw": "{\"grant_type\": \"client_credentials\"}"}}, "response": []}"#,
        ),
    ],
    right: &[
        Sample::Item(
            r#"{"name": "Token", "protocolProfileBehavior": {"followRedirects": false}, "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}]}}, "response": []}"#,
        ),
        Sample::Item(
            r#"{"name": "Folder", "protocolProfileBehavior": {"followRedirects": false}, "item": [{"name": "Token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}]}}, "response": []}]}"#,
        ),
        Sample::Request(r#""method": "POST", "url": "{{BASE}}/tokens", "body": {"mode": "raw", "raw": "{}"}"#),
        Sample::Request(r#""method": "GET", "url": "{{BASE}}/oauth/token""#),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    if !request.follows_redirects || request.request.method() != "POST" {
        return;
    }
    let Some((body, url)) = request.request.body().zip(request.request.url()) else { return };
    let sends_fields =
        body.fields().any(|field| !field.disabled) || body.raw().is_some_and(|raw| !raw.trim().is_empty());
    let has_grant = || body.fields().any(|field| field.key == "grant_type" && !field.disabled);
    if sends_fields && (is_token_path(&url.path()) || has_grant()) {
        reporter
            .at(url.node(), "token request follows redirects, so its credentials can go to another host")
            .help("write `\"protocolProfileBehavior\": {\"followRedirects\": false}` beside `request` (in YAML `settings: {followRedirects: false}`)");
    }
}
