//! A running mock, and a client that returns every byte.

use crate::serve::serve;
use postsmith::mock::{MockServer, Routes, Settings};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A running mock; it stops with the test program.
pub(crate) struct RunningMock {
    pub(crate) address: SocketAddr,
}

/// A parsed response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }
}

pub(crate) fn start(routes: Routes, settings: Settings) -> RunningMock {
    RunningMock { address: serve(move || MockServer::new(routes, settings, Vec::new(), "test").show_credentials()) }
}

/// The rules of the Tallyfy preset's API.
pub(crate) fn tallyfy_settings() -> Settings {
    let client_header = ("X-Tallyfy-Client".to_owned(), "APIClient".to_owned());
    Settings { required_headers: [client_header].into(), ..Settings::default() }
}

/// A mock without a collection, with the rules of the Tallyfy preset's API.
pub(crate) fn tallyfy() -> RunningMock {
    start(Routes::default(), tallyfy_settings())
}

pub(crate) const CLIENT: &str = "X-Tallyfy-Client: APIClient";
pub(crate) const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

impl RunningMock {
    /// Sends bytes and reads until the mock closes the connection.
    pub(crate) fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request).unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        response
    }

    /// The bytes of the response to a request.
    pub(crate) fn bytes(&self, method: &str, url: &str, headers: &[&str], body: &str) -> Vec<u8> {
        let headers = headers.iter().fold(String::new(), |all, header| all + header + "\r\n");
        let length = body.len();
        let request = format!(
            "{method} {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        self.raw(request.as_bytes())
    }

    pub(crate) fn call(&self, method: &str, url: &str, headers: &[&str], body: &str) -> Response {
        let bytes = String::from_utf8(self.bytes(method, url, headers, body)).unwrap();
        let (head, body) = bytes.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response: {bytes:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// A call of the token endpoint.
    pub(crate) fn token(&self, form: &str) -> Response {
        self.call("POST", "/api/oauth/token", &[FORM], form)
    }

    /// A password login.
    pub(crate) fn login(&self) -> Response {
        self.token("grant_type=password&username=u&password=p&client_id=1001&client_secret=s")
    }

    pub(crate) fn refresh(&self, token: &Value) -> Response {
        let token = token.as_str().unwrap();
        self.token(&format!("grant_type=refresh_token&refresh_token={token}&client_id=1001&client_secret=s"))
    }

    /// A GET with the client header and this token.
    pub(crate) fn get(&self, url: &str, token: &Value) -> Response {
        self.call("GET", url, &[CLIENT, &format!("Authorization: Bearer {}", token.as_str().unwrap())], "")
    }

    /// A call of the control endpoint, which must succeed.
    pub(crate) fn control(&self, method: &str, name: &str, body: &str) -> Value {
        let response = self.call(method, &format!("/__postsmith/{name}"), &[], body);
        assert!(matches!(response.status, 200 | 204), "{method} {name}: {} {}", response.status, response.body);
        if response.status == 204 { Value::Null } else { response.json() }
    }
}
