//! The rule `lint/client-credentials-user`: requests for a user with a token that belongs to an application.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType, Url};

/// Requests for a user with a token that belongs to an application.
pub const RULE: Rule = Rule {
    id: RuleId("lint/client-credentials-user"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a collection that requests data of the user and gets only tokens of the application",
    why: "A token of the grant `client_credentials` belongs to no user, so `/me` and similar endpoints answer 401 or 403.",
    fix: "Get the token with the grant `password` or `authorization_code`, or remove the requests for the user.",
    wrong: &[Sample::Collection(
        r#""item": [{"name": "Token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": «"client_credentials"»}, {"key": "client_id", "value": "{{C}}"}]}}, "response": []},
{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}]"#,
    )],
    right: &[
        Sample::Collection(
            r#""item": [{"name": "Token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}]}}, "response": []},
{"name": "Items", "request": {"method": "GET", "url": "{{BASE}}/items"}, "response": []}]"#,
        ),
        Sample::Collection(
            r#""item": [{"name": "Token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "client_credentials"}]}}, "response": []},
{"name": "User token", "request": {"method": "POST", "url": "{{BASE}}/oauth/token", "body": {"mode": "urlencoded", "urlencoded": [{"key": "grant_type", "value": "password"}]}}, "response": []},
{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me"}, "response": []}]"#,
        ),
    ],
    check: Check::Collection(check_collection),
};

fn check_collection(collection: &Entity<'_>, reporter: &mut Reporter<'_>) {
    let mut grants = Vec::new();
    let mut requests_user = false;
    for request in collection.requests() {
        let Some(path) = request.request.url().map(Url::path) else { continue };
        let fields = request.request.body().map(|body| body.fields().collect::<Vec<_>>()).unwrap_or_default();
        let grant = fields.into_iter().find(|field| field.key == "grant_type" && !field.disabled);
        grants.extend(grant);
        // An OAuth 2.0 block gets its own token, which may belong to a user.
        requests_user |= is_user_path(&path) && request.auth.and_then(Auth::auth_type) != Some(AuthType::OAuth2);
    }
    let all_client_credentials = !grants.is_empty() && grants.iter().all(|grant| grant.value == "client_credentials");
    if !requests_user || !all_client_credentials {
        return;
    }
    for grant in grants {
        let node = grant.node.get("value").unwrap_or(grant.node);
        reporter
            .at(node, "collection requests data of the user, but its tokens belong to the application")
            .help("get the token with the grant `password` or `authorization_code`");
    }
}

/// Whether the path names the user: `/me`, `/api/v2/users/me`, `/userinfo`; not `/apps/me`, which is an application.
fn is_user_path(path: &[String]) -> bool {
    let is_version = |segment: &str| {
        segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|character: char| character.is_ascii_digit()))
    };
    let is_prefix = |segment: &&String| {
        matches!(segment.as_str(), "api" | "rest" | "users" | "user" | "accounts") || is_version(segment)
    };
    let first = path.iter().find(|segment| !is_prefix(segment));
    first.is_some_and(|segment| segment == "me") || path.last().is_some_and(|segment| segment == "userinfo")
}
