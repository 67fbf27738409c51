//! A URL that says two things.

use crate::analysis::RequestContext;
use crate::check::reporter::{ReportedFinding, Reporter};
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::postman::{Pair, Url, pairs};
use crate::text::references;
use crate::text::url::SplitUrl;
use std::borrow::Cow;

/// A URL that says two things.
pub const RULE: Rule = Rule {
    id: RuleId("lint/url-parts"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL whose parts say something else than its `raw`",
    why: "Postman and Newman send what the parts say; people, diffs and most other readers look at `raw`.",
    fix: "Make the parts say what `raw` says. `--fix` takes host, path, protocol and port from `raw`.",
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
    for (key, said) in [("protocol", raw.scheme), ("port", raw.port)] {
        let Some(node) = url.get(key) else { continue };
        let part = node.as_str().or_else(|| node.as_number().map(Cow::Borrowed));
        if let (Some(part), Some(said)) = (part, said)
            && !part.is_empty()
            && part != said
        {
            differs(reporter, node, key, &sides(&part, said)).fix(node, quote(said));
        }
    }
    if let Some(node) = url.get("host")
        && let Some(host) = joined(node, ".")
        && !host.is_empty()
        && !is_host(&host, &raw)
    {
        differs(reporter, node, "host", &sides(&host, raw.host)).fix(node, list(&raw.host_parts()));
    }
    path(url, &raw, reporter);
    query(url, &raw, reporter);
}

/// Whether the parts together say what `raw` says, wherever one ends and the next begins.
pub(super) fn is_whole(url: Url<'_>, raw: &str) -> bool {
    [false, true].into_iter().any(|disabled| url.joined_parts(disabled).is_some_and(|all| is_alike(&all, raw)))
}

/// Whether the part says the host, perhaps with what has parts of its own.
fn is_host(said: &str, raw: &SplitUrl<'_>) -> bool {
    let said = match raw.scheme {
        Some(protocol) => said.strip_prefix(protocol).and_then(|rest| rest.strip_prefix("://")).unwrap_or(said),
        None => said,
    };
    let said = match raw.port {
        Some(port) => said.strip_suffix(port).and_then(|rest| rest.strip_suffix(':')).unwrap_or(said),
        None => said,
    };
    is_alike(said, raw.host)
}

fn differs<'r>(reporter: &'r mut Reporter<'_>, node: NodeRef<'_>, key: &str, how: &str) -> ReportedFinding<'r> {
    let report = reporter.at(node, format!("`{key}` says something else than `raw`, and it is what is sent"));
    report.help(format!("make both say the same: {how}"))
}

/// What the part says, against `raw`.
fn sides(part: &str, raw: &str) -> String {
    format!("`{}` against `{}` in `raw`", harmless(part), harmless(raw))
}

/// The same of paths: around the first segment that differs.
fn paths(part: &str, raw: &[&str]) -> String {
    let part: Vec<_> = part.split('/').collect();
    let alike = part.iter().zip(raw).take_while(|(part, raw)| is_alike(part, raw)).count();
    let shown = |segments: &[&str]| {
        let from = alike.saturating_sub(1);
        let near = segments.iter().skip(from).take(alike - from + 2).map(|segment| harmless(segment));
        let before = if from > 0 { "/…/" } else { "/" };
        let behind = if segments.len() > alike + 2 { "/…" } else { "" };
        format!("{before}{}{behind}", near.collect::<Vec<_>>().join("/"))
    };
    format!("`{}` against `{}` in `raw`", shown(&part), shown(raw))
}

/// `text` if it is words, a number or variables, else `…`: a key or a token may stand in any part of a URL.
fn harmless(text: &str) -> &str {
    let mut bare = text.to_owned();
    for used in references(text).collect::<Vec<_>>().into_iter().rev() {
        bare.replace_range(used.range, "");
    }
    let is_sign = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | ':' | '.');
    let is_word = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let capitals =
            word.as_bytes().windows(2).filter(|two| !two[0].is_ascii_uppercase() && two[1].is_ascii_uppercase());
        word.len() <= 20 && (digits <= 2 || digits == word.len() && digits <= 5) && capitals.count() <= 3
    };
    if text.len() <= 100 && bare.chars().all(is_sign) && bare.split(['.', ':']).all(is_word) { text } else { "…" }
}

/// Blames the one segment that differs, else the whole path.
fn path(url: NodeRef<'_>, raw: &SplitUrl<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = url.get("path") else { return };
    let Some(path) = joined(node, "/") else { return };
    let said = raw.segments();
    if is_alike(path.trim_start_matches('/'), &said.join("/")) {
        return;
    }
    let how = paths(path.trim_start_matches('/'), &said);
    let segments: Vec<_> = node.elements().collect();
    if segments.len() == said.len() {
        let mut wrong = segments
            .iter()
            .zip(&said)
            .filter(|(node, said)| !segment(**node).is_some_and(|part| is_alike(&part, said)));
        if let (Some((node, said)), None) = (wrong.next(), wrong.next()) {
            differs(reporter, *node, "path", &how).fix(*node, quote(said));
            return;
        }
    }
    differs(reporter, node, "path", &how).fix(node, list(&said));
}

/// Blames the one parameter that differs, else the whole query. Parameters that are switched off may stand in `raw` or not.
fn query(url: NodeRef<'_>, raw: &SplitUrl<'_>, reporter: &mut Reporter<'_>) {
    let Some(node) = url.get("query").filter(|node| node.kind() == Kind::Array) else { return };
    let all: Vec<_> = pairs(Some(node)).collect();
    let enabled: Vec<_> = all.iter().filter(|pair| !pair.disabled).collect();
    let said = raw.parameters();
    let fits = |pairs: &[&Pair<'_>]| {
        pairs.len() == said.len() && pairs.iter().zip(&said).all(|(pair, said)| is_same_pair(pair, *said))
    };
    let is_empty = enabled.is_empty() && said.iter().all(|(key, value)| key.is_empty() && value.is_none());
    if is_empty || fits(&enabled) || fits(&all.iter().collect::<Vec<_>>()) {
        return;
    }
    let how = parameters(&enabled, &said);
    if enabled.len() == said.len() {
        let mut wrong = enabled.iter().zip(&said).filter(|(pair, said)| !is_same_pair(pair, **said));
        if let (Some((pair, said)), None) = (wrong.next(), wrong.next()) {
            let key = if is_alike(&pair.key, said.0) { "value" } else { "key" };
            differs(reporter, pair.node.get(key).unwrap_or(pair.node), "query", &how);
            return;
        }
    }
    differs(reporter, node, "query", &how);
}

/// What to say of two queries.
fn parameters(parts: &[&Pair<'_>], said: &[(&str, Option<&str>)]) -> String {
    let all = parts.iter().zip(said);
    let differing = all.filter(|(pair, said)| !is_same_pair(pair, **said)).map(|(pair, _)| &*pair.key).next();
    let only = |key: &str, list: &str| format!("`{}` stands in `{list}` only", harmless(key));
    let missing = said.iter().find(|(key, _)| !parts.iter().any(|pair| is_alike(&pair.key, key)));
    let more = parts.iter().find(|pair| !said.iter().any(|(key, _)| is_alike(&pair.key, key)));
    match (missing, more, differing) {
        (Some((key, _)), _, _) => only(key, "raw"),
        (None, Some(pair), _) => only(&pair.key, "query"),
        (None, None, Some(key)) => format!("`{}` differs", harmless(key)),
        (None, None, None) => "one has more entries".to_owned(),
    }
}

fn is_same_pair(pair: &Pair<'_>, (key, value): (&str, Option<&str>)) -> bool {
    is_alike(&pair.key, key) && is_alike(&pair.value, value.unwrap_or_default())
}

/// Whether two texts are the same apart from percent encoding and blanks at the ends.
fn is_alike(one: &str, other: &str) -> bool {
    one == other || decoded(one).trim_ascii() == decoded(other).trim_ascii()
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        if let Some(byte) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            out.push(byte);
            at += 3;
        } else {
            out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
            at += 1;
        }
    }
    out
}

/// A list of texts, or a text.
fn joined(node: NodeRef<'_>, sign: &str) -> Option<String> {
    match node.kind() {
        Kind::String => node.as_str().map(Cow::into_owned),
        Kind::Array => node.elements().map(segment).collect::<Option<Vec<_>>>().map(|parts| parts.join(sign)),
        _ => None,
    }
}

/// A segment: a text, or an object with a value.
fn segment(node: NodeRef<'_>) -> Option<Cow<'_, str>> {
    match node.kind() {
        Kind::Object => node.get("value")?.as_str(),
        _ => node.as_str(),
    }
}

/// A JSON list of texts.
pub(super) fn list(parts: &[&str]) -> String {
    format!("[{}]", parts.iter().map(|part| quote(part)).collect::<Vec<_>>().join(", "))
}
