//! URLs: v3 writes one text, v2.1 the text and its parts.

use crate::text::url::SplitUrl;
use serde_json::{Map, Value, json};

/// Splits the query from a URL: returns the URL without it (the fragment stays) and its `key=value` parts.
pub(super) fn split_query(url: &str) -> (String, Vec<String>) {
    let SplitUrl { query, fragment, .. } = SplitUrl::new(url);
    let (without_fragment, fragment) = url.split_at(url.len() - fragment.map_or(0, |fragment| fragment.len() + 1));
    let base = &without_fragment[..without_fragment.len() - query.map_or(0, |query| query.len() + 1)];
    let parts = query.unwrap_or_default().split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    (format!("{base}{fragment}"), parts)
}

/// Builds the v2.1 object of the URL `base`, which has no query, with the enabled parameters `query`, each `key=value`.
///
/// Without a scheme in `base`, as in `{{BASE_URL}}/path`, the object has no `protocol`, as in Postman's app.
pub(super) fn parts(base: &str, query: &[String]) -> Map<String, Value> {
    let SplitUrl { scheme: protocol, authority, path, fragment, .. } = SplitUrl::new(base);
    let (host, port) = split_port(authority);

    let mut raw = fragment.map_or(base, |fragment| &base[..base.len() - fragment.len() - 1]).to_owned();
    if !query.is_empty() {
        raw.push('?');
        raw.push_str(&query.join("&"));
    }
    if let Some(fragment) = fragment {
        raw.push('#');
        raw.push_str(fragment);
    }
    let mut object = Map::new();
    object.insert("raw".to_owned(), raw.into());
    if let Some(protocol) = protocol {
        object.insert("protocol".to_owned(), protocol.into());
    }
    let host = if host.contains("{{") { json!([host]) } else { host.split('.').collect() };
    object.insert("host".to_owned(), host);
    if let Some(port) = port {
        object.insert("port".to_owned(), port.into());
    }
    if let Some(path) = path {
        object.insert("path".to_owned(), path.split('/').collect());
    }
    if let Some(fragment) = fragment {
        object.insert("hash".to_owned(), fragment.into());
    }
    object
}

/// Splits the port, which is digits or one variable, from the host. The `:` in user information, in an IPv6 address or in `{{vault:name}}`
/// begins no port.
fn split_port(authority: &str) -> (&str, Option<&str>) {
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
    fn urls_are_split_as_in_the_app() {
        let split = |base: &str, query: &[&str]| {
            Value::Object(parts(base, &query.iter().map(|&pair| pair.to_owned()).collect::<Vec<_>>()))
        };
        assert_eq!(
            split("{{BASE}}/things/:id", &["with=a,b", "flag"]),
            json!({"raw": "{{BASE}}/things/:id?with=a,b&flag", "host": ["{{BASE}}"], "path": ["things", ":id"]})
        );
        assert_eq!(
            split("https://api.example.com:8080/a/#top", &[]),
            json!({"raw": "https://api.example.com:8080/a/#top", "protocol": "https", "host": ["api", "example", "com"],
                   "port": "8080", "path": ["a", ""], "hash": "top"})
        );
        assert_eq!(split("{{BASE}}", &[]), json!({"raw": "{{BASE}}", "host": ["{{BASE}}"]}));
        assert_eq!(
            split("http://{{HOST}}:{{PORT}}/x", &[]),
            json!({"raw": "http://{{HOST}}:{{PORT}}/x", "protocol": "http", "host": ["{{HOST}}"], "port": "{{PORT}}", "path": ["x"]})
        );
        assert_eq!(
            split("{{vault:base}}/x", &[]),
            json!({"raw": "{{vault:base}}/x", "host": ["{{vault:base}}"], "path": ["x"]})
        );
    }
}
