//! A request and its bytes. [`Client`](super::Client) sends it.

use super::proxy::Proxy;
use super::url::HttpUrl;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

/// A request to send. Its headers and its body may hold secrets, so both are wiped from memory when it is dropped.
pub struct ClientRequest {
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// Where the request goes.
    pub url: HttpUrl,
    /// Headers as name and value, sent in this order and with the names as they are written.
    ///
    /// `Host`, `Connection` and `Content-Length` are added and must not be listed.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// The body.
    pub body: Option<Zeroizing<Vec<u8>>>,
}

impl ClientRequest {
    /// The bytes to send. With a `proxy` the request line holds the whole URL, as a proxy expects it for plain `http`
    /// (RFC 9112, section 3.2.2).
    pub(super) fn to_bytes(&self, proxy: Option<&Proxy>) -> Zeroizing<Vec<u8>> {
        let target = proxy.map_or_else(|| self.url.path.clone(), |_| self.url.to_string());
        let method: String = self.method.chars().filter(char::is_ascii_graphic).collect();
        let mut head = Zeroizing::new(String::with_capacity(4096));
        for part in [&method, " ", &target, " HTTP/1.1\r\nHost: ", &self.url.host_header(), "\r\nConnection: close\r\n"]
        {
            head.push_str(part);
        }
        for (name, value) in &self.headers {
            push_header(&mut head, name, value);
        }
        if let Some(authorization) = proxy.and_then(|proxy| proxy.authorization.as_ref()) {
            push_header(&mut head, "Proxy-Authorization", authorization.expose_secret());
        }
        if let Some(body) = &self.body {
            push_header(&mut head, "Content-Length", &body.len().to_string());
        }
        head.push_str("\r\n");
        let body = self.body.as_deref().map_or(&[][..], Vec::as_slice);
        let mut bytes = Zeroizing::new(Vec::with_capacity(head.len() + body.len()));
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(body);
        bytes
    }
}

/// Appends one header line. Control characters are left out: a line break in a value would begin another header.
pub(super) fn push_header(head: &mut String, name: &str, value: &str) {
    head.extend(name.chars().filter(|character| !character.is_control()));
    head.push_str(": ");
    head.extend(value.chars().filter(|character| !character.is_control()));
    head.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{ClientRequest, HttpUrl, Proxy};
    use zeroize::Zeroizing;

    fn request(method: &str, value: &str, body: Option<&str>) -> ClientRequest {
        ClientRequest {
            method: method.to_owned(),
            url: HttpUrl::parse("http://a.example/x").unwrap(),
            headers: vec![("X-A".to_owned(), Zeroizing::new(value.to_owned()))],
            body: body.map(|body| Zeroizing::new(body.as_bytes().to_vec())),
        }
    }

    #[test]
    fn a_line_break_in_a_value_begins_no_header() {
        let text = String::from_utf8(request("GE\r\nT", "1\r\nEvil: 2", None).to_bytes(None).to_vec()).unwrap();
        assert_eq!(text, "GET /x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\nX-A: 1Evil: 2\r\n\r\n");
    }

    #[test]
    fn a_proxy_gets_the_whole_url_and_its_own_credentials() {
        let proxy = Proxy::parse("http://u:p@proxy.example").unwrap();
        let text = String::from_utf8(request("POST", "1", Some("a=b")).to_bytes(Some(&proxy)).to_vec()).unwrap();
        assert!(text.starts_with("POST http://a.example/x HTTP/1.1\r\n"), "{text}");
        assert!(text.contains("\r\nProxy-Authorization: Basic ") && text.ends_with("\r\nContent-Length: 3\r\n\r\na=b"));
    }
}
