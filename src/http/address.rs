//! Where a request goes.

use crate::text::percent;
use crate::text::url::SplitUrl;
use std::fmt;

/// A scheme, a host, a port and a path with its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Whether it is `https`.
    pub(crate) secure: bool,
    /// The host, in lower case; an IPv6 address without its brackets.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
    /// The path with its query, as it is sent.
    pub(crate) path: String,
}

impl Address {
    /// Reads an absolute address; what HTTP cannot carry is escaped. None when it is none, or has a user in it.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let url = SplitUrl::literal(url);
        let secure = match url.scheme?.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (host, port) = authority_parts(url.authority)?;
        let port =
            port.map_or(Some(if secure { 443 } else { 80 }), |port| port.parse().ok().filter(|port| *port > 0))?;
        let slash = if url.target.starts_with('/') { "" } else { "/" };
        Some(Self { secure, host: host.to_ascii_lowercase(), port, path: format!("{slash}{}", escaped(url.target)) })
    }

    /// What a redirect from here to `location` leads to.
    pub(crate) fn join(&self, location: &str) -> Option<Self> {
        let scheme = if self.secure { "https" } else { "http" };
        if let Some(rest) = location.strip_prefix("//") {
            return Self::parse(&format!("{scheme}://{rest}"));
        }
        if location.starts_with('/') {
            return Some(Self { path: escaped(location.split('#').next().unwrap_or_default()), ..self.clone() });
        }
        Self::parse(location)
    }

    /// The host with its port, where that is not the scheme's own: the header `Host`.
    pub(crate) fn authority(&self) -> String {
        let own = if self.secure { 443 } else { 80 };
        let host = self.bracketed();
        if self.port == own { host } else { format!("{host}:{}", self.port) }
    }

    /// The host with its port in any case, as `CONNECT` wants it.
    pub(crate) fn host_and_port(&self) -> String {
        format!("{}:{}", self.bracketed(), self.port)
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() }
    }

    /// Whether nothing leaves this machine on the way there.
    pub(crate) fn is_loopback(&self) -> bool {
        let ip = self.host.parse::<std::net::IpAddr>();
        self.host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority(), self.path)
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

/// A path with every byte escaped that cannot stand in a request line; what is escaped already stays.
fn escaped(path: &str) -> String {
    let plain = |letter: char| {
        letter.is_ascii_graphic() && !matches!(letter, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    path.chars()
        .map(|letter| if plain(letter) { letter.to_string() } else { percent::encode(letter.encode_utf8(&mut [0; 4])) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses_are_taken_apart_and_put_together() {
        for (text, shown) in [
            ("https://Go.Example.com/api", "https://go.example.com/api"),
            ("http://localhost:80", "http://localhost/"),
            ("http://[::1]:8765/a?b=c#d", "http://[::1]:8765/a?b=c"),
            ("https://a/é {b}", "https://a/%C3%A9%20%7Bb%7D"),
            ("https://a?x=\r\nEvil: 1", "https://a/?x=%0D%0AEvil:%201"),
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), shown);
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
            assert!(Address::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_redirect_is_joined_to_where_it_came_from() {
        let from = Address::parse("http://a.example/api/x").unwrap();
        let joined = |location: &str| from.join(location).map(|to| to.to_string());
        assert_eq!(joined("https://a.example/api/x").unwrap(), "https://a.example/api/x");
        assert_eq!(joined("/login").unwrap(), "http://a.example/login");
        assert_eq!(joined("//b.example/").unwrap(), "http://b.example/");
        assert_eq!(joined("login"), None);
    }
}
