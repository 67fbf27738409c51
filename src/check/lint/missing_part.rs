//! The rule `lint/missing-part`: a URL that lacks a part of its `raw`.

use super::url_parts::{is_whole, list};
use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::text::Span;
use crate::text::url::SplitUrl;

/// A URL that lacks a part of its `raw`.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-part"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL that lacks a part of its `raw`",
    why: "Newman sends the parts and ignores `raw`. Without `protocol` it sends a request to an `https` URL over `http`, in clear. Without `host` it sends nothing.",
    fix: "Write the missing parts, or replace the object by the URL as one string. `--fix` copies the parts from `raw`.",
    wrong: &[
        Sample::Request(
            r#""url": «{"raw": "https://api.example.com/v1", "host": ["api", "example", "com"], "path": ["v1"]}»"#,
        ),
        Sample::Request(r#""url": «{"raw": "{{BASE}}:8080/v1?page=2&a", "host": ["{{BASE}}"], "variable": []}»"#),
        Sample::Request(
            r#""url": «{
  "raw": "https://api.example.com/v1"
}»"#,
        ),
    ],
    right: &[
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/v1", "protocol": "https", "host": ["api", "example", "com"], "path": ["v1"]}"#,
        ),
        Sample::Request(r#""url": "https://api.example.com/v1""#),
        Sample::Request(r#""url": {"raw": "https://{{HOST}}:81/v1", "host": ["https://{{HOST}}:81"], "path": ["v1"]}"#),
        Sample::Request(r#""url": {"raw": "http://localhost/me?#top", "host": ["localhost"], "path": ["me"]}"#),
        Sample::Request(r#""url": {"raw": "/users/me", "path": ["users", "me"]}"#),
        Sample::Request(r#""url": {"raw": ""}"#),
    ],
    check: Check::Request(check_request),
};

/// The members of a URL, in the order in which the app writes them.
const ORDER: &[&str] = &["raw", "protocol", "host", "port", "path", "query"];

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url().filter(|url| url.node().kind() == Kind::Object) else { return };
    let node = url.node();
    let Some(text) = node.get("raw").and_then(NodeRef::as_str).filter(|raw| !raw.trim().is_empty()) else { return };
    let raw = SplitUrl::new(text.trim());
    let missing: Vec<_> = ORDER.iter().filter_map(|key| Some((*key, missing_part_json(&raw, node, key)?))).collect();
    if missing.is_empty() || is_whole(url, &text) {
        return;
    }
    let names: Vec<_> = missing.iter().map(|(key, _)| format!("`{key}`")).collect();
    let message = format!("URL lacks {}, and only its parts are sent", names.join(" and "));
    let mut report = reporter.at(node, message).help("copy the missing parts from `raw`");
    // A user belongs to the auth block, and a protocol contains no `/`: in both cases the right parts are not clear.
    let is_fixable = raw.userinfo.is_none() && raw.scheme.is_none_or(|protocol| !protocol.contains('/'));
    let Some((key, value)) = node.member("raw").filter(|_| is_fixable) else { return };
    // The whitespace before `raw` is what this file has between members.
    let before = &node.document().text()[..key.span().start];
    let separator = Some(&before[before.trim_end().len()..]).filter(|text| !text.is_empty()).unwrap_or(" ");
    let (mut at, mut added) = (value.span().end, String::new());
    for key in ORDER {
        if let Some((_, value)) = missing.iter().find(|(missing, _)| missing == key) {
            added.extend([",", separator, &quote(key), ": ", value]);
        } else if let Some(part) = node.get(key) {
            if !added.is_empty() {
                report = report.edit(Span::at(at), std::mem::take(&mut added));
            }
            at = part.span().end;
        }
    }
    if !added.is_empty() {
        report.edit(Span::at(at), added);
    }
}

/// The JSON of the part `key`, if `raw` has it and the URL lacks it.
fn missing_part_json(raw: &SplitUrl<'_>, url: NodeRef<'_>, key: &str) -> Option<String> {
    if url.get(key).is_some() {
        return None;
    }
    let host = || url.get("host").map(NodeRef::source).unwrap_or_default();
    match key {
        // Without a protocol the request is sent over `http`. The host may contain the protocol.
        "protocol" => {
            let protocol = raw.scheme.filter(|protocol| !matches!(*protocol, "" | "http"))?;
            (!host().contains("://")).then(|| quote(protocol))
        }
        "host" => (!raw.host.is_empty()).then(|| list(&raw.host_parts())),
        "port" => {
            let port = raw.port.filter(|port| !port.is_empty())?;
            (!host().contains(port)).then(|| quote(port))
        }
        "path" => raw.path.filter(|path| !path.is_empty()).map(|_| list(&raw.segments())),
        "query" => {
            let parameters = raw.parameters();
            let pair = |(key, value): &(&str, Option<&str>)| {
                let value = value.map_or_else(|| "null".to_owned(), quote);
                format!("{{\"key\": {}, \"value\": {value}}}", quote(key))
            };
            let has_any = parameters.iter().any(|(key, value)| !key.is_empty() || value.is_some());
            has_any.then(|| format!("[{}]", parameters.iter().map(pair).collect::<Vec<_>>().join(", ")))
        }
        _ => None,
    }
}
