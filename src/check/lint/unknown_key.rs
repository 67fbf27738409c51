//! The rule `lint/unknown-key`: a key that objects of its type do not have.

use crate::check::known_keys::KNOWN_KEYS;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Document, Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, objects};
use crate::schema::{self, UnknownKey};
use crate::text::suggest;

/// A key that objects of its type do not have.
pub const RULE: Rule = Rule {
    id: RuleId("lint/unknown-key"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a key that is unknown at its location",
    why: "The schema accepts any key, but programs ignore an unknown one, so its value is lost.",
    fix: "Correct the key, or remove it. A key that resembles no known key is a note.",
    wrong: &[
        Sample::Collection(r#""item": [], «"variables"»: [{"key": "A", "value": "b"}]"#),
        Sample::Request(r#"«"headers"»: [{"key": "A", "value": "b"}]"#),
        Sample::Item(
            r#"{"name": "Me", «"evnet"»: [{"listen": "test"}], "request": {"url": "{{BASE}}/me"}, "response": []}"#,
        ),
        Sample::Request(r#""header": [{"key": "A", "value": "b", «"disabeld"»: true}]"#),
        Sample::Values(r#"{"key": "A", "value": "b", «"enabeld"»: false}"#),
        Sample::Request(r#"«"something"»: {"of": "mine"}"#),
        Sample::Item(
            r#"{"name": "Me", "protocolProfileBehavior": {«"followRedirect"»: false}, "request": {"url": "{{BASE}}/me"}, "response": []}"#,
        ),
        // Keys of the format v1, whose scripts no program of today runs.
        Sample::Request(r#"«"tests"»: "tests['ok'] = true;""#),
        Sample::Item(
            r#"{"name": "Me", «"preRequestScript"»: "var a = 1;", "request": {"url": "{{BASE}}/me"}, "response": []}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""description": "d", "header": [{"key": "A", "value": "b", "type": "text", "description": "c", "disabled": true}], "body": {"mode": "raw", "raw": "", "options": {"raw": {"language": "json", "mine": 1}}}"#,
        ),
        Sample::Collection(
            r#""item": [], "variable": [], "auth": null, "protocolProfileBehavior": {"strictSSL": false}, "_mine": 1, "x-mine": 2"#,
        ),
        Sample::Collection(r#""item": [], "variables": []"#),
    ],
    check: Check::Document(check_document),
};

/// The limit for one file: to find the location of each finding takes a walk from the root.
const MAX_FINDINGS: usize = 500;

fn check_document(document: &Document, reporter: &mut Reporter<'_>) {
    for (kind, node) in objects(document.root()) {
        for unknown in schema::unknown_keys(kind, node).iter().take(MAX_FINDINGS) {
            report_v3_key(unknown, reporter);
        }
        if document.is_yaml() {
            continue;
        }
        let object = match kind {
            FileKind::CollectionV20 | FileKind::CollectionV21 => "collection",
            FileKind::Environment | FileKind::Globals => "environment",
            FileKind::CollectionV1 | FileKind::CollectionV3 | FileKind::PartV3 | FileKind::Dump => continue,
        };
        let mut pending = vec![(object, node)];
        let mut left = MAX_FINDINGS;
        while let Some((object, node)) = pending.pop() {
            match node.kind() {
                Kind::Array => pending.extend(node.elements().map(|element| (object, element))),
                Kind::Object => left = left.saturating_sub(check_members(object, node, &mut pending, left, reporter)),
                _ => {}
            }
        }
    }
}

/// Reports an unknown key of a file of the format v3.
fn report_v3_key(unknown: &UnknownKey<'_>, reporter: &mut Reporter<'_>) {
    let name = unknown.key.as_str().unwrap_or_default();
    let suggestion = suggest(&name, unknown.absent.iter().map(String::as_str));
    // The finding about the missing key names this one.
    let is_reported = suggestion.is_some_and(|meant| unknown.missing.iter().any(|missing| missing == meant));
    if !is_extension(unknown.key) && !is_reported {
        report_unknown_key("this object", unknown.key, unknown.value, suggestion, false, reporter);
    }
}

/// Reports up to `limit` unknown keys of one object and adds the objects in it to `pending`. Returns the number of findings.
fn check_members<'d>(
    object: &'static str,
    node: NodeRef<'d>,
    pending: &mut Vec<(&'static str, NodeRef<'d>)>,
    limit: usize,
    reporter: &mut Reporter<'_>,
) -> usize {
    let Some(known_keys) = KNOWN_KEYS.iter().find(|known_keys| known_keys.name == object) else { return 0 };
    let mut unknown = Vec::new();
    for (key, value) in node.members() {
        if let Some((_, inside)) = known_keys.objects.iter().find(|(name, _)| key.is_str(name)) {
            pending.push((inside, value));
        } else if !known_keys.values.iter().any(|name| key.is_str(name)) && !is_extension(key) {
            unknown.push((key, value));
        }
    }
    if unknown.is_empty() || limit == 0 {
        return 0;
    }
    // A key that the object already has cannot be the intended one.
    let known = known_keys.objects.iter().map(|(name, _)| *name).chain(known_keys.values.iter().copied());
    let absent: Vec<_> = known.filter(|known| node.get(known).is_none()).collect();
    let checked: Vec<_> = unknown
        .iter()
        .take(limit)
        .map(|(key, value)| (*key, *value, suggest(&key.as_str().unwrap_or_default(), absent.iter().copied())))
        .collect();
    for (key, value, suggestion) in &checked {
        // If two keys have the same suggestion, it is not clear which one is right.
        let is_unique = suggestion.is_some() && checked.iter().filter(|(_, _, other)| other == suggestion).count() == 1;
        report_unknown_key(known_keys.title, *key, *value, *suggestion, is_unique, reporter);
    }
    checked.len()
}

/// What to do about a key of the format v1 that holds a script. Newman does not run it (measured in Newman 6.2.2).
fn help_for_old_script(name: &str) -> Option<&'static str> {
    match name {
        "tests" => Some("move the script to an `event` with the `listen` `test`"),
        "preRequestScript" => Some("move the script to an `event` with the `listen` `prerequest`"),
        _ => None,
    }
}

/// Whether the key is an extension: one that begins with `_` or `x-`.
fn is_extension(key: NodeRef<'_>) -> bool {
    key.as_str().is_some_and(|name| ["_", "x-", "X-"].iter().any(|prefix| name.starts_with(prefix)))
}

/// Reports the unknown key `key`. An empty value with a suggestion is not worth a finding.
fn report_unknown_key(
    title: &str,
    key: NodeRef<'_>,
    value: NodeRef<'_>,
    suggestion: Option<&str>,
    is_unique: bool,
    reporter: &mut Reporter<'_>,
) {
    let name = key.as_str().unwrap_or_default();
    let is_plain =
        name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'));
    let shown = if is_plain { format!("key `{name}`") } else { "key".to_owned() };
    let message = format!("{shown} is unknown in {title}, so programs ignore it");
    // An empty value is no loss.
    let is_empty = value.is_null()
        || value.is_empty()
            && value.as_str().is_none_or(|text| text.is_empty())
            && value.as_number().is_none()
            && value.as_bool().is_none();
    if let Some(help) = help_for_old_script(&name).filter(|_| value.kind() == Kind::String && !is_empty) {
        reporter.at(key, format!("{shown} is of the format v1, and its script never runs")).help(help);
        return;
    }
    match suggestion {
        Some(_) if is_empty => {}
        Some(suggestion) => {
            let report = reporter.at(key, message).help(format!("did you mean `{suggestion}`?"));
            // Swapped or missing characters allow one correction. A larger difference may be another word.
            if is_unique
                && suggestion.len().abs_diff(name.len()) <= 1
                && suggestion.as_bytes().first() == name.as_bytes().first()
            {
                report.fix(key, format!("\"{suggestion}\""));
            }
        }
        None => {
            let report = reporter.at(key, message);
            report.help("remove it, unless your own program reads it").severity(Severity::Note);
        }
    }
}
