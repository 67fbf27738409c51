//! Names to addresses, addresses to connections.

use crate::http::failure::Failure;
use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What turns a name and a port into addresses; tests have their own.
pub type NameService = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// The system's name service.
pub(crate) fn system_names(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

/// The addresses of `host`. The system's call knows no time-out, so it runs on a thread that is left behind when time is up.
pub(super) fn resolve(names: NameService, host: &str, port: u16, within: Duration) -> Result<Vec<SocketAddr>, Failure> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let owned = host.to_owned();
    let spawned = std::thread::Builder::new().spawn(move || {
        // Nobody listens any more when time is up.
        let _ = sender.send(names(&owned, port));
    });
    if spawned.is_err() {
        return Err(Failure::ResolveTimeout);
    }
    match receiver.recv_timeout(within) {
        Ok(Ok(addresses)) if !addresses.is_empty() => Ok(addresses),
        Ok(_) => Err(Failure::Unresolved),
        Err(_) => Err(Failure::ResolveTimeout),
    }
}

/// A connection to the first of `addresses` that takes one. Each gets its share of the time.
pub(super) fn connect(addresses: &[SocketAddr], within: Duration) -> Result<TcpStream, Failure> {
    let deadline = Instant::now() + within;
    let mut failure = Failure::ConnectTimeout;
    for (index, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        let still = u32::try_from(addresses.len() - index).unwrap_or(u32::MAX);
        let share = left / still;
        if share.is_zero() {
            break;
        }
        match TcpStream::connect_timeout(address, share) {
            Ok(tcp) => return Ok(tcp),
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => failure = Failure::Refused,
            Err(_) => {}
        }
    }
    Err(failure)
}
