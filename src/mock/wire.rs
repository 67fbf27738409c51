//! The connection, which can be ordered to break.

use super::feed::{Feed, Feeding};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

const END_OF_HEAD: &[u8; 4] = b"\r\n\r\n";
/// How long to wait when the system has no more connections to give.
const PAUSE: Duration = Duration::from_millis(100);

/// Where the answer that comes next breaks off.
#[derive(Debug)]
enum Break {
    /// Before its first byte.
    Before,
    /// Behind this many bytes of its body.
    Inside(usize),
    /// Before its first byte, but behind other bytes.
    Fed(Feed),
}

/// Breaks one connection. It is told once: no answer follows a broken one.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaker(Arc<OnceLock<Break>>);

impl Breaker {
    /// The next answer is not sent.
    pub(super) fn before_answer(&self) {
        self.0.get_or_init(|| Break::Before);
    }

    /// Of the next answer's body `bytes` are sent.
    pub(super) fn inside_body(&self, bytes: usize) {
        self.0.get_or_init(|| Break::Inside(bytes));
    }

    /// In place of the next answer `feed` is sent.
    pub(super) fn feed(&self, feed: Feed) {
        self.0.get_or_init(|| Break::Fed(feed));
    }
}

impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, Listener>> for Breaker {
    fn connect_info(stream: axum::serve::IncomingStream<'_, Listener>) -> Self {
        stream.io().breaker.clone()
    }
}

/// A TCP listener whose connections can be broken.
pub(super) struct Listener {
    tcp: TcpListener,
    /// Dropped with the listener: then what is fed without an end ends.
    life: watch::Sender<()>,
}

impl Listener {
    pub(super) fn new(tcp: TcpListener) -> Self {
        Self { tcp, life: watch::Sender::new(()) }
    }
}

impl axum::serve::Listener for Listener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            match self.tcp.accept().await {
                Ok((tcp, address)) => return (Stream::new(tcp, self.life.subscribe()), address),
                // One caller that gave up is not the end of the mock, nor is a lack of descriptors for a while.
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.local_addr()
    }
}

/// Is ready when the listener is gone; none: it was.
type Life = Option<Pin<Box<dyn Future<Output = ()> + Send>>>;

/// A TCP connection that can be broken.
pub(super) struct Stream {
    tcp: TcpStream,
    breaker: Breaker,
    progress: Progress,
    feeding: Feeding,
    life: Life,
}

/// How far the answer that breaks off has been written.
#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// How many bytes of [`END_OF_HEAD`] came last.
    matched: usize,
    /// How many bytes of the body there were.
    body: usize,
}

impl Progress {
    fn advance(&mut self, byte: u8) {
        if self.matched == END_OF_HEAD.len() {
            self.body += 1;
        } else if byte == END_OF_HEAD[self.matched] {
            self.matched += 1;
        } else {
            self.matched = usize::from(byte == END_OF_HEAD[0]);
        }
    }

    /// How many of `bytes` may be written until the body has `limit` bytes.
    fn allowance(mut self, bytes: &[u8], limit: usize) -> usize {
        let is_over = |byte: &u8| {
            let over = self.matched == END_OF_HEAD.len() && self.body == limit;
            self.advance(*byte);
            over
        };
        bytes.iter().position(is_over).unwrap_or(bytes.len())
    }
}

impl Stream {
    fn new(tcp: TcpStream, mut life: watch::Receiver<()>) -> Self {
        Self {
            tcp,
            breaker: Breaker::default(),
            progress: Progress::default(),
            feeding: Feeding::default(),
            life: Some(Box::pin(async move { while life.changed().await.is_ok() {} })),
        }
    }

    /// Whether the mock serves no more; else this task is woken when it does not.
    fn is_over(life: &mut Life, cx: &mut Context<'_>) -> bool {
        if life.as_mut().is_some_and(|life| life.as_mut().poll(cx).is_ready()) {
            *life = None;
        }
        life.is_none()
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let allowance = match this.breaker.0.get() {
            None => return Pin::new(&mut this.tcp).poll_write(cx, bytes),
            Some(Break::Inside(limit)) => this.progress.allowance(bytes, *limit),
            Some(Break::Fed(feed)) if !Self::is_over(&mut this.life, cx) => {
                return this.feeding.poll(feed, &mut this.tcp, cx).map(Err);
            }
            Some(Break::Before | Break::Fed(_)) => 0,
        };
        if allowance == 0 {
            // The server drops the connection on an error; the caller sees its end.
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
    use super::Progress;

    #[test]
    fn the_body_is_counted_from_the_first_empty_line() {
        let answer = b"HTTP/1.1 200 OK\r\na: \r\r\n\r\nbo\r\n\r\ndy";
        let head = answer.len() - "bo\r\n\r\ndy".len();
        for limit in 0..8 {
            assert_eq!(Progress::default().allowance(answer, limit), head + limit);
            // Written in pieces of any size it breaks at the same byte.
            for size in 1..answer.len() {
                let (mut progress, mut sent) = (Progress::default(), 0);
                while sent < answer.len() {
                    let piece = &answer[sent..answer.len().min(sent + size)];
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
        assert_eq!(Progress::default().allowance(answer, 99), answer.len());
    }
}
