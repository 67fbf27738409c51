//! Two that write the Authorization header.

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

/// Two that write the Authorization header.
pub const RULE: Rule = Rule {
    id: RuleId("lint/auth-twice"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a request with both an auth block in force and an Authorization header of its own",
    why: "The block wins: Postman and Newman drop the header that people see in the request and send what the block says (measured with Newman 6.2.2). A `bearer` or `oauth2` block whose token is empty leaves the header alone: where that is a variable which is declared empty and which no script sets, it is a note. So it is when both say the same.",
    fix: "Keep one. `noauth` on the request switches an inherited block off. Each block has one finding, at the first such header.",
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
        let mut found: Vec<(Twice<'_>, usize)> = Vec::new();
        let mut places = HashMap::new();
        for twice in collection.requests().filter_map(|request| Twice::of(request, group)) {
            match places.entry((twice.auth.node().index(), twice.severity)) {
                Entry::Occupied(at) => {
                    if let Some((_, more)) = found.get_mut(*at.get()) {
                        *more += 1;
                    }
                }
                Entry::Vacant(free) => {
                    free.insert(found.len());
                    found.push((twice, 0));
                }
            }
        }
        for (twice, more) in found {
            reporter
                .at(twice.header, twice.message)
                .help("keep one of the two; `noauth` switches an inherited block off")
                .more(more)
                .severity(twice.severity);
        }
    }
}

/// A header beside a block.
struct Twice<'d> {
    auth: Auth<'d>,
    header: NodeRef<'d>,
    severity: Severity,
    message: String,
}

impl<'d> Twice<'d> {
    fn of(request: &RequestContext<'d>, group: &FileGroup<'_>) -> Option<Self> {
        let auth = request.auth.filter(|auth| auth.writes_authorization())?;
        let headers = request.request.headers();
        let header = headers
            .iter()
            .find(|header| !header.disabled && header.key.trim().eq_ignore_ascii_case("authorization"))?;
        let whose = if request.has_own_auth { "an auth block" } else { "an inherited auth block" };
        let token = auth.text("token");
        let is_same = token.is_some_and(|token| {
            header.value.trim().strip_prefix("Bearer ").is_some_and(|value| value.trim() == token.trim())
        });
        let message = match empty_variable(auth, group) {
            Some(name) if !is_same => {
                let name = display_name(&name);
                let message = format!(
                    "this header stands beside {whose}: it is sent as long as `{name}` is empty, else the block takes its place"
                );
                return Some(Self { auth, header: header.node, severity: Severity::Note, message });
            }
            _ => format!("this header stands beside {whose} that takes its place"),
        };
        let severity = if is_same { Severity::Note } else { Severity::Warning };
        Some(Self { auth, header: header.node, severity, message })
    }
}

/// The variable that decides whether the block writes anything, if it is declared empty and no script sets it. Measured with Newman 6.2.2.
fn empty_variable(auth: Auth<'_>, group: &FileGroup<'_>) -> Option<String> {
    let deciding = match auth.auth_type()? {
        AuthType::Bearer => "token",
        AuthType::OAuth2 => "accessToken",
        _ => return None,
    };
    let value = auth.text(deciding)?;
    let name = references(&value).next().filter(|used| used.range == (0..value.len()))?.name;
    let all = group.entities.iter().flat_map(Entity::variables).filter(|variable| variable.is_enabled());
    let mut declared = all.filter(|variable| variable.key().as_deref() == Some(name)).peekable();
    declared.peek()?;
    let is_empty = declared.all(|variable| variable.value().is_none_or(|value| value.is_empty()));
    let scripted = &group.usage().scripts;
    (is_empty && !scripted.sets_any && !scripted.set.contains(name)).then(|| name.to_owned())
}
