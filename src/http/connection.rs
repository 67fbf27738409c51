//! Host names to socket addresses, socket addresses to connections, and connections with a deadline for each phase.

use super::failure::FailureKind;
use rustls::{ClientConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Resolves a host name and a port to socket addresses; tests bring their own.
pub type Resolver = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// The system's name resolution.
pub(super) fn system_resolver(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

/// The socket addresses of `host`. The system call has no time-out, so it runs on a thread that is abandoned when time is up.
pub(super) fn resolve(
    resolver: Resolver,
    host: &str,
    port: u16,
    timeout: Duration,
) -> Result<Vec<SocketAddr>, FailureKind> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let name = host.to_owned();
    let spawned = std::thread::Builder::new().spawn(move || {
        // The receiver is gone when time is up.
        let _ = sender.send(resolver(&name, port));
    });
    if spawned.is_err() {
        return Err(FailureKind::ResolveTimeout);
    }
    match receiver.recv_timeout(timeout) {
        Ok(Ok(addresses)) if !addresses.is_empty() => Ok(addresses),
        Ok(_) => Err(FailureKind::Unresolved),
        Err(_) => Err(FailureKind::ResolveTimeout),
    }
}

/// A connection to the first of `addresses` that accepts one. The addresses share the time equally.
pub(super) fn connect(addresses: &[SocketAddr], timeout: Duration) -> Result<TcpStream, FailureKind> {
    let deadline = Instant::now() + timeout;
    let mut failure = FailureKind::ConnectTimeout;
    for (index, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        let remaining = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
        let share = left / remaining;
        if share.is_zero() {
            break;
        }
        match TcpStream::connect_timeout(address, share) {
            Ok(tcp) => return Ok(tcp),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => failure = FailureKind::Refused,
            Err(_) => {}
        }
    }
    Err(failure)
}

/// A TCP connection with one deadline for everything that is read and written, however slowly bytes come in.
pub(super) struct DeadlineStream {
    tcp: TcpStream,
    deadline: Instant,
}

impl DeadlineStream {
    pub(super) fn new(tcp: TcpStream, timeout: Duration) -> Self {
        Self { tcp, deadline: Instant::now() + timeout }
    }

    /// Starts a phase that may take `timeout`.
    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.deadline = Instant::now() + timeout;
    }

    fn time_left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// Some systems report an expired time-out as `WouldBlock`.
fn as_timeout(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

impl Read for DeadlineStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(Some(self.time_left()?))?;
        self.tcp.read(buffer).map_err(as_timeout)
    }
}

impl Write for DeadlineStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(self.time_left()?))?;
        self.tcp.write(bytes).map_err(as_timeout)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

/// A connection that carries HTTP: in the clear, or over TLS.
pub(super) enum Connection {
    Plain(DeadlineStream),
    Tls(Box<StreamOwned<ClientConnection, DeadlineStream>>),
}

impl Connection {
    /// Starts a phase that may take `timeout`.
    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        match self {
            Self::Plain(tcp) => tcp.set_timeout(timeout),
            Self::Tls(stream) => stream.sock.set_timeout(timeout),
        }
    }
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Connection {
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
