//! A path segment in the braces of other tools.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Url;
use crate::text::url::SplitUrl;
use std::ops::Range;

/// A path segment in the braces of other tools.
pub const RULE: Rule = Rule {
    id: RuleId("lint/path-braces"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a path segment `{name}`, which OpenAPI knows and Postman does not",
    why: "It is sent as it stands, as `%7Bname%7D` (measured with Newman 6.2.2), and the API finds nothing of that name.",
    fix: "Write `:name` with an entry in `url.variable`, or `{{name}}`.",
    wrong: &[
        Sample::Request(r#""url": {"raw": "{{BASE}}/users/{id}", "host": ["{{BASE}}"], "path": ["users", "«{id}»"]}"#),
        Sample::Request(r#""url": "{{BASE}}/users/«{user_id}»/orders?filter={a}""#),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users/{id}.json", "host": ["{{BASE}}"], "path": ["users", "«{id}».json"]}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/users/:id", "host": ["{{BASE}}"], "path": ["users", ":id"], "variable": [{"key": "id", "value": "1"}]}"#,
        ),
        Sample::Request(r#""url": "{{BASE}}/users/{{id}}/{{{{stage}}_id}}?filter={a}""#),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/a/{\"x\":1}/{}", "host": ["{{BASE}}"], "path": ["a", "{\"x\":1}", "{}"]}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url() else { return };
    for (node, range) in parts(url) {
        reporter
            .part(node, range, "Postman replaces no single braces, so this is sent as it stands")
            .help("write `:name` with an entry in `variable`, or `{{name}}`");
    }
}

/// The single braces in the path: in its parts where they are given, as they are what is sent, else in the text.
fn parts(url: Url<'_>) -> Vec<(NodeRef<'_>, Range<usize>)> {
    let node = url.node();
    let inside = |node| single_braces(node).into_iter().map(move |range| (node, range));
    match node.get("path") {
        Some(path) if path.kind() == Kind::Array => path.elements().flat_map(inside).collect(),
        Some(path) => inside(path).collect(),
        None => {
            let text = if node.kind() == Kind::String { Some(node) } else { node.get("raw") };
            let Some((text, raw)) = text.and_then(|text| Some((text, text.as_str()?))) else { return Vec::new() };
            let path = SplitUrl::new(raw.trim()).path.unwrap_or_default();
            let start = raw.find(path).unwrap_or_default();
            inside(text).filter(|(_, range)| range.start >= start && range.end <= start + path.len()).collect()
        }
    }
}

/// The bytes of each `{name}` that is not part of `{{name}}`.
fn single_braces(node: NodeRef<'_>) -> Vec<Range<usize>> {
    let Some(text) = node.as_str() else { return Vec::new() };
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
    };
    let opened = text.match_indices('{').filter_map(|(start, _)| {
        let end = start + text[start..].find('}')?;
        let is_single = !text[..start].ends_with('{') && !text[end + 1..].starts_with('}');
        (is_single && is_name(&text[start + 1..end])).then_some(start..end + 1)
    });
    opened.collect()
}
