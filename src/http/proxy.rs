//! Proxies between this machine and the API, as the usual variables name them.

use crate::http::address::{Address, authority_parts};
use crate::secret::base64;
use crate::text::url::split_scheme;
use secrecy::{ExposeSecret as _, SecretString};

/// Which requests go through which proxy.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    /// For addresses with `http`.
    pub http: Option<Proxy>,
    /// For addresses with `https`.
    pub https: Option<Proxy>,
    /// Hosts that are reached without one: `NO_PROXY`, taken apart at its commas.
    pub except: Vec<String>,
}

/// An HTTP proxy.
#[derive(Debug, Clone)]
pub struct Proxy {
    pub(super) host: String,
    pub(super) port: u16,
    /// The value of `Proxy-Authorization`.
    pub(super) authorization: Option<SecretString>,
    password: Option<SecretString>,
}

/// Why a text names no proxy. It does not repeat the text, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Another scheme.
    #[error("only proxies that are spoken to with `http://` are known")]
    Scheme,
    /// No host, or no number behind its colon.
    #[error("write it as `http://host:port`")]
    Form,
}

impl Proxy {
    /// Reads `http://user:password@host:port`; scheme, user and port may be left out.
    pub fn parse(text: &str) -> Result<Self, ProxyError> {
        let (scheme, rest) = split_scheme(text);
        if scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("http")) {
            return Err(ProxyError::Scheme);
        }
        let authority = rest.split('/').next().unwrap_or_default();
        let (user, authority) =
            authority.rsplit_once('@').map_or((None, authority), |(user, authority)| (Some(user), authority));
        let (host, port) = authority_parts(authority).ok_or(ProxyError::Form)?;
        let port = port.map_or(Ok(80), str::parse).map_err(|_| ProxyError::Form)?;
        let user = user.map(|user| {
            let (name, password) = user.split_once(':').unwrap_or((user, ""));
            (crate::text::percent::decode(name), crate::text::percent::decode(password))
        });
        let authorization = user.as_ref().map(|(name, password)| {
            format!("Basic {}", base64::encode(format!("{name}:{password}").as_bytes())).into()
        });
        let password = user.map(|(_, password)| password.into());
        Ok(Self { host: host.to_owned(), port, authorization, password })
    }

    /// What must not be shown of it.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        [&self.authorization, &self.password].into_iter().flatten().map(|secret| {
            let secret = secret.expose_secret();
            secret.strip_prefix("Basic ").unwrap_or(secret)
        })
    }

    /// Where it is, for people.
    pub(crate) fn shown(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl Proxies {
    /// The proxy for `address`, if it needs one.
    pub(crate) fn of(&self, address: &Address) -> Option<&Proxy> {
        let proxy = if address.secure { &self.https } else { &self.http };
        let is_exempt = |rule: &String| {
            let rule = rule.trim().to_ascii_lowercase();
            let name = rule.trim_start_matches("*.").trim_start_matches('.');
            let (host, port) = authority_parts(name).unwrap_or((name, None));
            let is_host = address.host == host
                || address.host.strip_suffix(host).is_some_and(|rest| !host.is_empty() && rest.ends_with('.'));
            rule == "*" || is_host && port.is_none_or(|port| port == address.port.to_string())
        };
        proxy.as_ref().filter(|_| !self.except.iter().any(is_exempt))
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Proxies, Proxy, ProxyError};
    use secrecy::ExposeSecret as _;

    #[test]
    fn a_proxy_is_read_and_hides_its_password() {
        let proxy = Proxy::parse("http://ana:p%40ss@proxy.example:3128/").unwrap();
        assert_eq!((proxy.shown().as_str(), proxy.port), ("proxy.example:3128", 3128));
        assert_eq!(proxy.authorization.as_ref().unwrap().expose_secret(), "Basic YW5hOnBAc3M=");
        assert!(!format!("{proxy:?}").contains("p@ss") && !format!("{proxy:?}").contains("YW5h"));
        assert_eq!(Proxy::parse("proxy").unwrap().shown(), "proxy:80");
        assert_eq!(Proxy::parse("socks5://proxy").unwrap_err(), ProxyError::Scheme);
        assert_eq!(Proxy::parse("http://a:b:c").unwrap_err(), ProxyError::Form);
    }

    #[test]
    fn exceptions_are_hosts_and_their_children() {
        let of = |except: &str, url: &str| {
            let proxies = Proxies {
                https: Some(Proxy::parse("p").unwrap()),
                http: None,
                except: except.split(',').map(str::to_owned).collect(),
            };
            proxies.of(&Address::parse(url).unwrap()).is_some()
        };
        assert!(of("", "https://a.example") && !of("", "http://a.example"));
        assert!(!of("*", "https://a.example") && !of("x, a.example", "https://a.example"));
        assert!(!of(".example", "https://a.example") && !of("*.example:443", "https://a.example"));
        assert!(of("b.example", "https://ab.example") && of("a.example:8443", "https://a.example"));
        assert!(!of("[::1]", "https://[::1]/"));
    }
}
