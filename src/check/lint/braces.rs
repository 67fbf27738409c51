//! The rule `lint/braces`: a variable in other braces than Postman's.

use crate::analysis::{Entity, FileGroup, RequestContext};
use crate::check::reporter::{Reporter, display_name};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::{Url, Variable};
use std::collections::BTreeSet;
use std::ops::Range;

/// A variable in other braces than Postman's.
pub const RULE: Rule = Rule {
    id: RuleId("lint/braces"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a variable that is not written as `{{name}}`: with whitespace inside, with one or three braces, or as `${name}` or `<<name>>`",
    why: "Postman and Newman send it as it is written, or with the braces that are too many (measured in Newman 6.2.2).",
    fix: "Write `{{name}}`. In bodies, and for one pair of braces, the rule reports only names that the files declare.",
    wrong: &[
        Sample::Collection(
            r#""variable": [{"key": "BASE", "value": "https://api.example.com"}], "item": [{"name": "Me", "request": {"method": "GET", "url": "«{{ BASE }}»/me"}, "response": []}]"#,
        ),
        Sample::Request(r#""url": "«{{BASE}»/me""#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "«{CLIENT}}»"}]"#),
        Sample::Request(r#""header": [{"key": "X-Client", "value": "«{{{CLIENT}}}»"}]"#),
        Sample::Request(r#""url": "«${BASE}»/me""#),
        Sample::Group(&[
            Sample::Request(r#""url": "https://api.example.com/«<<TENANT>>»/me""#),
            Sample::Values(r#"{"key": "TENANT", "value": "7", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Request(r#""header": [{"key": "X-Tenant", "value": "«{TENANT}»"}]"#),
            Sample::Values(r#"{"key": "TENANT", "value": "7", "enabled": true}"#),
        ]),
        Sample::Group(&[
            Sample::Request(r#""method": "POST", "body": {"mode": "raw", "raw": "{\"tenant\": «{{TEN\nANT}}»}"}"#),
            Sample::Values(r#"{"key": "TENANT", "value": "7", "enabled": true}"#),
        ]),
    ],
    right: &[
        Sample::Request(
            r#""url": "{{BASE}}/{{A}}{{B}}", "method": "POST", "header": [{"key": "X", "value": "{\"a\":{\"b\":1}} ${other} {id} <<EOF"}, {"key": "Y", "value": "{{BASE}", "disabled": true}], "body": {"mode": "raw", "raw": "{\"a\":{\"b\":{{C}}}} {{#if a}} Hello {{ person }} ${name} {{x} {x}}"}"#,
        ),
        Sample::Request(r#""url": "{{BASE}}/{id}/{{{A}}_B}}""#),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let keys: Vec<_> = group.values().flat_map(Entity::variables).filter_map(Variable::key).collect();
    for collection in group.collections() {
        let own: Vec<_> = collection.variables().filter_map(Variable::key).collect();
        let set = group.usage().scripts.set.iter().map(String::as_str);
        let declared = group.declared.iter().copied().chain(set);
        let known: BTreeSet<&str> = keys.iter().chain(&own).map(|key| &**key).chain(declared).collect();
        for request in collection.requests() {
            check_request(request, &known, reporter);
        }
    }
}

fn check_request(request: &RequestContext<'_>, known: &BTreeSet<&str>, reporter: &mut Reporter<'_>) {
    let sent = request.request;
    let url = sent.url().map(Url::node);
    let url = url.and_then(|node| if node.kind() == Kind::String { Some(node) } else { node.get("raw") });
    let headers = request.headers().iter().filter(|pair| !pair.disabled && pair.node.kind() == Kind::Object).cloned();
    let fields =
        sent.body().into_iter().flat_map(|body| body.fields().collect::<Vec<_>>()).filter(|field| !field.disabled);
    let pairs = headers.chain(fields).flat_map(|pair| [pair.node.get("key"), pair.node.get("value")]);
    let auth = request.auth.filter(|_| request.has_own_auth);
    let parameters = auth
        .into_iter()
        .flat_map(|auth| ["token", "value", "username", "password", "accessToken"].map(|name| auth.parameter(name)));
    let raw = sent.body().filter(|body| body.mode().as_deref() == Some("raw")).and_then(|body| body.node().get("raw"));
    if let Some(node) = url {
        check_text(node, Place::Url, known, reporter);
    }
    for node in pairs.chain(parameters).flatten() {
        check_text(node, Place::Field, known, reporter);
    }
    if let Some(node) = raw {
        check_text(node, Place::Body, known, reporter);
    }
}

/// Where a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Url,
    Field,
    /// Other template languages have braces too.
    Body,
}

/// How a variable is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `{{ name }}`, or with a newline inside.
    Whitespace,
    /// `{{name}` or `{name}}`.
    Unpaired,
    /// `{{{name}}}`.
    Extra,
    /// `${name}` and `<<name>>`.
    Foreign,
    /// `{name}`.
    Single,
}

fn check_text(node: NodeRef<'_>, place: Place, known: &BTreeSet<&str>, reporter: &mut Reporter<'_>) {
    let source = node.source();
    if !source.contains(['{', '<', '\\']) {
        return;
    }
    let Some(text) = node.as_str() else { return };
    for (range, form) in variables(&text) {
        let inside = text[range.clone()].trim_matches(['{', '}', '$', '<', '>']);
        let name: String = inside.trim().chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
        let is_declared = known.contains(&*name);
        let counts = match (form, place) {
            (Form::Unpaired | Form::Extra, Place::Url | Place::Field) => true,
            (Form::Extra | Form::Foreign | Form::Single, Place::Body) => false,
            (Form::Foreign, Place::Url) => is_declared || range.start == 0,
            // A name in the path belongs to another rule.
            (Form::Single, Place::Url) => is_declared && range.start == 0,
            (Form::Whitespace, _) => is_declared && !known.contains(inside),
            (Form::Foreign | Form::Single, Place::Field) | (Form::Unpaired, Place::Body) => is_declared,
        };
        if !counts {
            continue;
        }
        let what = match form {
            Form::Whitespace => "whitespace inside of the braces belongs to the name, and no variable has this name",
            Form::Unpaired => "braces of a variable are not paired, so they are sent",
            Form::Extra => "the outer braces are sent: a variable has two on each side",
            Form::Foreign | Form::Single => "this is no variable of Postman, so it is sent as it is written",
        };
        reporter.part(node, range, what).help(format!("write `{{{{{}}}}}`", display_name(&name)));
    }
}

/// The variables in `text` that are not written as Postman reads them, with their bytes.
fn variables(text: &str) -> Vec<(Range<usize>, Form)> {
    let bytes = text.as_bytes();
    let run = |from: usize, sign: u8| bytes[from..].iter().take_while(|byte| **byte == sign).count();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr2(b'{', b'<', &bytes[at..]).map(|offset| at + offset) {
        let (open, close) = if bytes[start] == b'{' { (b'{', b'}') } else { (b'<', b'>') };
        let opened = run(start, open);
        let inside = start + opened;
        let length = bytes[inside..]
            .iter()
            .position(|byte| matches!(byte, b'{' | b'}' | b'<' | b'>'))
            .unwrap_or(bytes.len() - inside);
        let end = inside + length;
        at = end.max(inside);
        let closed = if end < bytes.len() { run(end, close) } else { 0 };
        if closed == 0 || !is_name(&text[inside..end]) {
            continue;
        }
        let has_whitespace = text[inside..end].trim().len() < length || text[inside..end].contains(['\n', '\r']);
        let has_dollar = start > 0 && bytes[start - 1] == b'$';
        let form = match (open, opened, closed) {
            (b'<', 2, 2) => Some(Form::Foreign),
            (b'<', _, _) => None,
            (_, 2.., 2..) if has_whitespace => Some(Form::Whitespace),
            (_, 1, 1) if has_dollar => Some(Form::Foreign),
            (_, 1, 1) => Some(Form::Single),
            (_, 2, 1) | (_, 1, 2) => Some(Form::Unpaired),
            (_, 3, 3) => Some(Form::Extra),
            _ => None,
        };
        if let Some(form) = form {
            let first = if form == Form::Foreign && open == b'{' { start - 1 } else { start };
            let (first, last) = if form == Form::Whitespace { (inside - 2, end + 2) } else { (first, end + closed) };
            found.push((first..last, form));
        }
        at = end + closed;
    }
    found
}

/// Whether the text between braces is the name of a variable, perhaps with whitespace around it.
fn is_name(text: &str) -> bool {
    let name = text.trim();
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\r' | '\n');
    name.len() <= 100
        && name.starts_with(|character: char| character.is_alphabetic() || character == '_')
        && name.chars().all(is_part)
}
