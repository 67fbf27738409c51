//! Sends a request and reads its response, phase by phase: resolve, connect, proxy, TLS, send, receive.

use super::connection::{self, Connection, DeadlineStream};
use super::failure::{ClientFailure, FailureKind, ProxyFault};
use super::proxy::Proxy;
use super::request::{ClientRequest, push_header};
use super::response::{ClientResponse, ResponseReader};
use super::settings::ClientSettings;
use super::tls::{self, Clock};
use super::url::HttpUrl;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use secrecy::ExposeSecret as _;
use std::cell::{OnceCell, RefCell};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;
use zeroize::Zeroizing;

/// Sends requests. Each request has a own connection, so that every phase can be seen to succeed or fail.
pub struct Client<'s> {
    settings: &'s ClientSettings,
    clock: Arc<Clock>,
    tls_config: OnceCell<Arc<ClientConfig>>,
    /// Host and port with their socket addresses: each name is resolved once.
    resolved: RefCell<Vec<(String, u16, Vec<SocketAddr>)>>,
}

impl<'s> Client<'s> {
    /// A client with these settings. It opens no connection yet.
    pub fn new(settings: &'s ClientSettings) -> Self {
        let clock = Arc::new(Clock::new(settings.now));
        Self { settings, clock, tls_config: OnceCell::new(), resolved: RefCell::default() }
    }

    /// The time by the clock of the settings.
    pub fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// The proxy that requests to `url` go through.
    pub fn proxy(&self, url: &HttpUrl) -> Option<&'s Proxy> {
        self.settings.proxies.for_url(url)
    }

    /// Resolves the host name of the server, or of the proxy in front of it.
    ///
    /// # Errors
    /// [`FailureKind::Unresolved`], [`FailureKind::ResolveTimeout`], or [`FailureKind::Proxy`] where it is the proxy's name.
    pub fn resolve(&self, url: &HttpUrl) -> Result<Vec<SocketAddr>, FailureKind> {
        match self.proxy(url) {
            Some(proxy) => {
                self.socket_addresses(&proxy.host, proxy.port).map_err(|_| FailureKind::Proxy(ProxyFault::Unreachable))
            }
            None => self.socket_addresses(&url.host, url.port),
        }
    }

    fn socket_addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, FailureKind> {
        let mut resolved = self.resolved.borrow_mut();
        if let Some((.., addresses)) = resolved.iter().find(|(name, at, _)| name == host && *at == port) {
            return Ok(addresses.clone());
        }
        let addresses = connection::resolve(self.settings.resolver, host, port, self.settings.timeouts.resolve)?;
        resolved.push((host.to_owned(), port, addresses.clone()));
        Ok(addresses)
    }

    /// Opens a connection to the server, or to the proxy in front of it, and sends nothing. Returns the address of the peer.
    ///
    /// # Errors
    /// What resolving or connecting can fail with.
    pub fn connect(&self, url: &HttpUrl) -> Result<SocketAddr, FailureKind> {
        self.open(url).map(|(_, peer)| peer)
    }

    fn open(&self, url: &HttpUrl) -> Result<(DeadlineStream, SocketAddr), FailureKind> {
        let timeouts = &self.settings.timeouts;
        let addresses = self.resolve(url)?;
        let connected = connection::connect(&addresses, timeouts.connect)
            .and_then(|tcp| tcp.peer_addr().map(|peer| (tcp, peer)).map_err(|_| FailureKind::Closed));
        match connected {
            Ok((tcp, peer)) => {
                // Requests are small: waiting to fill a packet only delays them.
                let _ = tcp.set_nodelay(true);
                Ok((DeadlineStream::new(tcp, timeouts.connect), peer))
            }
            Err(_) if self.proxy(url).is_some() => Err(FailureKind::Proxy(ProxyFault::Unreachable)),
            Err(failure) => Err(failure),
        }
    }

    /// Makes the TLS handshake and sends nothing. Returns the version of TLS, such as `TLS 1.3`.
    ///
    /// # Errors
    /// What connecting, the proxy or the handshake can fail with.
    pub fn handshake(&self, url: &HttpUrl) -> Result<String, FailureKind> {
        let stream = self.open_tls(url)?;
        let version = stream.conn.protocol_version().and_then(|version| version.as_str()).unwrap_or("TLS");
        Ok(version.replace("TLSv1_", "TLS 1."))
    }

    fn open_tls(&self, url: &HttpUrl) -> Result<StreamOwned<ClientConnection, DeadlineStream>, FailureKind> {
        let (mut tcp, _) = self.open(url)?;
        if let Some(proxy) = self.proxy(url) {
            tcp = self.open_tunnel(tcp, proxy, url)?;
        }
        tcp.set_timeout(self.settings.timeouts.tls);
        let config = if let Some(config) = self.tls_config.get() {
            config
        } else {
            let config = tls::client_config(&self.settings.ca_certificates, Arc::clone(&self.clock))?;
            self.tls_config.get_or_init(|| config)
        };
        tls::handshake(config, &url.host, tcp)
    }

    /// Asks the proxy for a tunnel to the server (`CONNECT`: RFC 9110, section 9.3.6).
    fn open_tunnel(
        &self,
        mut tcp: DeadlineStream,
        proxy: &Proxy,
        url: &HttpUrl,
    ) -> Result<DeadlineStream, FailureKind> {
        let server = url.host_and_port();
        let mut head = Zeroizing::new(format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n"));
        if let Some(authorization) = &proxy.authorization {
            push_header(&mut head, "Proxy-Authorization", authorization.expose_secret());
        }
        head.push_str("\r\n");
        tcp.set_timeout(self.settings.timeouts.connect);
        let no_response = FailureKind::Proxy(ProxyFault::NoResponse);
        tcp.write_all(head.as_bytes()).map_err(|_| no_response.clone())?;
        let mut reader = ResponseReader::new(tcp);
        let (status, ..) = reader.read_head(&self.settings.limits).map_err(|_| no_response)?;
        let is_open = (200..300).contains(&status);
        if is_open { Ok(reader.stream) } else { Err(FailureKind::Proxy(ProxyFault::Status(status))) }
    }

    /// Sends `request` and reads the response to it. A response with any status but 407 is a success; no redirect is followed.
    ///
    /// # Errors
    /// The first thing that went wrong in any phase.
    pub fn send(&self, request: &ClientRequest) -> Result<ClientResponse, ClientFailure> {
        let timeouts = &self.settings.timeouts;
        let (mut connection, proxy) = if request.url.is_https {
            (Connection::Tls(Box::new(self.open_tls(&request.url)?)), None)
        } else {
            (Connection::Plain(self.open(&request.url)?.0), self.proxy(&request.url))
        };
        connection.set_timeout(timeouts.send);
        let sent = connection.write_all(&request.to_bytes(proxy)).and_then(|()| connection.flush());
        if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::TimedOut) {
            return Err(FailureKind::Timeout.into());
        }
        // Other errors are ignored here: a server may respond before it has read everything, and close.
        connection.set_timeout(timeouts.first_byte);
        let mut reader = ResponseReader::new(connection);
        match reader.read_more() {
            Ok(true) => {}
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Err(FailureKind::Timeout.into()),
            Ok(false) | Err(_) => return Err(FailureKind::Closed.into()),
        }
        reader.stream.set_timeout(timeouts.body);
        let response = reader.read_response(&self.settings.limits)?;
        if response.status == 407 {
            return Err(FailureKind::Proxy(ProxyFault::Status(407)).into());
        }
        Ok(response)
    }
}
