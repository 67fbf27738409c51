//! An HTTP/1.1 client over TCP and TLS that distinguishes every kind of failure. [`doctor`](crate::doctor) sends its requests with it.
//!
//! | type | what it is |
//! |---|---|
//! | [`Client`] | sends requests, one connection for each; also resolves, connects and encrypts without sending anything |
//! | [`ClientSettings`] | time-outs by phase ([`Timeouts`]), sizes in bytes ([`Limits`]), proxies, CA certificates, name resolution, the clock |
//! | [`ClientRequest`] | a method, an [`HttpUrl`], headers and a body, written as they are given |
//! | [`ClientResponse`] | a whole response: status, headers, body |
//! | [`ClientFailure`] | why there is no whole response: a [`FailureKind`] for each thing that can go wrong in each phase |
//!
//! The client follows no redirect, tries nothing twice, and always verifies certificates. With [`mock`](crate::mock) this is the only
//! folder that opens sockets.
//!
//! ```
//! use postsmith::http::{Client, ClientRequest, ClientSettings, FailureKind, HttpUrl};
//! use std::io::{Read as _, Write as _};
//!
//! // A server that answers one request and then goes away.
//! let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
//! let address = listener.local_addr()?;
//! let server = std::thread::spawn(move || -> std::io::Result<()> {
//!     let (mut stream, _) = listener.accept()?;
//!     stream.read(&mut [0; 1024])?;
//!     stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
//! });
//!
//! let settings = ClientSettings::new(std::time::SystemTime::now());
//! let client = Client::new(&settings);
//! let url = HttpUrl::parse(&format!("http://{address}/greeting")).expect("an absolute URL");
//! let request = ClientRequest { method: "GET".to_owned(), url, headers: Vec::new(), body: None };
//! let response = client.send(&request)?;
//! assert_eq!((response.status, &response.body[..]), (200, &b"hi"[..]));
//!
//! server.join().expect("the server does not panic")?;
//! let failure = client.send(&request).expect_err("nothing listens any more");
//! assert_eq!(failure.kind, FailureKind::Refused);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod client;
mod connection;
mod failure;
mod proxy;
mod request;
mod response;
mod settings;
mod tls;
mod url;

pub use client::Client;
pub use connection::Resolver;
pub use failure::{CertificateFault, ClientFailure, FailureKind, ProxyFault};
pub use proxy::{Proxies, Proxy, ProxyError};
pub use request::ClientRequest;
pub use response::ClientResponse;
pub use settings::{ClientSettings, Limits, Timeouts};
pub use tls::{CaCertificateError, CaCertificates};
pub use url::HttpUrl;
