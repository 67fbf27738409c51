//! A connection that ends waiting at a deadline, however slowly bytes drip in.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A TCP connection with a deadline for all that is read and written.
pub(super) struct Timed {
    tcp: TcpStream,
    deadline: Instant,
}

impl Timed {
    pub(super) fn new(tcp: TcpStream, within: Duration) -> Self {
        Self { tcp, deadline: Instant::now() + within }
    }

    /// Begins another phase.
    pub(super) fn allow(&mut self, within: Duration) {
        self.deadline = Instant::now() + within;
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

/// Some systems say that they would block where others say that time is up.
fn timed_out(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.tcp.set_read_timeout(Some(self.left()?))?;
        self.tcp.read(buffer).map_err(timed_out)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tcp.set_write_timeout(Some(self.left()?))?;
        self.tcp.write(bytes).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}
