//! Sends a request and gets its answer: a connection of its own for each, so that every phase shows.

use crate::http::ClientSettings;
use crate::http::address::Address;
use crate::http::answer::{Answer, Incoming};
use crate::http::connect;
use crate::http::failure::{Failed, Failure, ProxyFault};
use crate::http::proxy::Proxy;
use crate::http::request::{Request, push_header};
use crate::http::timed::Timed;
use crate::http::tls::{self, Clock};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use secrecy::ExposeSecret as _;
use std::cell::{OnceCell, RefCell};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use zeroize::Zeroizing;

/// What sends requests.
pub(crate) struct Client<'s> {
    settings: &'s ClientSettings,
    clock: Arc<Clock>,
    tls: OnceCell<Arc<ClientConfig>>,
    /// Names that were resolved in this run.
    known: RefCell<Vec<(String, u16, Vec<SocketAddr>)>>,
}

/// A connection, encrypted or not.
enum Stream {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

impl<'s> Client<'s> {
    pub(crate) fn new(settings: &'s ClientSettings) -> Self {
        let clock = Arc::new(Clock::new(settings.now));
        Self { settings, clock, tls: OnceCell::new(), known: RefCell::default() }
    }

    /// What time it is, by the clock that was handed in.
    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// The proxy on the way to `address`.
    pub(crate) fn proxy(&self, address: &Address) -> Option<&'s Proxy> {
        self.settings.proxies.of(address)
    }

    /// Resolves the name of the server, or of the proxy on the way there.
    pub(crate) fn resolve(&self, address: &Address) -> Result<Vec<SocketAddr>, Failure> {
        match self.proxy(address) {
            Some(proxy) => self.addresses(&proxy.host, proxy.port).map_err(|_| Failure::Proxy(ProxyFault::Unreachable)),
            None => self.addresses(&address.host, address.port),
        }
    }

    fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Failure> {
        let mut known = self.known.borrow_mut();
        if let Some((.., addresses)) = known.iter().find(|(name, at, _)| name == host && *at == port) {
            return Ok(addresses.clone());
        }
        let addresses = connect::resolve(self.settings.names, host, port, self.settings.timeouts.resolve)?;
        known.push((host.to_owned(), port, addresses.clone()));
        Ok(addresses)
    }

    /// Opens a connection to the server, or to the proxy on the way there, and sends nothing.
    pub(crate) fn reach(&self, address: &Address) -> Result<SocketAddr, Failure> {
        self.connect(address).map(|(_, peer)| peer)
    }

    fn connect(&self, address: &Address) -> Result<(Timed, SocketAddr), Failure> {
        let timeouts = &self.settings.timeouts;
        let addresses = self.resolve(address)?;
        let connected = connect::connect(&addresses, timeouts.connect);
        let connected = connected.and_then(|tcp| tcp.peer_addr().map(|peer| (tcp, peer)).map_err(|_| Failure::Closed));
        match connected {
            Ok((tcp, peer)) => {
                // Requests are small: none waits for another.
                let _ = tcp.set_nodelay(true);
                Ok((Timed::new(tcp, timeouts.connect), peer))
            }
            Err(_) if self.proxy(address).is_some() => Err(Failure::Proxy(ProxyFault::Unreachable)),
            Err(failure) => Err(failure),
        }
    }

    /// Agrees on encryption and sends nothing; says which version and cipher.
    pub(crate) fn encrypt(&self, address: &Address) -> Result<String, Failure> {
        let stream = self.secured(address)?;
        let version = stream.conn.protocol_version().and_then(|version| version.as_str()).unwrap_or("TLS");
        Ok(version.replace("TLSv1_", "TLS 1."))
    }

    fn secured(&self, address: &Address) -> Result<StreamOwned<ClientConnection, Timed>, Failure> {
        let (mut tcp, _) = self.connect(address)?;
        if let Some(proxy) = self.proxy(address) {
            tcp = self.tunnel(tcp, proxy, address)?;
        }
        tcp.allow(self.settings.timeouts.tls);
        let config = if let Some(config) = self.tls.get() {
            config
        } else {
            let config = tls::config(&self.settings.authorities, Arc::clone(&self.clock))?;
            self.tls.get_or_init(|| config)
        };
        tls::agree(config, &address.host, tcp)
    }

    /// Asks the proxy for a way to the server (RFC 9110, section 9.3.6).
    fn tunnel(&self, mut tcp: Timed, proxy: &Proxy, address: &Address) -> Result<Timed, Failure> {
        let to = address.host_and_port();
        let mut text = Zeroizing::new(format!("CONNECT {to} HTTP/1.1\r\nHost: {to}\r\n"));
        if let Some(authorization) = &proxy.authorization {
            push_header(&mut text, "Proxy-Authorization", authorization.expose_secret());
        }
        text.push_str("\r\n");
        tcp.allow(self.settings.timeouts.connect);
        let no_answer = Failure::Proxy(ProxyFault::NoAnswer);
        tcp.write_all(text.as_bytes()).map_err(|_| no_answer.clone())?;
        let mut incoming = Incoming::new(tcp);
        let (status, ..) = incoming.head(&self.settings.limits).map_err(|_| no_answer)?;
        if (200..300).contains(&status) { Ok(incoming.stream) } else { Err(Failure::Proxy(ProxyFault::Status(status))) }
    }

    /// Sends `request` and reads its answer.
    pub(crate) fn send(&self, request: &Request) -> Result<Answer, Failed> {
        let timeouts = &self.settings.timeouts;
        let (mut stream, proxy) = if request.to.secure {
            (Stream::Tls(Box::new(self.secured(&request.to)?)), None)
        } else {
            (Stream::Plain(self.connect(&request.to)?.0), self.proxy(&request.to))
        };
        stream.allow(timeouts.send);
        let sent = stream.write_all(&request.bytes(proxy)).and_then(|()| stream.flush());
        if sent.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::TimedOut) {
            return Err(Failure::Timeout.into());
        }
        // A server may answer before it has read everything, and close.
        stream.allow(timeouts.first_byte);
        let mut incoming = Incoming::new(stream);
        match incoming.more() {
            Ok(true) => {}
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Err(Failure::Timeout.into()),
            Ok(false) | Err(_) => return Err(Failure::Closed.into()),
        }
        incoming.stream.allow(timeouts.body);
        let answer = incoming.answer(&self.settings.limits)?;
        match (answer.status, self.proxy(&request.to)) {
            (407, _) => Err(Failure::Proxy(ProxyFault::Status(407)).into()),
            _ => Ok(answer),
        }
    }
}

impl Stream {
    fn allow(&mut self, within: Duration) {
        match self {
            Self::Plain(tcp) => tcp.allow(within),
            Self::Tls(stream) => stream.sock.allow(within),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(tcp) => tcp.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
