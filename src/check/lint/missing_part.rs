//! A URL without a part that its text has.

use super::url_parts::{is_whole, list};
use crate::analysis::RequestContext;
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef, quote};
use crate::finding::{RuleId, Severity};
use crate::text::Span;
use crate::text::url::SplitUrl;

/// A URL without a part that its text has.
pub const RULE: Rule = Rule {
    id: RuleId("lint/missing-part"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL without a part that its `raw` has",
    why: "Newman sends what the parts say and does not look at `raw`: without `protocol` an `https` URL is sent by `http`, in clear, and without `host` nothing is sent at all.",
    fix: "Write the parts, or the URL as one text in the place of the object. `--fix` takes the parts from `raw`.",
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

/// What `raw` is taken apart into, in the order in which the app writes it.
const ORDER: &[&str] = &["raw", "protocol", "host", "port", "path", "query"];

fn check_request(request: &RequestContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(url) = request.request.url().filter(|url| url.node().kind() == Kind::Object) else { return };
    let node = url.node();
    let Some(text) = node.get("raw").and_then(NodeRef::as_str).filter(|raw| !raw.trim().is_empty()) else { return };
    let raw = SplitUrl::new(text.trim());
    let missing: Vec<_> = ORDER.iter().filter_map(|key| Some((*key, said(&raw, node, key)?))).collect();
    if missing.is_empty() || is_whole(url, &text) {
        return;
    }
    let names: Vec<_> = missing.iter().map(|(key, _)| format!("no `{key}`")).collect();
    let message = format!("this URL has {}, and only its parts are sent", names.join(" and "));
    let mut report = reporter.at(node, message).help("write what `raw` says as parts, too");
    // A user belongs to the auth block, and a path before `://` to no protocol: then `raw` has no clear reading.
    let is_clear = raw.userinfo.is_none() && raw.scheme.is_none_or(|protocol| !protocol.contains('/'));
    let Some((key, value)) = node.member("raw").filter(|_| is_clear) else { return };
    // Before `raw` stands what stands between members in this file.
    let before = &node.document().text()[..key.span().start];
    let blank = Some(&before[before.trim_end().len()..]).filter(|blank| !blank.is_empty()).unwrap_or(" ");
    let (mut at, mut added) = (value.span().end, String::new());
    for key in ORDER {
        if let Some((_, value)) = missing.iter().find(|(missing, _)| missing == key) {
            added.extend([",", blank, &quote(key), ": ", value]);
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

/// The JSON of the part `key`, when `raw` has it and the URL has not.
fn said(raw: &SplitUrl<'_>, url: NodeRef<'_>, key: &str) -> Option<String> {
    if url.get(key).is_some() {
        return None;
    }
    let host = || url.get("host").map(NodeRef::source).unwrap_or_default();
    match key {
        // What has no protocol is sent by `http`; a host may bring its own.
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
            let said = raw.parameters();
            let pair = |(key, value): &(&str, Option<&str>)| {
                let value = value.map_or_else(|| "null".to_owned(), quote);
                format!("{{\"key\": {}, \"value\": {value}}}", quote(key))
            };
            let has_any = said.iter().any(|(key, value)| !key.is_empty() || value.is_some());
            has_any.then(|| format!("[{}]", said.iter().map(pair).collect::<Vec<_>>().join(", ")))
        }
        _ => None,
    }
}
