//! The rule `lint/composed-url`: a URL to which its variables add a second scheme or a second port.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Variable;
use crate::text::url::SplitUrl;
use crate::text::{Reference, references};
use std::collections::HashMap;
use std::ops::Range;

/// A URL to which its variables add a second scheme or a second port.
pub const RULE: Rule = Rule {
    id: RuleId("lint/composed-url"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL with two schemes or two ports, one of them from the value of a variable",
    why: "The request fails: the name of the host is then `http`, or contains the first port (`getaddrinfo ENOTFOUND`, measured in Newman 6.2.2).",
    fix: "Write the scheme and the port either in the URL or in the variable.",
    wrong: &[
        Sample::Group(&[
            Sample::Request(
                r#""url": {"raw": "«https://»{{BASE}}/me", "protocol": "https", "host": ["{{BASE}}"], "path": ["me"]}"#,
            ),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE}}«:8080»/me""#),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com:8443", "enabled": true}"#),
        ]),
        Sample::Collection(
            r#""variable": [{"key": "BASE", "value": "http://api.example.com"}], "item": [{"name": "Me", "request": {"method": "GET", "url": "«https://»{{BASE}}/me"}, "response": []}]"#,
        ),
        Sample::Request(r#""url": "«https://»http://api.example.com/me""#),
    ],
    right: &[
        Sample::Group(&[
            Sample::Request(r#""url": "https://{{HOST}}:{{PORT}}/me?next=https://a.example/http://b""#),
            Sample::Values(
                r#"{"key": "HOST", "value": "api.example.com", "enabled": true}, {"key": "PORT", "value": "8443", "enabled": true}"#,
            ),
        ]),
        Sample::Group(&[
            Sample::Request(r#""url": "{{BASE}}:8080/me""#),
            Sample::Values(r#"{"key": "BASE", "value": "https://api.example.com", "enabled": true}"#),
        ]),
        Sample::Request(r#""url": "https://{{BASE}}/me""#),
        Sample::Request(r#""url": "https://web.archive.org/web/https://api.example.com/me""#),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    for collection in group.collections() {
        let environments: Vec<_> =
            group.values_of(collection).map(|values| values_of(Some(values), collection)).collect();
        let all = if environments.is_empty() { vec![values_of(None, collection)] } else { environments };
        let mut found: Vec<(NodeRef<'_>, Range<usize>, String, usize)> = Vec::new();
        let mut indexes: HashMap<String, usize> = HashMap::new();
        for request in collection.requests() {
            let Some(url) = request.request.url() else { continue };
            let node = if url.node().kind() == Kind::String { Some(url.node()) } else { url.node().get("raw") };
            let Some((node, text)) = node.and_then(|node| Some((node, node.as_str()?))) else { continue };
            let faulty = all.iter().find_map(|values| mistake(&text, values));
            let Some((range, message)) = faulty else { continue };
            let start = text[..range.end].to_owned();
            if let Some(index) = indexes.get(&start) {
                found[*index].3 += 1;
            } else {
                indexes.insert(start, found.len());
                found.push((node, range, message, 0));
            }
        }
        for (node, range, message, more) in found {
            reporter.part(node, range, message).help("write it in one of the two places").more(more);
        }
    }
}

/// The values that variables have in a run of `collection` with the environment `values`.
fn values_of<'d>(values: Option<&Entity<'d>>, collection: &Entity<'d>) -> HashMap<String, String> {
    let own = collection.variables().filter(|variable| variable.is_enabled());
    let all = own.chain(values.into_iter().flat_map(Entity::variables));
    all.filter_map(|variable: Variable<'_>| Some((variable.key()?.into_owned(), variable.value()?.into_owned())))
        .collect()
}

/// The part of the URL that repeats what follows or precedes it, and the message.
fn mistake(text: &str, values: &HashMap<String, String>) -> Option<(Range<usize>, String)> {
    let start = text.len() - text.trim_start().len();
    let rest = &text[start..];
    let first = references(rest).find(|used| values.contains_key(used.name));
    let value_of = |used: &Reference<'_>| values.get(used.name).map(|value| value.trim());
    if let Some((scheme, after)) = rest.split_once("://").filter(|(scheme, _)| is_scheme(scheme)) {
        let range = start..start + scheme.len() + 3;
        if after.split_once("://").is_some_and(|(second, _)| is_scheme(second)) {
            return Some((range, "URL has two schemes".to_owned()));
        }
        let used = references(after).next().filter(|used| used.range.start == 0)?;
        let value = value_of(&used)?;
        if value.split_once("://").is_some_and(|(second, _)| is_scheme(second)) {
            let name = display_name(used.name);
            return Some((range, format!("URL has two schemes: the value of `{name}` begins with one too")));
        }
    }
    let used = first.filter(|used| rest[..used.range.start].is_empty() || rest[..used.range.start].ends_with("://"))?;
    let behind = &rest[used.range.end..];
    let port = behind.strip_prefix(':')?.split(['/', '?', '#']).next().filter(|port| is_port(port))?;
    let has_port = SplitUrl::literal(value_of(&used)?).port.is_some_and(is_port);
    let from = start + used.range.end;
    let name = display_name(used.name);
    has_port
        .then(|| (from..from + 1 + port.len(), format!("URL has two ports: the value of `{name}` ends with one too")))
}

fn is_scheme(text: &str) -> bool {
    ["http", "https", "ws", "wss"].iter().any(|scheme| text.eq_ignore_ascii_case(scheme))
}

fn is_port(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}
