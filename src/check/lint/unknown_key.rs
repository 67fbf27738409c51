//! A key that no such object has.

use crate::check::forms::{FORMS, Form};
use crate::check::reporter::Reporter;
use crate::check::rule::{Confidence, Definition, Judge, Sample};
use crate::document::{Document, Kind, NodeRef};
use crate::finding::{Rule, Severity};
use crate::postman::{FileKind, parts};
use crate::text::suggest;

/// A key that no such object has.
pub const RULE: Definition = Definition {
    id: Rule("lint/unknown-key"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a key that no object of its place has",
    why: "The schema accepts any key, and every reader passes over it: what stands under it is lost.",
    mend: "Mend the spelling, or take the key out. Keys that are near no known one are notes.",
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
    judge: Judge::Document(judge),
};

fn judge(document: &Document, reporter: &mut Reporter<'_>) {
    for (kind, node) in parts(document.root()) {
        let object = match kind {
            FileKind::CollectionV20 | FileKind::CollectionV21 => "collection",
            FileKind::Environment | FileKind::Globals => "environment",
            FileKind::CollectionV1 | FileKind::Dump => continue,
        };
        let mut pending = vec![(object, node)];
        while let Some((object, node)) = pending.pop() {
            match node.kind() {
                Kind::Array => pending.extend(node.elements().map(|element| (object, element))),
                Kind::Object => members(object, node, &mut pending, reporter),
                _ => {}
            }
        }
    }
}

/// Looks at the keys of one object, and goes on with what lies in it.
fn members<'d>(
    object: &'static str,
    node: NodeRef<'d>,
    pending: &mut Vec<(&'static str, NodeRef<'d>)>,
    reporter: &mut Reporter<'_>,
) {
    let Some(form) = FORMS.iter().find(|form| form.name == object) else { return };
    for (key, value) in node.members() {
        if let Some((_, inside)) = form.objects.iter().find(|(name, _)| key.is_str(name)) {
            pending.push((inside, value));
        } else if !form.values.iter().any(|name| key.is_str(name)) {
            report(form, node, key, value, reporter);
        }
    }
}

fn report(form: &Form, node: NodeRef<'_>, key: NodeRef<'_>, value: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    let name = key.as_str().unwrap_or_default();
    if name.starts_with('_') || name.starts_with("x-") || name.starts_with("X-") {
        return;
    }
    let known = form.objects.iter().map(|(name, _)| *name).chain(form.values.iter().copied());
    let meant = suggest(&name, known.filter(|known| node.get(known).is_none()));
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
            let report = reporter.at(key, format!("{named} is no key of {}, and readers pass over it", form.called));
            let report = report.help(format!("did you mean `{meant}`?"));
            // Exchanged or missing letters have one right answer; another word may be meant.
            if meant.len().abs_diff(name.len()) <= 1 && meant.as_bytes().first() == name.as_bytes().first() {
                report.fix(key, format!("\"{meant}\""));
            }
        }
        None => {
            let report = reporter.at(key, format!("{named} is no key of {}, and readers pass over it", form.called));
            report.help("take it out, unless a program of your own reads it").severity(Severity::Note);
        }
    }
}
