//! A URL written as one text, taken apart as Postman does it.

/// The parts of a URL as they are written, nothing decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawUrl<'t> {
    /// Before `://`; none when there is no such sign.
    pub protocol: Option<&'t str>,
    /// User and password, before `@`.
    pub user: Option<&'t str>,
    /// Up to the path, without the port.
    pub host: &'t str,
    /// Behind the last `:` of the host.
    pub port: Option<&'t str>,
    /// Behind the first `/`, without it; none when there is no path.
    pub path: Option<&'t str>,
    /// Behind the first `?`, without it; none when there is none.
    pub query: Option<&'t str>,
    /// Behind the first `#`, without it.
    pub hash: Option<&'t str>,
}

impl<'t> RawUrl<'t> {
    /// Takes `text` apart. What stands between `{{` and `}}` is never cut.
    pub fn new(text: &'t str) -> Self {
        let text = text.trim();
        let (text, hash) = split(text, '#');
        let (text, query) = split(text, '?');
        let (protocol, text) = match find(text, "://") {
            Some(at) => (Some(&text[..at]), &text[at + 3..]),
            None => (None, text),
        };
        let (host, path) = split(text, '/');
        let (user, host) = match find(host, "@") {
            Some(at) => (Some(&host[..at]), &host[at + 1..]),
            None => (None, host),
        };
        // The colons of an IPv6 address stand in brackets.
        let from = host.rfind(']').unwrap_or(0);
        let (host, port) = match find(&host[from..], ":") {
            Some(at) => (&host[..from + at], Some(&host[from + at + 1..])),
            None => (host, None),
        };
        Self { protocol, user, host, port, path, query, hash }
    }

    /// The host, taken apart at its dots.
    pub fn host_parts(&self) -> Vec<&'t str> {
        pieces(self.host, '.')
    }

    /// The segments of the path.
    pub fn segments(&self) -> Vec<&'t str> {
        self.path.map(|path| pieces(path, '/')).unwrap_or_default()
    }

    /// The query parameters: key, and value where there is a `=`.
    pub fn parameters(&self) -> Vec<(&'t str, Option<&'t str>)> {
        let parameter = |text: &'t str| match find(text, "=") {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        self.query.map(|query| pieces(query, '&').into_iter().map(parameter).collect()).unwrap_or_default()
    }
}

/// Before and behind the first `sign` outside of variables.
fn split(text: &str, sign: char) -> (&str, Option<&str>) {
    let mut letters = [0; 4];
    match find(text, sign.encode_utf8(&mut letters)) {
        Some(at) => (&text[..at], Some(&text[at + sign.len_utf8()..])),
        None => (text, None),
    }
}

fn pieces(mut text: &str, sign: char) -> Vec<&str> {
    let mut pieces = Vec::new();
    while let (piece, Some(rest)) = split(text, sign) {
        pieces.push(piece);
        text = rest;
    }
    pieces.push(text);
    pieces
}

/// The first place of `sign` that no variable is around.
fn find(text: &str, sign: &str) -> Option<usize> {
    let mut from = 0;
    let mut at = text.find(sign)?;
    // A variable that is not closed is none.
    while let Some(end) = variable_end(&text[from..], at - from) {
        from += end;
        if at < from {
            at = from + text[from..].find(sign)?;
        }
    }
    Some(at)
}

/// The end of the first variable that begins before `at`.
fn variable_end(text: &str, at: usize) -> Option<usize> {
    let open = text[..at].find("{{")?;
    Some(open + text[open..].find("}}")? + 2)
}

#[cfg(test)]
mod tests {
    use super::RawUrl;

    #[test]
    fn urls_are_taken_apart_as_postman_does() {
        let url = RawUrl::new("https://user:pw@api.example.com:8080/a//:id/?x=1&y&z=a=b#top");
        assert_eq!(
            (url.protocol, url.user, url.host, url.port),
            (Some("https"), Some("user:pw"), "api.example.com", Some("8080"))
        );
        assert_eq!(url.segments(), ["a", "", ":id", ""]);
        assert_eq!(url.parameters(), [("x", Some("1")), ("y", None), ("z", Some("a=b"))]);
        assert_eq!(url.hash, Some("top"));
        assert_eq!(RawUrl::new("https://{{a.b}}.example.com/x").host_parts(), ["{{a.b}}", "example", "com"]);
        let url = RawUrl::new(" {{a/b?c}}{{d}}:{{p:q}}/{{x#y}}/z?q={{r&s}} ");
        assert_eq!((url.protocol, url.host, url.port), (None, "{{a/b?c}}{{d}}", Some("{{p:q}}")));
        assert_eq!(url.segments(), ["{{x#y}}", "z"]);
        assert_eq!(url.parameters(), [("q", Some("{{r&s}}"))]);
        let url = RawUrl::new("http://[::1]:80");
        assert_eq!((url.host, url.port, url.path), ("[::1]", Some("80"), None));
        for text in ["", "{{", "{{a", "://", "?", "#", "@", ":", "/", "é{{", "{{{{", "}}/{{"] {
            let _ = RawUrl::new(text);
        }
    }
}
