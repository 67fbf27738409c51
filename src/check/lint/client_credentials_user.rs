//! An application token for a user.

use crate::analysis::Entity;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType, Url};

/// An application token for a user.
pub const RULE: Rule = Rule {
    id: RuleId("lint/client-credentials-user"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a collection that asks for a user with an application token only",
    why: "A token of the grant `client_credentials` belongs to no user: `/me` and its like answer 401 or 403 with it.",
    fix: "Get the token with the grant `password` or `authorization_code`, or take the requests of users out.",
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
    let mut asks_for_user = false;
    for request in collection.requests() {
        let Some(path) = request.request.url().map(Url::path) else { continue };
        let fields = request.request.body().map(|body| body.fields().collect::<Vec<_>>()).unwrap_or_default();
        let grant = fields.into_iter().find(|field| field.key == "grant_type" && !field.disabled);
        grants.extend(grant);
        // With another way to log in, what it brings is nobody's to know.
        asks_for_user |= is_of_user(&path) && request.auth.and_then(Auth::auth_type) != Some(AuthType::OAuth2);
    }
    let all_of_application = !grants.is_empty() && grants.iter().all(|grant| grant.value == "client_credentials");
    if !asks_for_user || !all_of_application {
        return;
    }
    for grant in grants {
        let node = grant.node.get("value").unwrap_or(grant.node);
        reporter
            .at(node, "the only tokens of this collection belong to no user, and it has requests that ask for one")
            .help("get the token with the grant `password` or `authorization_code`");
    }
}

/// `/me`, `/api/v2/users/me`, `/userinfo`; not `/apps/me`, which is an application.
fn is_of_user(path: &[String]) -> bool {
    let is_version = |segment: &str| {
        segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    let leads = |segment: &&String| {
        matches!(segment.as_str(), "api" | "rest" | "users" | "user" | "accounts") || is_version(segment)
    };
    let first = path.iter().find(|segment| !leads(segment));
    first.is_some_and(|segment| segment == "me") || path.last().is_some_and(|segment| segment == "userinfo")
}
