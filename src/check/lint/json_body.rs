//! The rule `lint/json-body`: a body that is called JSON and is none.

use crate::analysis::{RequestContext, is_variable_name};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Document, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Body;
use crate::text::references;
use serde::de::IgnoredAny;

/// A body that is called JSON and is none.
pub const RULE: Rule = Rule {
    id: RuleId("lint/json-body"),
    severity: Severity::Warning,
    confidence: Confidence::Medium,
    what: "a raw body whose language is JSON, or the variables of a GraphQL body, with a syntax error",
    why: "Postman and Newman send it as it stands, and the server answers 400. Newman removes comments from raw bodies, and not from GraphQL variables (measured in Newman 6.2.2).",
    fix: "Correct it at the position of the finding, or choose another language for the body. A request that sends wrong JSON on purpose can be suppressed. A placeholder, `<id>`, is a note.",
    wrong: &[
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": 1,«}»", "options": {"raw": {"language": "json"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "header": [{"key": "Content-Type", "value": "application/json"}], "body": {"mode": "raw", "raw": "{«a»: \"{{A}}\"}"}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": «<your id>»}", "options": {"raw": {"language": "json"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "graphql", "graphql": {"query": "query { a }", "variables": "{«i»d: 1}"}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "graphql", "graphql": {"query": "query { a }", "variables": "{\"id\": 1 «/»/ c\n}"}}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{\"a\": {{A}}, \"b\": \"{{B}}\", \"c\": [{{C}}{{D}}, -{{E}}], // c\n \"d\": {{$randomInt}} /* e */}", "options": {"raw": {"language": "json"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{{BODY}}", "options": {"raw": {"language": "json"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{{#each a}}{}{{/each}}", "options": {"raw": {"language": "json"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "a=1", "options": {"raw": {"language": "text"}}}"#,
        ),
        Sample::Request(
            r#""method": "POST", "body": {"mode": "raw", "raw": "{ {{MEMBERS}}, {{KEY}}: 1 }", "options": {"raw": {"language": "json"}}}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(body) =
        request.request.body().filter(|body| body.node().get("disabled").and_then(NodeRef::as_bool) != Some(true))
    else {
        return;
    };
    match body.mode().as_deref() {
        Some("raw") if is_json(body, request) => {
            if let Some(node) = body.node().get("raw") {
                check_text(node, true, "body", reporter);
            }
        }
        Some("graphql") => {
            if let Some(node) = body.node().get("graphql").and_then(|graphql| graphql.get("variables")) {
                check_text(node, false, "variables of the GraphQL query", reporter);
            }
        }
        _ => {}
    }
}

/// Whether the language of a raw body is JSON, or its Content-Type header says so.
fn is_json(body: Body<'_>, request: &RequestContext<'_>) -> bool {
    let language = body.node().get("options").and_then(|options| options.get("raw")?.get("language"));
    if let Some(language) = language {
        return language.is_str("json");
    }
    let headers = request.headers();
    let media_type =
        headers.iter().find(|header| !header.disabled && header.key.trim().eq_ignore_ascii_case("content-type"));
    media_type.is_some_and(|header| {
        let media_type = header.value.trim().to_lowercase();
        media_type.starts_with("application/json")
            || media_type.split(';').next().is_some_and(|kind| kind.trim_end().ends_with("+json"))
    })
}

/// Reports the first syntax error in `node`, a text.
fn check_text(node: NodeRef<'_>, has_comments: bool, what: &str, reporter: &mut Reporter<'_>) {
    let Some(text) = node.as_str().filter(|text| !text.trim().is_empty()) else { return };
    if serde_json::from_str::<IgnoredAny>(&text).is_ok() {
        return;
    }
    let Some(plain) = without_variables(&text, has_comments) else { return };
    let Err(error) = Document::json("body.json", plain.into_bytes()) else { return };
    let span = error.span();
    // What a variable holds is not known: a member, a key, a whole list.
    let is_near = |at: usize| at <= span.end + 2 && span.start <= at + 2;
    if references(&text).any(|used| is_near(used.range.start) || is_near(used.range.end))
        && !is_in_string(&text, span.start)
    {
        return;
    }
    let line = text[..span.start.min(text.len())].matches('\n').count() + 1;
    let rest = &text[span.start.min(text.len())..];
    let placeholder = rest.strip_prefix('<').and_then(|rest| rest.lines().next()?.find('>'));
    if let Some(length) = placeholder {
        let range = span.start..span.start + length + 2;
        reporter
            .part(node, range, format!("{what} has a placeholder, and is not valid JSON until it is filled in"))
            .help("use a variable, `{{name}}`, in place of the placeholder")
            .severity(Severity::Note);
        return;
    }
    let range = span.start..span.end.min(text.len());
    let report = reporter.part(node, range, format!("{what} is not valid JSON: line {line}: {}", error.message()));
    report.help("correct it, or choose another language for the body");
}

/// `text` with a number in place of each variable outside of strings, and blanks in place of comments; every byte stays at its place. None if it uses
/// another template language.
fn without_variables(text: &str, has_comments: bool) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for used in references(text) {
        let name = used.name.trim().trim_start_matches('$');
        if !is_variable_name(name.strip_prefix("vault:").unwrap_or(name)) {
            return None;
        }
        bytes[used.range].fill(b'1');
    }
    if has_comments {
        blank_comments(&mut bytes);
    }
    String::from_utf8(bytes).ok()
}

/// Whether the byte `at` is within a string of `text`, which may not be valid JSON.
fn is_in_string(text: &str, at: usize) -> bool {
    let mut is_open = false;
    let mut bytes = text.as_bytes()[..at.min(text.len())].iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_open = !is_open,
            b'\\' if is_open => _ = bytes.next(),
            _ => {}
        }
    }
    is_open
}

/// Replaces the comments outside of strings by blanks. Newlines stay.
fn blank_comments(bytes: &mut [u8]) {
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            (b'/', Some(b'/')) => {
                while at < bytes.len() && bytes[at] != b'\n' {
                    bytes[at] = b' ';
                    at += 1;
                }
            }
            (b'/', Some(b'*')) => {
                let rest = &bytes[at..];
                let end = memchr::memmem::find(rest, b"*/").map_or(bytes.len(), |end| at + end + 2);
                bytes[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
                at = end;
            }
            _ => at += 1,
        }
    }
}
