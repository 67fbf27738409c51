//! URLs split as Postman does it: nothing is decoded, and any part may contain a variable (`{{name}}`). Every folder that looks into a URL calls this
//! module.

/// The parts of a URL as written.
///
/// The order of the splits is that of Postman (postman-url-encoder): fragment, query, scheme, path, user information, port. The text is not
/// trimmed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SplitUrl<'t> {
    /// The text before `://`; none without that separator. `//host` has no scheme, an empty authority and the path `/host`.
    pub scheme: Option<&'t str>,
    /// User information, host and port: the text up to the path.
    pub authority: &'t str,
    /// User and password: the text of the authority before its last `@`.
    pub userinfo: Option<&'t str>,
    /// The host; an IPv6 address with its brackets. Empty in `https:///path`.
    pub host: &'t str,
    /// The text after the last `:` of the host; the colons of an IPv6 address do not count.
    pub port: Option<&'t str>,
    /// The text after the first `/`, without it; none without a path.
    pub path: Option<&'t str>,
    /// The text after the first `?`, without it.
    pub query: Option<&'t str>,
    /// The text after the first `#`, without it.
    pub fragment: Option<&'t str>,
    /// The path with its slash, and the query with its question mark: what a request line carries.
    pub target: &'t str,
}

impl<'t> SplitUrl<'t> {
    /// Splits a URL that may contain variables. The text between `{{` and `}}` is never split.
    pub fn new(text: &'t str) -> Self {
        Self::split(text, true)
    }

    /// Splits a URL whose variables have their values already: braces have no meaning, as for an HTTP client.
    pub fn literal(text: &'t str) -> Self {
        Self::split(text, false)
    }

    fn split(text: &'t str, has_variables: bool) -> Self {
        let first = |text: &'t str, sign: &'static str| cut(text, sign, offsets(text, sign, has_variables).next());
        let last = |text: &'t str, sign: &'static str| cut(text, sign, offsets(text, sign, has_variables).last());
        let (sent, fragment) = first(text, "#");
        let (url, query) = first(sent, "?");
        let (scheme, rest) = match first(url, "://") {
            (scheme, Some(rest)) => (Some(scheme), rest),
            (rest, None) => (None, rest),
        };
        let (authority, path) = first(rest, "/");
        let (userinfo, host_and_port) = match last(authority, "@") {
            (userinfo, Some(host)) => (Some(userinfo), host),
            (host, None) => (None, host),
        };
        let bracket = host_and_port.rfind(']').unwrap_or(0);
        let (host, port) = match last(&host_and_port[bracket..], ":") {
            (host, Some(port)) => (&host_and_port[..bracket + host.len()], Some(port)),
            (_, None) => (host_and_port, None),
        };
        let target = &sent[url.len() - rest.len() + authority.len()..];
        Self { scheme, authority, userinfo, host, port, path, query, fragment, target }
    }

    /// The host with its port, as written.
    pub fn host_and_port(&self) -> &'t str {
        &self.authority[self.userinfo.map_or(0, |userinfo| userinfo.len() + 1)..]
    }

    /// The labels of the host.
    pub fn host_parts(&self) -> Vec<&'t str> {
        pieces(self.host, ".")
    }

    /// The segments of the path; none without a path.
    pub fn segments(&self) -> Vec<&'t str> {
        self.path.map(|path| pieces(path, "/")).unwrap_or_default()
    }

    /// The query parameters: the name, and the value where a `=` follows it.
    pub fn parameters(&self) -> Vec<(&'t str, Option<&'t str>)> {
        let parameter = |text: &'t str| cut(text, "=", offsets(text, "=", true).next());
        self.query.map(|query| pieces(query, "&").into_iter().map(parameter).collect()).unwrap_or_default()
    }
}

// Written out because a derived one would print the password and the query.
impl std::fmt::Debug for SplitUrl<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SplitUrl")
            .field("scheme", &self.scheme)
            .field("host", &self.host)
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}

/// The scheme of `text` and the text after `://`; the whole text where it has no scheme. It is for texts that are not always a URL, such as a proxy
/// `host:port`. Use [`SplitUrl`] for URLs.
pub fn split_scheme(text: &str) -> (Option<&str>, &str) {
    text.split_once("://").map_or((None, text), |(scheme, rest)| (Some(scheme), rest))
}

/// The text before and after `sign`, which begins at byte `at`.
fn cut<'t>(text: &'t str, sign: &str, at: Option<usize>) -> (&'t str, Option<&'t str>) {
    match at {
        Some(at) => (&text[..at], Some(&text[at + sign.len()..])),
        None => (text, None),
    }
}

/// `text` split at every `sign` outside of variables.
fn pieces<'t>(text: &'t str, sign: &'static str) -> Vec<&'t str> {
    let mut from = 0;
    let mut pieces = Vec::new();
    for at in offsets(text, sign, true) {
        pieces.push(&text[from..at]);
        from = at + sign.len();
    }
    pieces.push(&text[from..]);
    pieces
}

/// The offsets of `sign` in `text`, in order; with `has_variables` only those outside of variables. The time is linear in the length of the text.
fn offsets<'t>(text: &'t str, sign: &'static str, has_variables: bool) -> impl Iterator<Item = usize> + 't {
    let mut from = 0;
    let mut variable = if has_variables { next_variable(text, 0) } else { None };
    std::iter::from_fn(move || {
        let mut at = from + text[from..].find(sign)?;
        while let Some((_, end)) = variable.filter(|(start, _)| *start < at) {
            if at < end {
                at = end + text[end..].find(sign)?;
            }
            variable = next_variable(text, end);
        }
        from = at + sign.len();
        Some(at)
    })
}

/// Start and end of the first variable from byte `from` on; it must end with `}}`.
fn next_variable(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::{SplitUrl, split_scheme};

    #[test]
    fn every_part_is_found() {
        let url = SplitUrl::new("https://user:pw@api.example.com:8080/a//:id/?x=1&y&z=a=b#top");
        assert_eq!((url.scheme, url.authority), (Some("https"), "user:pw@api.example.com:8080"));
        assert_eq!((url.userinfo, url.host, url.port), (Some("user:pw"), "api.example.com", Some("8080")));
        assert_eq!((url.host_and_port(), url.target), ("api.example.com:8080", "/a//:id/?x=1&y&z=a=b"));
        assert_eq!(url.host_parts(), ["api", "example", "com"]);
        assert_eq!(url.segments(), ["a", "", ":id", ""]);
        assert_eq!(url.parameters(), [("x", Some("1")), ("y", None), ("z", Some("a=b"))]);
        assert_eq!(url.fragment, Some("top"));
        assert!(!format!("{url:?}").contains("pw"), "{url:?}");
    }

    /// Scheme, user information, host, port, path of `text`.
    type Parts<'t> = (Option<&'t str>, Option<&'t str>, &'t str, Option<&'t str>, Option<&'t str>);

    fn parts(url: SplitUrl<'_>) -> Parts<'_> {
        (url.scheme, url.userinfo, url.host, url.port, url.path)
    }

    #[test]
    fn missing_and_empty_parts_are_kept_apart() {
        for (text, expected) in [
            ("", (None, None, "", None, None)),
            ("h.example", (None, None, "h.example", None, None)),
            ("h.example:80/x", (None, None, "h.example", Some("80"), Some("x"))),
            ("//host/x", (None, None, "", None, Some("/host/x"))),
            ("/x", (None, None, "", None, Some("x"))),
            ("https://", (Some("https"), None, "", None, None)),
            ("https:///x", (Some("https"), None, "", None, Some("x"))),
            ("://h", (Some(""), None, "h", None, None)),
            ("http://h:/", (Some("http"), None, "h", Some(""), Some(""))),
            ("http://h?u=https://x/y", (Some("http"), None, "h", None, None)),
            ("h#a?b://c/d", (None, None, "h", None, None)),
        ] {
            assert_eq!(parts(SplitUrl::new(text)), expected, "{text}");
        }
        let url = SplitUrl::new("h?#");
        assert_eq!((url.query, url.fragment, url.target), (Some(""), Some(""), "?"));
        assert_eq!(SplitUrl::new("h?a#b?c").fragment, Some("b?c"));
        assert!(SplitUrl::new("h").segments().is_empty() && SplitUrl::new("h").parameters().is_empty());
    }

    #[test]
    fn user_information_ends_at_the_last_at_sign_and_ipv6_keeps_its_colons() {
        for (text, expected) in [
            ("http://[::1]:80", (Some("http"), None, "[::1]", Some("80"), None)),
            ("http://[2001:db8::7]/x", (Some("http"), None, "[2001:db8::7]", None, Some("x"))),
            ("http://u:p@ss@h:1/a@b", (Some("http"), Some("u:p@ss"), "h", Some("1"), Some("a@b"))),
            ("http://u:p@[::1]:8/", (Some("http"), Some("u:p"), "[::1]", Some("8"), Some(""))),
            ("https://me@h", (Some("https"), Some("me"), "h", None, None)),
            ("https://h/a:b@c", (Some("https"), None, "h", None, Some("a:b@c"))),
        ] {
            assert_eq!(parts(SplitUrl::new(text)), expected, "{text}");
            assert_eq!(parts(SplitUrl::literal(text)), expected, "{text}");
        }
    }

    #[test]
    fn variables_are_never_split() {
        for (text, expected) in [
            ("{{base}}/x", (None, None, "{{base}}", None, Some("x"))),
            ("{{scheme}}://{{host}}:{{port}}/x", (Some("{{scheme}}"), None, "{{host}}", Some("{{port}}"), Some("x"))),
            ("{{vault:base}}/x", (None, None, "{{vault:base}}", None, Some("x"))),
            ("{{u@1}}:{{p/2}}@{{h:3}}", (None, Some("{{u@1}}:{{p/2}}"), "{{h:3}}", None, None)),
            ("{{base", (None, None, "{{base", None, None)),
            ("{{base/x", (None, None, "{{base", None, Some("x"))),
        ] {
            assert_eq!(parts(SplitUrl::new(text)), expected, "{text}");
        }
        assert_eq!(SplitUrl::new("https://{{a.b}}.example.com/x").host_parts(), ["{{a.b}}", "example", "com"]);
        let url = SplitUrl::new("{{a/b?c}}{{d}}:{{p:q}}/{{x#y}}/z?q={{r&s}}");
        assert_eq!((url.scheme, url.host, url.port), (None, "{{a/b?c}}{{d}}", Some("{{p:q}}")));
        assert_eq!(url.segments(), ["{{x#y}}", "z"]);
        assert_eq!(url.parameters(), [("q", Some("{{r&s}}"))]);
        assert_eq!(SplitUrl::literal("https://{{a/b}}").host, "{{a");
    }

    #[test]
    fn any_text_can_be_split() {
        for text in ["{{", "{{a", "?", "#", "@", ":", "/", "é{{", "{{{{", "}}/{{", "]:", "[", "{{}}@", "{{@}}é:#"] {
            for url in [SplitUrl::new(text), SplitUrl::literal(text)] {
                assert!(text.starts_with(url.host) || url.host.len() < text.len(), "{text}");
                assert!(text.contains(url.target), "{text}");
            }
        }
        let long = "{{&".repeat(200_000);
        assert_eq!(SplitUrl::new(&format!("h?{long}")).parameters().len(), 200_001);
    }

    #[test]
    fn a_scheme_is_split_off_any_text() {
        assert_eq!(split_scheme("socks5://proxy:1"), (Some("socks5"), "proxy:1"));
        assert_eq!(split_scheme("proxy:1"), (None, "proxy:1"));
    }
}
