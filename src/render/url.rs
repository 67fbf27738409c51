//! URLs: one text in v3, text and parts in v2.1.

use crate::text::url::SplitUrl;
use serde_json::{Map, Value, json};

/// Cuts the query off a URL: the URL without it (a fragment stays), and its `key=value` parts.
pub(super) fn cut_query(url: &str) -> (String, Vec<String>) {
    let SplitUrl { query, fragment, .. } = SplitUrl::new(url);
    let (address, fragment) = url.split_at(url.len() - fragment.map_or(0, |fragment| fragment.len() + 1));
    let base = &address[..address.len() - query.map_or(0, |query| query.len() + 1)];
    let parts = query.unwrap_or_default().split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    (format!("{base}{fragment}"), parts)
}

/// The v2.1 form of the URL `base` (its query cut off) with the query `query`: enabled parameters as `key=value`.
///
/// `protocol` is left out when the URL begins with a variable, as the app leaves it out.
pub(super) fn parts(base: &str, query: &[String]) -> Map<String, Value> {
    let SplitUrl { scheme: protocol, authority, path, fragment, .. } = SplitUrl::new(base);
    let (host, port) = port(authority);

    let mut raw = fragment.map_or(base, |fragment| &base[..base.len() - fragment.len() - 1]).to_owned();
    if !query.is_empty() {
        raw.push('?');
        raw.push_str(&query.join("&"));
    }
    if let Some(fragment) = fragment {
        raw.push('#');
        raw.push_str(fragment);
    }
    let mut made = Map::new();
    made.insert("raw".to_owned(), raw.into());
    if let Some(protocol) = protocol {
        made.insert("protocol".to_owned(), protocol.into());
    }
    let host = if host.contains("{{") { json!([host]) } else { host.split('.').collect() };
    made.insert("host".to_owned(), host);
    if let Some(port) = port {
        made.insert("port".to_owned(), port.into());
    }
    if let Some(path) = path {
        made.insert("path".to_owned(), path.split('/').collect());
    }
    if let Some(fragment) = fragment {
        made.insert("hash".to_owned(), fragment.into());
    }
    made
}

/// Cuts the port off: digits, or one variable. A `:` in user information, in an IPv6 address or in `{{vault:name}}` begins none.
fn port(authority: &str) -> (&str, Option<&str>) {
    let is_port = |text: &str| {
        let variable = text.starts_with("{{") && text.find("}}") == Some(text.len().wrapping_sub(2));
        variable || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match authority.rsplit_once(':') {
        Some((host, port)) if is_port(port) && !host.ends_with(':') => (host, Some(port)),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::parts;
    use serde_json::{Value, json};

    #[test]
    fn urls_are_cut_as_the_app_cuts_them() {
        let cut = |base: &str, query: &[&str]| {
            Value::Object(parts(base, &query.iter().map(|&pair| pair.to_owned()).collect::<Vec<_>>()))
        };
        assert_eq!(
            cut("{{BASE}}/things/:id", &["with=a,b", "flag"]),
            json!({"raw": "{{BASE}}/things/:id?with=a,b&flag", "host": ["{{BASE}}"], "path": ["things", ":id"]})
        );
        assert_eq!(
            cut("https://api.example.com:8080/a/#top", &[]),
            json!({"raw": "https://api.example.com:8080/a/#top", "protocol": "https", "host": ["api", "example", "com"],
                   "port": "8080", "path": ["a", ""], "hash": "top"})
        );
        assert_eq!(cut("{{BASE}}", &[]), json!({"raw": "{{BASE}}", "host": ["{{BASE}}"]}));
        assert_eq!(
            cut("http://{{HOST}}:{{PORT}}/x", &[]),
            json!({"raw": "http://{{HOST}}:{{PORT}}/x", "protocol": "http", "host": ["{{HOST}}"], "port": "{{PORT}}", "path": ["x"]})
        );
        assert_eq!(
            cut("{{vault:base}}/x", &[]),
            json!({"raw": "{{vault:base}}/x", "host": ["{{vault:base}}"], "path": ["x"]})
        );
    }
}
