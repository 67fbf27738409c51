//! TCP connections that the mock can interrupt inside a response. The server listens with them.

use super::raw_response::{RawResponse, RawWriter};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::Sleep;

const END_OF_HEAD: &[u8; 4] = b"\r\n\r\n";
/// How long a connection may stay open before the head of its first request is whole.
const HALF_OPEN: Duration = Duration::from_secs(10);
/// The pause after a connection could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Where the next response is interrupted.
#[derive(Debug)]
enum Interruption {
    /// Before its first byte.
    BeforeResponse,
    /// After this many bytes of its body.
    InBody(usize),
    /// Before its first byte, after the bytes of a raw response.
    AfterRaw(RawResponse),
}

/// Interrupts one connection, once: no response follows an interrupted one.
#[derive(Debug, Clone, Default)]
pub(super) struct ConnectionBreaker(Arc<OnceLock<Interruption>>);

impl ConnectionBreaker {
    /// Drops the next response.
    pub(super) fn drop_response(&self) {
        self.0.get_or_init(|| Interruption::BeforeResponse);
    }

    /// Sends only `bytes` of the next response's body.
    pub(super) fn truncate_body(&self, bytes: usize) {
        self.0.get_or_init(|| Interruption::InBody(bytes));
    }

    /// Sends `raw` in place of the next response.
    pub(super) fn send_raw(&self, raw: RawResponse) {
        self.0.get_or_init(|| Interruption::AfterRaw(raw));
    }
}

impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, MockListener>> for ConnectionBreaker {
    fn connect_info(stream: axum::serve::IncomingStream<'_, MockListener>) -> Self {
        stream.io().breaker.clone()
    }
}

/// A TCP listener whose connections the mock can interrupt.
pub(super) struct MockListener {
    tcp: TcpListener,
    /// Dropped with the listener: then raw responses without end stop.
    shutdown: watch::Sender<()>,
}

impl MockListener {
    pub(super) fn new(tcp: TcpListener) -> Self {
        Self { tcp, shutdown: watch::Sender::new(()) }
    }
}

impl axum::serve::Listener for MockListener {
    type Io = MockStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (MockStream, SocketAddr) {
        loop {
            match self.tcp.accept().await {
                Ok((tcp, address)) => return (MockStream::new(tcp, self.shutdown.subscribe()), address),
                // The mock survives a client that gave up, and a temporary lack of file descriptors.
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// Is ready when the listener is dropped; `None` after that.
type ShutdownSignal = Option<Pin<Box<dyn Future<Output = ()> + Send>>>;

/// A TCP connection that the mock can interrupt.
pub(super) struct MockStream {
    tcp: TcpStream,
    breaker: ConnectionBreaker,
    progress: WriteProgress,
    writer: RawWriter,
    shutdown: ShutdownSignal,
    /// How long the client may take for the head of its first request, and how much of it came. None after that.
    first_head: Option<(Pin<Box<Sleep>>, WriteProgress)>,
}

/// How much of an interrupted response is written.
#[derive(Debug, Clone, Copy, Default)]
struct WriteProgress {
    /// The number of bytes of [`END_OF_HEAD`] that were written last.
    matched: usize,
    /// The number of bytes of the body.
    body: usize,
}

impl WriteProgress {
    fn advance(&mut self, byte: u8) {
        if self.matched == END_OF_HEAD.len() {
            self.body += 1;
        } else if byte == END_OF_HEAD[self.matched] {
            self.matched += 1;
        } else {
            self.matched = usize::from(byte == END_OF_HEAD[0]);
        }
    }

    /// The number of `bytes` that can be written until the body has `limit` bytes.
    fn allowance(mut self, bytes: &[u8], limit: usize) -> usize {
        let is_over = |byte: &u8| {
            let over = self.matched == END_OF_HEAD.len() && self.body == limit;
            self.advance(*byte);
            over
        };
        bytes.iter().position(is_over).unwrap_or(bytes.len())
    }
}

impl MockStream {
    fn new(tcp: TcpStream, mut shutdown: watch::Receiver<()>) -> Self {
        Self {
            tcp,
            breaker: ConnectionBreaker::default(),
            progress: WriteProgress::default(),
            writer: RawWriter::default(),
            shutdown: Some(Box::pin(async move { while shutdown.changed().await.is_ok() {} })),
            first_head: Some((Box::pin(tokio::time::sleep(HALF_OPEN)), WriteProgress::default())),
        }
    }

    /// Whether the listener is dropped; if not, this task wakes when it is.
    fn is_shut_down(shutdown: &mut ShutdownSignal, cx: &mut Context<'_>) -> bool {
        if shutdown.as_mut().is_some_and(|shutdown| shutdown.as_mut().poll(cx).is_ready()) {
            *shutdown = None;
        }
        shutdown.is_none()
    }
}

impl AsyncRead for MockStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.tcp).poll_read(cx, buffer);
        let Some((deadline, progress)) = &mut self.first_head else { return read };
        buffer.filled()[before..].iter().for_each(|byte| progress.advance(*byte));
        if progress.matched == END_OF_HEAD.len() {
            self.first_head = None;
        } else if read.is_pending() && deadline.as_mut().poll(cx).is_ready() {
            // A client that opens connections and sends nothing must not keep them.
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl AsyncWrite for MockStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let allowance = match this.breaker.0.get() {
            None => return Pin::new(&mut this.tcp).poll_write(cx, bytes),
            Some(Interruption::InBody(limit)) => this.progress.allowance(bytes, *limit),
            Some(Interruption::AfterRaw(raw)) if !Self::is_shut_down(&mut this.shutdown, cx) => {
                return this.writer.poll(raw, &mut this.tcp, cx).map(Err);
            }
            Some(Interruption::BeforeResponse | Interruption::AfterRaw(_)) => 0,
        };
        if allowance == 0 {
            // The server closes the connection after an error.
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        let written = Pin::new(&mut this.tcp).poll_write(cx, &bytes[..allowance]);
        if let Poll::Ready(Ok(count)) = &written {
            bytes[..*count].iter().for_each(|byte| this.progress.advance(*byte));
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::WriteProgress;

    #[test]
    fn the_body_starts_after_the_first_empty_line_for_every_size_of_a_write() {
        let response = b"HTTP/1.1 200 OK\r\na: \r\r\n\r\nbo\r\n\r\ndy";
        let head = response.len() - "bo\r\n\r\ndy".len();
        for limit in 0..8 {
            assert_eq!(WriteProgress::default().allowance(response, limit), head + limit);
            // The size of a write does not change where the response is interrupted.
            for size in 1..response.len() {
                let (mut progress, mut sent) = (WriteProgress::default(), 0);
                while sent < response.len() {
                    let piece = &response[sent..response.len().min(sent + size)];
                    let allowed = progress.allowance(piece, limit);
                    piece[..allowed].iter().for_each(|byte| progress.advance(*byte));
                    sent += allowed;
                    if allowed < piece.len() {
                        break;
                    }
                }
                assert_eq!(sent, head + limit, "limit {limit}, size {size}");
            }
        }
        assert_eq!(WriteProgress::default().allowance(response, 99), response.len());
    }
}
