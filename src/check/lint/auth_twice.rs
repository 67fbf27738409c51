//! The rule `lint/auth-twice`: an auth block and an Authorization header in one request.

use crate::analysis::{Entity, FileGroup, RequestContext};
use crate::check::reporter::Reporter;
use crate::check::reporter::display_name;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::NodeRef;
use crate::finding::{RuleId, Severity};
use crate::postman::{Auth, AuthType};
use crate::text::references;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// An auth block and an Authorization header in one request.
pub const RULE: Rule = Rule {
    id: RuleId("lint/auth-twice"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a request with both an auth block and an Authorization header",
    why: "The block wins: Postman and Newman drop the header that people see in the request, and send the credential of the block (measured with Newman 6.2.2). A `bearer` or `oauth2` block with an empty token leaves the header alone. So the finding is a note if the token is a variable that is declared empty and that no script sets. It is also a note if the header and the block hold the same token.",
    fix: "Keep one of the two. `noauth` on the request disables an inherited block. Each block gets one finding, at the first such header.",
    wrong: &[
        Sample::Request(
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{A}}"}]}, "header": [«{"key": "authorization", "value": "Bearer {{B}}"}»]"#,
        ),
        Sample::Collection(
            r#""auth": {"type": "basic", "basic": [{"key": "username", "value": "{{U}}"}]}, "item": [{"name": "Me", "request": {"method": "GET", "url": "{{BASE}}/me", "header": [«{"key": "Authorization", "value": "Bearer {{B}}"}»]}, "response": []}]"#,
        ),
    ],
    right: &[
        Sample::Request(r#""auth": {"type": "noauth"}, "header": [{"key": "Authorization", "value": "Bearer {{B}}"}]"#),
        Sample::Request(
            r#""auth": {"type": "apikey", "apikey": [{"key": "key", "value": "X-Key"}, {"key": "value", "value": "{{K}}"}]}, "header": [{"key": "Authorization", "value": "Bearer {{B}}"}]"#,
        ),
        Sample::Request(
            r#""auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{A}}"}]}, "header": [{"key": "Authorization", "value": "x", "disabled": true}]"#,
        ),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for collection in group.collections() {
        let mut found: Vec<(Conflict<'_>, usize)> = Vec::new();
        let mut indexes = HashMap::new();
        for conflict in collection.requests().filter_map(|request| Conflict::of(request, group)) {
            match indexes.entry((conflict.auth.node().index(), conflict.severity)) {
                Entry::Occupied(index) => {
                    if let Some((_, more)) = found.get_mut(*index.get()) {
                        *more += 1;
                    }
                }
                Entry::Vacant(entry) => {
                    entry.insert(found.len());
                    found.push((conflict, 0));
                }
            }
        }
        for (twice, more) in found {
            reporter
                .at(twice.header, twice.message)
                .help("keep one of the two; `noauth` disables an inherited block")
                .more(more)
                .severity(twice.severity);
        }
    }
}

/// An Authorization header that an auth block replaces.
struct Conflict<'d> {
    auth: Auth<'d>,
    header: NodeRef<'d>,
    severity: Severity,
    message: String,
}

impl<'d> Conflict<'d> {
    fn of(request: &RequestContext<'d>, group: &FileGroup<'_>) -> Option<Self> {
        let auth = request.auth.filter(|auth| auth.writes_authorization())?;
        let headers = request.headers();
        let header = headers
            .iter()
            .find(|header| !header.disabled && header.key.trim().eq_ignore_ascii_case("authorization"))?;
        let block = if request.has_own_auth { "an auth block" } else { "an inherited auth block" };
        let token = auth.text("token");
        let is_same = token.is_some_and(|token| {
            header.value.trim().strip_prefix("Bearer ").is_some_and(|value| value.trim() == token.trim())
        });
        let message = match empty_variable(auth, group) {
            Some(name) if !is_same => {
                let name = display_name(&name);
                let message =
                    format!("Authorization header is sent only while `{name}` is empty: otherwise {block} replaces it");
                return Some(Self { auth, header: header.node, severity: Severity::Note, message });
            }
            _ => format!("Authorization header is not sent: {block} replaces it"),
        };
        let severity = if is_same { Severity::Note } else { Severity::Warning };
        Some(Self { auth, header: header.node, severity, message })
    }
}

/// The variable that holds the token of the block, if it is declared empty and no script sets it. With an empty token the block sends nothing
/// (measured with Newman 6.2.2).
fn empty_variable(auth: Auth<'_>, group: &FileGroup<'_>) -> Option<String> {
    let token_parameter = match auth.auth_type()? {
        AuthType::Bearer => "token",
        AuthType::OAuth2 => "accessToken",
        _ => return None,
    };
    let value = auth.text(token_parameter)?;
    let name = references(&value).next().filter(|used| used.range == (0..value.len()))?.name;
    let variables = group.entities.iter().flat_map(Entity::variables).filter(|variable| variable.is_enabled());
    let mut declared = variables.filter(|variable| variable.key().as_deref() == Some(name)).peekable();
    declared.peek()?;
    let is_empty = declared.all(|variable| variable.value().is_none_or(|value| value.is_empty()));
    let scripted = &group.usage().scripts;
    (is_empty && !scripted.sets_any && !scripted.set.contains(name)).then(|| name.to_owned())
}
