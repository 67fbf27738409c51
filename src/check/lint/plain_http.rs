//! The rule `lint/plain-http`: a URL of a remote host without TLS.

use crate::analysis::{Entity, FileGroup};
use crate::check::reporter::Reporter;
use crate::check::rule::{Check, Confidence, Rule, Sample};
use crate::document::{Kind, NodeRef};
use crate::finding::{RuleId, Severity};
use crate::postman::Url;
use crate::text::references;
use crate::text::url::SplitUrl;
use core::net::IpAddr;
use std::borrow::Cow;
use std::collections::HashSet;

/// A URL of a remote host without TLS.
pub const RULE: Rule = Rule {
    id: RuleId("lint/plain-http"),
    severity: Severity::Warning,
    confidence: Confidence::High,
    what: "a URL of a remote host with `http` instead of `https`, or without a scheme",
    why: "Everybody on the network path can read the token and the password, and can change the response.",
    fix: "Write `https`. Newman sends a URL without a scheme over `http` (measured in Newman 6.2.2). The rule does not report addresses of this machine and of private networks, and names that only a local network resolves.",
    wrong: &[
        Sample::Request(
            r#""url": {"raw": "«http»://api.example.com/me", "protocol": "http", "host": ["api", "example", "com"], "path": ["me"]}"#,
        ),
        Sample::Request(r#""url": "«http»://api.example.com/me""#),
        Sample::Values(r#"{"key": "base_url", "value": "«http»://api.example.com", "enabled": true}"#),
        Sample::Collection(r#""item": [], "variable": [{"key": "apiHost", "value": "«http»://93.184.216.34/api"}]"#),
        Sample::Request(
            r#""auth": {"type": "oauth2", "oauth2": [{"key": "accessTokenUrl", "value": "«http»://login.example.com/token"}]}"#,
        ),
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE", "value": "«api.example.com»/v1", "enabled": true}"#),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]),
        Sample::Request(r#""url": "«api.example.com»/me""#),
    ],
    right: &[
        Sample::Request(
            r#""url": {"raw": "https://api.example.com/me", "protocol": "https", "host": ["api", "example", "com"], "path": ["me"]}"#,
        ),
        Sample::Request(r#""url": "http://localhost:8080/me""#),
        Sample::Request(r#""url": "http://{{HOST}}/me""#),
        Sample::Group(&[
            Sample::Values(r#"{"key": "BASE", "value": "api.example.com", "enabled": true}"#),
            Sample::Request(
                r#""url": {"raw": "{{BASE}}/me", "protocol": "https", "host": ["{{BASE}}"], "path": ["me"]}"#,
            ),
        ]),
        Sample::Group(&[
            Sample::Values(
                r#"{"key": "HOST", "value": "api.example.com", "enabled": true}, {"key": "BASE", "value": "localhost:8080"}, {"key": "A", "value": "{{HOST}}"}, {"key": "B", "value": "v1"}"#,
            ),
            Sample::Request(r#""url": "https://{{HOST}}/me", "header": [{"key": "X", "value": "{{BASE}}{{A}}{{B}}"}]"#),
        ]),
        Sample::Group(&[
            Sample::Values(
                r#"{"key": "BASE", "value": "localhost:8080", "enabled": true}, {"key": "HOST", "value": "api.example.com"}"#,
            ),
            Sample::Request(r#""url": "{{BASE}}/me""#),
        ]),
        Sample::Values(
            r#"{"key": "url", "value": "http://192.168.1.5", "enabled": true}, {"key": "callback_url", "value": "http://app.example.com/done"}, {"key": "ns", "value": "http://www.w3.org/2001/XMLSchema"}"#,
        ),
    ],
    check: Check::Group(check_group),
};

fn check_group(group: &FileGroup<'_>, reporter: &mut Reporter<'_>) {
    let bases = base_names(group);
    for entity in &group.entities {
        for variable in entity.variables().filter(|variable| variable.key().is_some_and(|key| bases.contains(&*key))) {
            variable.node().get("value").into_iter().for_each(|node| check_missing_scheme(node, reporter));
        }
        for request in entity.requests() {
            let Some(url) = request.request.url() else { continue };
            let node = if url.node().kind() == Kind::String { Some(url.node()) } else { url.node().get("raw") };
            if let Some(node) = node {
                check_scheme(node, reporter);
                if !has_protocol(url) {
                    check_missing_scheme(node, reporter);
                }
            }
            let auth = request.auth.filter(|_| request.has_own_auth);
            let urls = ["accessTokenUrl", "authUrl"].iter().filter_map(|name| auth?.parameter(name));
            urls.for_each(|node| check_scheme(node, reporter));
        }
        for variable in entity.variables().filter(|variable| variable.key().is_some_and(|key| is_url_name(&key))) {
            variable.node().get("value").into_iter().for_each(|node| check_scheme(node, reporter));
        }
    }
}

/// The names of the variables with which URLs begin, where nothing stands before them.
fn base_names(group: &FileGroup<'_>) -> HashSet<String> {
    let urls = group.collections().flat_map(Entity::requests).filter_map(|request| request.request.url());
    let urls = urls.filter(|url| !has_protocol(*url)).filter_map(Url::raw);
    let first = |url: Cow<'_, str>| {
        let used = references(url.trim_start()).next().filter(|used| used.range.start == 0)?;
        Some(used.name.to_owned())
    };
    urls.filter_map(first).collect()
}

/// Whether the parts of the URL, which are sent, name a protocol.
fn has_protocol(url: Url<'_>) -> bool {
    url.node().get("protocol").and_then(NodeRef::as_str).is_some_and(|protocol| !protocol.is_empty())
}

/// Reports a URL of a remote host that has no scheme.
fn check_missing_scheme(node: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    let Some(text) = node.as_str() else { return };
    let url = SplitUrl::new(text.trim());
    let is_name = |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if url.scheme.is_none() && is_name(url.host) && is_remote(url.host) {
        let start = text.len() - text.trim_start().len();
        reporter
            .part(
                node,
                start..start + url.authority.len(),
                "URL of a remote host has no scheme, so it is sent with `http`: in clear, also tokens",
            )
            .help("write `https://` before it");
    }
}

/// Reports `http` in a URL of a remote host.
fn check_scheme(node: NodeRef<'_>, reporter: &mut Reporter<'_>) {
    let Some(text) = node.as_str() else { return };
    let start = text.len() - text.trim_start().len();
    if text[start..].get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
        && is_remote(SplitUrl::new(text.trim()).host)
    {
        reporter
            .part(
                node,
                start..start + 4,
                "URL of a remote host uses `http`, which sends everything in clear, also tokens",
            )
            .help("write `https`");
    }
}

/// Whether a variable with this name holds the URL of an API.
fn is_url_name(key: &str) -> bool {
    let key = key.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    has(&["url", "host", "base", "endpoint", "server", "domain", "uri"])
        && !has(&["redirect", "callback", "namespace", "schema", "return", "logo", "image", "photo", "webhook"])
}

/// Whether a host is neither this machine nor in a private network nor a name that only a local network resolves.
fn is_remote(host: &str) -> bool {
    const LOCAL: &[&str] =
        &["localhost", "local", "internal", "lan", "home", "test", "invalid", "localdomain", "docker", "example"];
    let host = host.trim().to_lowercase();
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return match address {
            IpAddr::V4(address) => {
                !(address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified())
            }
            IpAddr::V6(address) => {
                !(address.is_loopback()
                    || address.is_unspecified()
                    || address.is_unique_local()
                    || address.is_unicast_link_local())
            }
        };
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // Public names that resolve to this machine.
    let is_loopback = ["lvh.me", "localtest.me", "vcap.me", "nip.io", "sslip.io"]
        .iter()
        .any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    !is_loopback && host.contains('.') && !host.contains("{{") && !LOCAL.contains(&last)
}
