//! The rule `lint/path-braces`: a path segment in single braces.

use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Url;
use crate::text::url::SplitUrl;
use std::ops::Range;

/// A path segment in single braces.
pub const RULE: Rule = Rule {
    id: RuleId("lint/path-braces"),
    severity: Severity::Note,
    confidence: Confidence::High,
    what: "a path segment `{name}`, which OpenAPI replaces and Postman does not",
    why: "Postman sends it unchanged, as `%7Bname%7D` (measured with Newman 6.2.2), and the API finds nothing with that name.",
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
    for (node, range) in braces_in_path(url) {
        reporter
            .part(node, range, "path contains a name in single braces, which is sent unchanged")
            .help("write `:name` with an entry in `variable`, or `{{name}}`");
    }
}

/// The single braces in the path: in the parts if the URL has any, because they are sent, otherwise in the text.
fn braces_in_path(url: Url<'_>) -> Vec<(NodeRef<'_>, Range<usize>)> {
    let node = url.node();
    let braces_in = |node| single_braces(node).into_iter().map(move |range| (node, range));
    match node.get("path") {
        Some(path) if path.kind() == Kind::Array => path.elements().flat_map(braces_in).collect(),
        Some(path) => braces_in(path).collect(),
        None => {
            let text = if node.kind() == Kind::String { Some(node) } else { node.get("raw") };
            let Some((text, raw)) = text.and_then(|text| Some((text, text.as_str()?))) else { return Vec::new() };
            let path = SplitUrl::new(raw.trim()).path.unwrap_or_default();
            let start = raw.find(path).unwrap_or_default();
            braces_in(text).filter(|(_, range)| range.start >= start && range.end <= start + path.len()).collect()
        }
    }
}

/// The range of each `{name}` that is not part of `{{name}}`.
fn single_braces(node: NodeRef<'_>) -> Vec<Range<usize>> {
    let Some(text) = node.as_str() else { return Vec::new() };
    let is_name = |name: &str| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '.'))
    };
    let ranges = text.match_indices('{').filter_map(|(start, _)| {
        // A name holds no brace, so the search ends at the next one.
        let end =
            start + 1 + text[start + 1..].find(['{', '}']).filter(|end| text[start + 1 + end..].starts_with('}'))?;
        let is_single = !text[..start].ends_with('{') && !text[end + 1..].starts_with('}');
        (is_single && is_name(&text[start + 1..end])).then_some(start..end + 1)
    });
    ranges.collect()
}
