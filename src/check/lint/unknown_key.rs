//! A key that no such object has.

use crate::check::known_keys::{KNOWN_KEYS, KnownKeys};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Document, Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::{FileKind, objects};
use crate::text::suggest;

/// A key that no such object has.
pub const RULE: Rule = Rule {
    id: RuleId("lint/unknown-key"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a key that no object of its place has",
    why: "The schema accepts any key, and every reader passes over it: what stands under it is lost.",
    fix: "Mend the spelling, or take the key out. Keys that are near no known one are notes.",
    wrong: &[
        Sample::Collection(r#""item": [], «"variables"»: [{"key": "A", "value": "b"}]"#),
        Sample::Request(r#"«"headers"»: [{"key": "A", "value": "b"}]"#),
        Sample::Item(
            r#"{"name": "Me", «"evnet"»: [{"listen": "test"}], "request": {"url": "{{BASE}}/me"}, "response": []}"#,
        ),
        Sample::Request(r#""header": [{"key": "A", "value": "b", «"disabeld"»: true}]"#),
        Sample::Values(r#"{"key": "A", "value": "b", «"enabeld"»: false}"#),
        Sample::Request(r#"«"something"»: {"of": "mine"}"#),
    ],
    right: &[
        Sample::Request(
            r#""description": "d", "header": [{"key": "A", "value": "b", "type": "text", "description": "c", "disabled": true}], "body": {"mode": "raw", "raw": "", "options": {"raw": {"language": "json", "mine": 1}}}"#,
        ),
        Sample::Collection(
            r#""item": [], "variable": [], "auth": null, "protocolProfileBehavior": {"mine": 1}, "_mine": 1, "x-mine": 2"#,
        ),
        Sample::Collection(r#""item": [], "variables": []"#),
    ],
    check: Check::Document(check_document),
};

/// Nobody reads more of one file, and the place of each takes a walk from the top.
const MOST: usize = 500;

fn check_document(document: &Document, reporter: &mut Reporter<'_>) {
    for (kind, node) in objects(document.root()) {
        let object = match kind {
            FileKind::CollectionV20 | FileKind::CollectionV21 => "collection",
            FileKind::Environment | FileKind::Globals => "environment",
            FileKind::CollectionV1 | FileKind::Dump => continue,
        };
        let mut pending = vec![(object, node)];
        let mut left = MOST;
        while let Some((object, node)) = pending.pop() {
            match node.kind() {
                Kind::Array => pending.extend(node.elements().map(|element| (object, element))),
                Kind::Object => left = left.saturating_sub(members(object, node, &mut pending, left, reporter)),
                _ => {}
            }
        }
    }
}

/// Looks at the keys of one object, and goes on with what lies in it. Says how many are unknown, of which it judges the first `most`.
fn members<'d>(
    object: &'static str,
    node: NodeRef<'d>,
    pending: &mut Vec<(&'static str, NodeRef<'d>)>,
    most: usize,
    reporter: &mut Reporter<'_>,
) -> usize {
    let Some(form) = KNOWN_KEYS.iter().find(|form| form.name == object) else { return 0 };
    let mut unknown = Vec::new();
    for (key, value) in node.members() {
        if let Some((_, inside)) = form.objects.iter().find(|(name, _)| key.is_str(name)) {
            pending.push((inside, value));
        } else if !form.values.iter().any(|name| key.is_str(name)) && !is_free(key) {
            unknown.push((key, value));
        }
    }
    if unknown.is_empty() || most == 0 {
        return 0;
    }
    // What the object has already was not meant.
    let known = form.objects.iter().map(|(name, _)| *name).chain(form.values.iter().copied());
    let absent: Vec<_> = known.filter(|known| node.get(known).is_none()).collect();
    let judged: Vec<_> = unknown
        .iter()
        .take(most)
        .map(|(key, value)| (*key, *value, suggest(&key.as_str().unwrap_or_default(), absent.iter().copied())))
        .collect();
    for (key, value, meant) in &judged {
        // Two keys that were meant to be one have no right answer.
        let is_alone = meant.is_some() && judged.iter().filter(|(_, _, other)| other == meant).count() == 1;
        report(form, *key, *value, *meant, is_alone, reporter);
    }
    judged.len()
}

/// Whether anybody may write what he likes under this key.
fn is_free(key: NodeRef<'_>) -> bool {
    let written = key.source();
    ["\"_", "\"x-", "\"X-"].iter().any(|begin| written.starts_with(begin))
}

fn report(
    form: &KnownKeys,
    key: NodeRef<'_>,
    value: NodeRef<'_>,
    meant: Option<&str>,
    is_alone: bool,
    reporter: &mut Reporter<'_>,
) {
    let name = key.as_str().unwrap_or_default();
    let is_plain =
        name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let named = if is_plain { format!("`{name}`") } else { "this".to_owned() };
    // What is empty is lost to nobody.
    let is_empty = value.is_null()
        || value.is_empty()
            && value.as_str().is_none_or(|text| text.is_empty())
            && value.as_number().is_none()
            && value.as_bool().is_none();
    match meant {
        Some(_) if is_empty => {}
        Some(meant) => {
            let report = reporter.at(key, format!("{named} is no key of {}, and readers pass over it", form.title));
            let report = report.help(format!("did you mean `{meant}`?"));
            // Exchanged or missing letters have one right answer; another word may be meant.
            if is_alone && meant.len().abs_diff(name.len()) <= 1 && meant.as_bytes().first() == name.as_bytes().first()
            {
                report.fix(key, format!("\"{meant}\""));
            }
        }
        None => {
            let report = reporter.at(key, format!("{named} is no key of {}, and readers pass over it", form.title));
            report.help("take it out, unless a program of your own reads it").severity(Severity::Note);
        }
    }
}
