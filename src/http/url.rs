//! The URL that a request goes to.

use crate::text::percent;
use crate::text::url::SplitUrl;
use std::fmt;

/// An absolute `http` or `https` URL: scheme, host, port, and path with query. It has no user info and no fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl {
    /// Whether the scheme is `https`.
    pub is_https: bool,
    /// The host, in lower case; an IPv6 address without its brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The path with its query, as it is sent.
    pub path: String,
}

impl HttpUrl {
    /// Reads an absolute URL. Characters that a request line cannot carry are percent-encoded; a fragment is dropped.
    ///
    /// `None` for a text that is no absolute `http` or `https` URL, and for one with a user in it.
    pub fn parse(url: &str) -> Option<Self> {
        let url = SplitUrl::literal(url);
        let is_https = match url.scheme?.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (host, port) = authority_parts(url.authority)?;
        let port =
            port.map_or(Some(if is_https { 443 } else { 80 }), |port| port.parse().ok().filter(|port| *port > 0))?;
        let slash = if url.target.starts_with('/') { "" } else { "/" };
        Some(Self {
            is_https,
            host: host.to_ascii_lowercase(),
            port,
            path: format!("{slash}{}", percent_encode(url.target)),
        })
    }

    /// The URL that a redirect from here to `location` leads to.
    ///
    /// `None` for a path that does not begin with `/`, and for what is no `http` or `https` URL.
    pub fn join(&self, location: &str) -> Option<Self> {
        let scheme = if self.is_https { "https" } else { "http" };
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        if location.starts_with('/') {
            return Some(Self { path: percent_encode(location.split('#').next().unwrap_or_default()), ..self.clone() });
        }
        Self::parse(location)
    }

    /// The value of the header `Host`: the host, with the port where it is not the default of the scheme.
    pub(super) fn host_header(&self) -> String {
        let default = if self.is_https { 443 } else { 80 };
        let host = self.bracketed();
        if self.port == default { host } else { format!("{host}:{}", self.port) }
    }

    /// The host with its port, as `CONNECT` needs it.
    pub(super) fn host_and_port(&self) -> String {
        format!("{}:{}", self.bracketed(), self.port)
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        let ip = self.host.parse::<std::net::IpAddr>();
        self.host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.host_header(), self.path)
    }
}

/// The host and the port of `host`, `host:port`, `[v6]` or `[v6]:port`.
pub(super) fn authority_parts(authority: &str) -> Option<(&str, Option<&str>)> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, rest) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
    } else {
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        (!host.is_empty() && host.bytes().all(is_name)).then_some(())?;
        (host, port)
    };
    Some((host, port.filter(|port| !port.is_empty())))
}

/// `path` with every character percent-encoded that a request line cannot carry; what is encoded already stays.
fn percent_encode(path: &str) -> String {
    let plain = |character: char| {
        character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    path.chars()
        .map(
            |character| {
                if plain(character) {
                    character.to_string()
                } else {
                    percent::encode(character.encode_utf8(&mut [0; 4]))
                }
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::HttpUrl;

    #[test]
    fn urls_are_parsed_and_written_back() {
        for (text, shown) in [
            ("https://Go.Example.com/api", "https://go.example.com/api"),
            ("http://localhost:80", "http://localhost/"),
            ("http://[::1]:8765/a?b=c#d", "http://[::1]:8765/a?b=c"),
            ("https://a/é {b}", "https://a/%C3%A9%20%7Bb%7D"),
            ("https://a?x=\r\nEvil: 1", "https://a/?x=%0D%0AEvil:%201"),
        ] {
            assert_eq!(HttpUrl::parse(text).unwrap().to_string(), shown);
        }
        for wrong in [
            "",
            "a.example",
            "ftp://a",
            "https://",
            "https://u:p@a/",
            "https://a:b",
            "https://a b/",
            "https://a:0",
            "https://[x]/",
        ] {
            assert!(HttpUrl::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_redirect_is_resolved_against_the_url_it_came_from() {
        let from = HttpUrl::parse("http://a.example/api/x").unwrap();
        let joined = |location: &str| from.join(location).map(|to| to.to_string());
        assert_eq!(joined("https://a.example/api/x").unwrap(), "https://a.example/api/x");
        assert_eq!(joined("/login").unwrap(), "http://a.example/login");
        assert_eq!(joined("//b.example/").unwrap(), "http://b.example/");
        assert_eq!(joined("login"), None);
    }
}
