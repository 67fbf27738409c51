//! The rule `lint/url-parts`: a URL whose parts differ from its `raw`.

use crate::analysis::RequestContext;
use crate::check::reporter::{ReportedFinding, Reporter};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::postman::{Pair, Url, pairs};
use crate::text::references;
use crate::text::url::SplitUrl;
use std::borrow::Cow;

/// A URL whose parts differ from its `raw`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/url-parts"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL whose parts differ from its `raw`",
    why: "Postman and Newman send the parts, but people, diffs and most other programs read `raw`.",
    fix: "Make the parts equal to `raw`. `--fix` copies protocol, host, port and path from `raw`.",
    wrong: &[
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/v1/users", "protocol": "https", "host": ["api", "example", "com"], "path": ["v1", «"user"»]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/v1", "protocol": "https", "host": «["api", "example", "org"]», "path": ["v1"]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/v1", "protocol": «"http"», "host": ["api", "example", "com"], "path": ["v1"]}"#,
        ),
        Sample::Request(r#""url": {"raw": "{{BASE}}/v1/users", "host": ["{{BASE}}"], "path": «["v1"]»}"#),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/v1?page=2", "host": ["{{BASE}}"], "path": ["v1"], "query": [{"key": "page", "value": «"3"»}]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/v1?page=2&a=1", "host": ["{{BASE}}"], "path": ["v1"], "query": «[{"key": "page", "value": "2"}]»}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}:8080/v1", "host": ["{{BASE}}"], "port": «"8081"», "path": ["v1"]}"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""url": {"raw": "https://api.example.com:{{PORT}}/v1/:id/?page=2", "protocol": "https", "host": ["api", "example", "com"], "port": "{{PORT}}", "path": ["v1", ":id", ""], "query": [{"key": "page", "value": "2"}, {"key": "off", "value": "1", "disabled": true}], "variable": [{"key": "id", "value": "1"}]}"#,
        ),
        Sample::Request(r#""url": {"raw": "{{A}}{{B}}/x", "host": ["{{A}}{{B}}"], "path": ["x"]}"#),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/a?x=%20", "host": "{{BASE}}", "path": "a", "query": [{"key": "x", "value": " "}]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/a?x", "host": ["{{BASE}}"], "path": ["a"], "query": [{"key": "x", "value": null}]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/v2/me", "host": ["https://api.example.com/v2"], "path": ["me"]}"#,
        ),
        Sample::Request(
            r#""url": {"raw": "{{BASE}}/a?f=(&(x=1))&off=1#top", "host": ["{{BASE}}"], "path": ["a"], "query": [{"key": "f", "value": "(&(x=1))"}, {"key": "off", "value": "1", "disabled": true}], "hash": "top"}"#,
        ),
    ],
    check: Check::Request(check_request),
};

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url().map(Url::node).filter(|node| node.kind() == Kind::Object) else {
        return;
    };
    let Some(text) = url.get("raw").and_then(NodeRef::as_str).filter(|raw| !raw.trim().is_empty()) else { return };
    let raw = SplitUrl::new(text.trim());
    if request.request.url().is_some_and(|url| is_whole(url, &text)) {
        return;
    }
    for (key, expected) in [("protocol", raw.scheme), ("port", raw.port)] {
        let Some(node) = url.get(key) else { continue };
        let part = node.as_str().or_else(|| node.as_number().map(Cow::Borrowed));
        if let (Some(part), Some(expected)) = (part, expected)
            && !part.is_empty()
            && part != expected
        {
            report_difference(reporter, node, key, &compare_texts(&part, expected)).fix(node, quote(expected));
        }
    }
    if let Some(node) = url.get("host")
        && let Some(host) = joined(node, ".")
        && !host.is_empty()
        && !is_host_of(&host, &raw)
    {
        report_difference(reporter, node, "host", &compare_texts(&host, raw.host)).fix(node, list(&raw.host_parts()));
    }
    check_path(url, &raw, reporter);
    check_query(url, &raw, reporter);
}

/// Whether the joined parts equal `raw`, even if they are split at other positions.
pub(super) fn is_whole(url: Url<'_>, raw: &str) -> bool {
    [false, true].into_iter().any(|disabled| url.joined_parts(disabled).is_some_and(|all| is_alike(&all, raw)))
}

/// Whether `text` is the host of `raw`, with or without the protocol and the port.
fn is_host_of(text: &str, raw: &SplitUrl<'_>) -> bool {
    let text = match raw.scheme {
        Some(protocol) => text.strip_prefix(protocol).and_then(|rest| rest.strip_prefix("://")).unwrap_or(text),
        None => text,
    };
    let text = match raw.port {
        Some(port) => text.strip_suffix(port).and_then(|rest| rest.strip_suffix(':')).unwrap_or(text),
        None => text,
    };
    is_alike(text, raw.host)
}

/// Reports that the part `key` differs from `raw`. `comparison` shows the difference.
fn report_difference<'r>(
    reporter: &'r mut Reporter<'_>,
    node: NodeRef<'_>,
    key: &str,
    comparison: &str,
) -> ReportedFinding<'r> {
    let report = reporter.at(node, format!("`{key}` differs from `raw`, and it is the one that is sent"));
    report.help(format!("make both equal: {comparison}"))
}

/// The comparison of a part with `raw`.
fn compare_texts(part: &str, raw: &str) -> String {
    format!("`{}` here, `{}` in `raw`", redact_unusual(part), redact_unusual(raw))
}

/// The comparison of two paths around the first segment that differs.
fn compare_paths(part: &str, raw: &[&str]) -> String {
    let part: Vec<_> = part.split('/').collect();
    let equal_count = part.iter().zip(raw).take_while(|(part, raw)| is_alike(part, raw)).count();
    let shown = |segments: &[&str]| {
        let start = equal_count.saturating_sub(1);
        let near = segments.iter().skip(start).take(equal_count - start + 2).map(|segment| redact_unusual(segment));
        let before = if start > 0 { "/…/" } else { "/" };
        let after = if segments.len() > equal_count + 2 { "/…" } else { "" };
        format!("{before}{}{after}", near.collect::<Vec<_>>().join("/"))
    };
    format!("`{}` here, `{}` in `raw`", shown(&part), shown(raw))
}

/// `text` if it consists of words, a number or variables, else `…`: any part of a URL may contain a key or a token.
fn redact_unusual(text: &str) -> &str {
    let mut without_variables = text.to_owned();
    for used in references(text).collect::<Vec<_>>().into_iter().rev() {
        without_variables.replace_range(used.range, "");
    }
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | ':' | '.');
    let is_word = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let capitals =
            word.as_bytes().windows(2).filter(|two| !two[0].is_ascii_uppercase() && two[1].is_ascii_uppercase());
        word.len() <= 20 && (digits <= 2 || digits == word.len() && digits <= 5) && capitals.count() <= 3
    };
    if text.len() <= 100 && without_variables.chars().all(is_plain) && without_variables.split(['.', ':']).all(is_word)
    {
        text
    } else {
        "…"
    }
}

/// Reports the one segment that differs, else the whole path.
fn check_path(url: NodeRef<'_>, raw: &SplitUrl<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = url.get("path") else { return };
    let Some(path) = joined(node, "/") else { return };
    let expected = raw.segments();
    if is_alike(path.trim_start_matches('/'), &expected.join("/")) {
        return;
    }
    let comparison = compare_paths(path.trim_start_matches('/'), &expected);
    let segments: Vec<_> = node.elements().collect();
    if segments.len() == expected.len() {
        let mut wrong = segments
            .iter()
            .zip(&expected)
            .filter(|(node, expected)| !segment(**node).is_some_and(|part| is_alike(&part, expected)));
        if let (Some((node, expected)), None) = (wrong.next(), wrong.next()) {
            report_difference(reporter, *node, "path", &comparison).fix(*node, quote(expected));
            return;
        }
    }
    report_difference(reporter, node, "path", &comparison).fix(node, list(&expected));
}

/// Reports the one parameter that differs, else the whole query. `raw` may contain disabled parameters or leave them out.
fn check_query(url: NodeRef<'_>, raw: &SplitUrl<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = url.get("query").filter(|node| node.kind() == Kind::Array) else { return };
    let all: Vec<_> = pairs(Some(node)).collect();
    let enabled: Vec<_> = all.iter().filter(|pair| !pair.disabled).collect();
    let expected = raw.parameters();
    let matches_raw = |pairs: &[&Pair<'_>]| {
        pairs.len() == expected.len()
            && pairs.iter().zip(&expected).all(|(pair, expected)| is_same_pair(pair, *expected))
    };
    let is_empty = enabled.is_empty() && expected.iter().all(|(key, value)| key.is_empty() && value.is_none());
    if is_empty || matches_raw(&enabled) || matches_raw(&all.iter().collect::<Vec<_>>()) {
        return;
    }
    let comparison = compare_queries(&enabled, &expected);
    if enabled.len() == expected.len() {
        let mut wrong = enabled.iter().zip(&expected).filter(|(pair, expected)| !is_same_pair(pair, **expected));
        if let (Some((pair, expected)), None) = (wrong.next(), wrong.next()) {
            let key = if is_alike(&pair.key, expected.0) { "value" } else { "key" };
            report_difference(reporter, pair.node.get(key).unwrap_or(pair.node), "query", &comparison);
            return;
        }
    }
    report_difference(reporter, node, "query", &comparison);
}

/// The comparison of two queries, which names the first parameter that differs.
fn compare_queries(parts: &[&Pair<'_>], expected: &[(&str, Option<&str>)]) -> String {
    let both = parts.iter().zip(expected);
    let differing = both.filter(|(pair, expected)| !is_same_pair(pair, **expected)).map(|(pair, _)| &*pair.key).next();
    let only = |key: &str, list: &str| format!("only `{list}` has `{}`", redact_unusual(key));
    let missing = expected.iter().find(|(key, _)| !parts.iter().any(|pair| is_alike(&pair.key, key)));
    let extra = parts.iter().find(|pair| !expected.iter().any(|(key, _)| is_alike(&pair.key, key)));
    match (missing, extra, differing) {
        (Some((key, _)), _, _) => only(key, "raw"),
        (None, Some(pair), _) => only(&pair.key, "query"),
        (None, None, Some(key)) => format!("`{}` differs", redact_unusual(key)),
        (None, None, None) => "they have different numbers of parameters".to_owned(),
    }
}

fn is_same_pair(pair: &Pair<'_>, (key, value): (&str, Option<&str>)) -> bool {
    is_alike(&pair.key, key) && is_alike(&pair.value, value.unwrap_or_default())
}

/// Whether two texts are equal after percent decoding and trimming.
fn is_alike(one: &str, other: &str) -> bool {
    one == other || decode(one).trim_ascii() == decode(other).trim_ascii()
}

/// The bytes of `text` with percent encoding and `+` decoded.
fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escape = (bytes[index] == b'%').then(|| text.get(index + 1..index + 3)).flatten();
        if let Some(byte) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(byte);
            index += 3;
        } else {
            decoded.push(if bytes[index] == b'+' { b' ' } else { bytes[index] });
            index += 1;
        }
    }
    decoded
}

/// The text of a part: a string, or the elements of a list with `separator` between them.
fn joined(node: NodeRef<'_>, separator: &str) -> Option<String> {
    match node.kind() {
        Kind::String => node.as_str().map(Cow::into_owned),
        Kind::Array => node.elements().map(segment).collect::<Option<Vec<_>>>().map(|parts| parts.join(separator)),
        _ => None,
    }
}

/// The text of a segment: a string, or the `value` of an object.
fn segment(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        Kind::Object => node.get("value")?.as_str(),
        _ => node.as_str(),
    }
}

/// The JSON list of `parts`.
pub(super) fn list(parts: &[&str]) -> String {
    format!("[{}]", parts.iter().map(|part| quote(part)).collect::<Vec<_>>().join(", "))
}
