//! HTTP proxies, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them.

use super::url::{HttpUrl, authority_parts};
use crate::text::url::split_scheme;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use secrecy::{ExposeSecret as _, SecretString};

/// Which requests go through which proxy.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    /// For `http` URLs.
    pub http: Option<Proxy>,
    /// For `https` URLs.
    pub https: Option<Proxy>,
    /// The entries of `NO_PROXY`, split at its commas: hosts that are reached without a proxy, with the hosts below them.
    ///
    /// `*` means every host; `.a.example`, `*.a.example` and `a.example` mean the same; a port restricts an entry.
    pub no_proxy: Vec<String>,
}

/// An HTTP proxy. Its `Debug` form hides the password.
#[derive(Debug, Clone)]
pub struct Proxy {
    pub(super) host: String,
    pub(super) port: u16,
    /// The value of `Proxy-Authorization`.
    pub(super) authorization: Option<SecretString>,
    password: Option<SecretString>,
}

/// Why a text is not the URL of a proxy. The message does not repeat the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// A scheme other than `http`.
    #[error("a proxy URL with another scheme than `http://` is not supported")]
    Scheme,
    /// No host, or a port that is not a number.
    #[error("the proxy URL does not have the form `http://host:port`")]
    Malformed,
}

impl Proxy {
    /// Reads `http://user:password@host:port`. Scheme, user and port may be left out; the default port is 80.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let (scheme, rest) = split_scheme(text);
        if scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            return Err(ProxyError::Scheme);
        }
        let authority = rest.split('/').next().unwrap_or_default();
        let (user, authority) =
            authority.rsplit_once('@').map_or((None, authority), |(user, authority)| (Some(user), authority));
        let (host, port) = authority_parts(authority).ok_or(ProxyError::Malformed)?;
        let port = port.map_or(Ok(80), str::parse).map_err(|_| ProxyError::Malformed)?;
        let user = user.map(|user| {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            (crate::text::percent::decode(name), crate::text::percent::decode(password))
        });
        let authorization = user
            .as_ref()
            .map(|(name, password)| format!("Basic {}", BASE64_STANDARD.encode(format!("{name}:{password}"))).into());
        let password = user.map(|(_, password)| password.into());
        Ok(Self { host: host.to_owned(), port, authorization, password })
    }

    /// The texts that must never be shown: the encoded credentials and the password.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        [&self.authorization, &self.password].into_iter().flatten().map(|secret| {
            let secret = secret.expose_secret();
            secret.strip_prefix("Basic ").unwrap_or(secret)
        })
    }

    /// Host and port.
    pub fn host_and_port(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl Proxies {
    /// The proxy that requests to `url` go through.
    pub fn for_url(&self, url: &HttpUrl) -> Option<&Proxy> {
        let proxy = if url.is_https { &self.https } else { &self.http };
        let is_exempt = |rule: &String| {
            let rule = rule.trim().to_ascii_lowercase();
            let name = rule.trim_start_matches("*.").trim_start_matches('.');
            let (host, port) = authority_parts(name).unwrap_or((name, None));
            let is_host = url.host == host
                || url.host.strip_suffix(host).is_some_and(|rest| !host.is_empty() && rest.ends_with('.'));
            rule == "*" || is_host && port.is_none_or(|port| port == url.port.to_string())
        };
        proxy.as_ref().filter(|_| !self.no_proxy.iter().any(is_exempt))
    }
}

#[cfg(test)]
mod tests {
    use super::{HttpUrl, Proxies, Proxy, ProxyError};
    use secrecy::ExposeSecret as _;

    #[test]
    fn a_proxy_url_is_parsed_and_its_password_is_hidden() {
        let proxy = Proxy::parse("http://ana:p%40ss@proxy.example:3128/").unwrap();
        assert_eq!((proxy.host_and_port().as_str(), proxy.port), ("proxy.example:3128", 3128));
        assert_eq!(proxy.authorization.as_ref().unwrap().expose_secret(), "Basic YW5hOnBAc3M=");
        assert!(!format!("{proxy:?}").contains("p@ss") && !format!("{proxy:?}").contains("YW5h"));
        assert_eq!(Proxy::parse("proxy").unwrap().host_and_port(), "proxy:80");
        assert_eq!(Proxy::parse("socks5://proxy").unwrap_err(), ProxyError::Scheme);
        assert_eq!(Proxy::parse("http://a:b:c").unwrap_err(), ProxyError::Malformed);
    }

    #[test]
    fn no_proxy_entries_cover_a_host_and_the_hosts_below_it() {
        let of = |no_proxy: &str, url: &str| {
            let proxies = Proxies {
                https: Some(Proxy::parse("p").unwrap()),
                http: None,
                no_proxy: no_proxy.split(',').map(str::to_owned).collect(),
            };
            proxies.for_url(&HttpUrl::parse(url).unwrap()).is_some()
        };
        assert!(of("", "https://a.example") && !of("", "http://a.example"));
        assert!(!of("*", "https://a.example") && !of("x, a.example", "https://a.example"));
        assert!(!of(".example", "https://a.example") && !of("*.example:443", "https://a.example"));
        assert!(of("b.example", "https://ab.example") && of("a.example:8443", "https://a.example"));
        assert!(!of("[::1]", "https://[::1]/"));
    }
}
