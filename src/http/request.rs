//! A request, and its bytes.

use crate::http::address::Address;
use crate::http::proxy::Proxy;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

/// A request. Its texts may be secret.
pub(crate) struct Request {
    /// The HTTP method.
    pub(crate) method: &'static str,
    /// Where it goes.
    pub(crate) to: Address,
    /// The headers beside those that say where the request ends.
    pub(crate) headers: Vec<(String, Zeroizing<String>)>,
    /// The body.
    pub(crate) body: Option<Zeroizing<String>>,
}

impl Request {
    /// The bytes for the wire; with a `proxy` those that a proxy wants for an address without TLS.
    pub(super) fn bytes(&self, proxy: Option<&Proxy>) -> Zeroizing<Vec<u8>> {
        let target = proxy.map_or_else(|| self.to.path.clone(), |_| self.to.to_string());
        let mut text = Zeroizing::new(String::with_capacity(4096));
        for part in
            [self.method, " ", &target, " HTTP/1.1\r\nHost: ", &self.to.authority(), "\r\nConnection: close\r\n"]
        {
            text.push_str(part);
        }
        for (name, value) in &self.headers {
            push_header(&mut text, name, value);
        }
        if let Some(authorization) = proxy.and_then(|proxy| proxy.authorization.as_ref()) {
            push_header(&mut text, "Proxy-Authorization", authorization.expose_secret());
        }
        if let Some(body) = &self.body {
            push_header(&mut text, "Content-Length", &body.len().to_string());
        }
        text.push_str("\r\n");
        text.push_str(self.body.as_deref().map_or("", String::as_str));
        Zeroizing::new(text.as_bytes().to_vec())
    }
}

/// A control character would begin another header; no value that can be sent has one.
pub(super) fn push_header(text: &mut String, name: &str, value: &str) {
    text.push_str(name);
    text.push_str(": ");
    text.extend(value.chars().filter(|letter| !letter.is_control()));
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{Address, Request};
    use zeroize::Zeroizing;

    #[test]
    fn no_value_begins_a_header_of_its_own() {
        let request = Request {
            method: "GET",
            to: Address::parse("https://a.example/x").unwrap(),
            headers: vec![("X-A".to_owned(), Zeroizing::new("1\r\nEvil: 2".to_owned()))],
            body: None,
        };
        let text = String::from_utf8(request.bytes(None).to_vec()).unwrap();
        assert_eq!(text, "GET /x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nX-A: 1Evil: 2\r\n\r\n");
    }
}
