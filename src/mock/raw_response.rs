//! Raw responses: bytes that are written in place of a response, with pauses, and no faster than the client reads them.

use super::response::MockResponse;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::AsyncWrite as _;
use tokio::net::TcpStream;
use tokio::time::Sleep;

const MIB: u64 = 1024 * 1024;
/// The size of the repeated part of a long body, in bytes.
const PIECE: usize = 64 * 1024;
/// By how many bytes a Content-Length that is too long exceeds the body.
const SURPLUS: usize = 16;

/// How raw bytes are made from a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawKind {
    /// The body one byte at a time, with this pause before each byte.
    Drip(Duration),
    /// The whole body, and half its length as Content-Length.
    LengthShort,
    /// The whole body and a Content-Length that is too long; the connection stays open for this time.
    LengthLong(Duration),
    /// A part of the header section.
    HalfHeaders,
    /// Bytes of another protocol.
    NotHttp,
    /// The header section, and zeros of this many MiB.
    Large(u32),
    /// The header section, and chunks without end.
    Endless,
}

impl RawKind {
    /// Whether it changes how the body of the response is sent.
    pub(super) const fn needs_body(self) -> bool {
        matches!(self, Self::Drip(_) | Self::LengthShort | Self::LengthLong(_))
    }
}

/// The bytes to write: a header section, and a body that may repeat. Writing needs no further memory.
pub(super) struct RawResponse {
    head: Vec<u8>,
    body: Vec<u8>,
    /// The number of bytes of the body in one write.
    piece: usize,
    /// The length of the body with all repetitions.
    length: u64,
    /// The pause before each piece of the body.
    pause: Duration,
    /// How long the connection stays open at the end.
    hold: Duration,
}

// Not derived: a response may contain tokens.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawResponse({} bytes)", self.length)
    }
}

impl RawResponse {
    /// The bytes of `response` as `kind` says.
    pub(super) fn new(response: &MockResponse, kind: RawKind) -> Self {
        let length = response.body.len();
        let framed = |length: usize| head(response, &format!("{CONTENT_LENGTH}: {length}"));
        let whole = |length| Self::once(framed(length), response.body.clone());
        match kind {
            RawKind::Drip(pause) => Self { piece: 1, pause, ..whole(length) },
            RawKind::LengthShort => whole(length / 2),
            RawKind::LengthLong(hold) => Self { hold, ..whole(length + SURPLUS) },
            RawKind::HalfHeaders => Self::once(b"HTTP/1.1 200 OK\r\nContent-Type: applica".to_vec(), Vec::new()),
            RawKind::NotHttp => Self::once(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(), Vec::new()),
            RawKind::Large(mib) => {
                let length = u64::from(mib) * MIB;
                let head = head(response, &format!("{CONTENT_LENGTH}: {length}"));
                Self { length, ..Self::once(head, vec![0; PIECE]) }
            }
            RawKind::Endless => {
                let chunk = format!("{PIECE:x}\r\n{}\r\n", " ".repeat(PIECE));
                let head = head(response, &format!("{TRANSFER_ENCODING}: chunked"));
                Self { length: u64::MAX, ..Self::once(head, chunk.into_bytes()) }
            }
        }
    }

    fn once(head: Vec<u8>, body: Vec<u8>) -> Self {
        let (piece, length) = (body.len(), body.len() as u64);
        Self { head, body, piece, length, pause: Duration::ZERO, hold: Duration::ZERO }
    }

    /// The header section alone, as the response to a HEAD request.
    pub(super) fn head_only(self) -> Self {
        Self { body: Vec::new(), length: 0, hold: Duration::ZERO, ..self }
    }
}

/// The bytes of the header section, with the header line `framing`, which defines where the body ends.
fn head(response: &MockResponse, framing: &str) -> Vec<u8> {
    let status = response.status;
    let mut head =
        format!("HTTP/1.1 {} {}\r\n", status.as_str(), status.canonical_reason().unwrap_or_default()).into_bytes();
    for (name, value) in response.fields().filter(|(name, _)| *name != CONTENT_LENGTH && *name != TRANSFER_ENCODING) {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(format!("{framing}\r\nconnection: close\r\n\r\n").as_bytes());
    head
}

/// Writes a raw response: remembers how much of it is written.
#[derive(Debug, Default)]
pub(super) struct RawWriter {
    /// The bytes of the header section that are written.
    head: usize,
    /// The bytes of the body that are written, over all repetitions.
    sent: u64,
    /// The bytes of the current repetition that are written.
    offset: usize,
    /// The current pause.
    sleep: Option<Pin<Box<Sleep>>>,
    /// Whether the pause before the next bytes is over.
    rested: bool,
}

impl RawWriter {
    /// Continues to write. It is ready when the connection must close: everything is written, or the client is gone. During a pause,
    /// the server detects a client that closes the connection, because it waits for the next request.
    pub(super) fn poll(&mut self, raw: &RawResponse, tcp: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                ready!(sleep.as_mut().poll(cx));
                (self.sleep, self.rested) = (None, true);
            }
            let pause = self.pause(raw);
            if !self.rested && !pause.is_zero() {
                self.sleep = Some(Box::pin(tokio::time::sleep(pause)));
                continue;
            }
            let bytes = self.next(raw);
            if bytes.is_empty() {
                return Poll::Ready(io::ErrorKind::ConnectionAborted.into());
            }
            match ready!(Pin::new(&mut *tcp).poll_write(cx, bytes)) {
                Ok(count) => self.advance(raw, count),
                Err(error) => return Poll::Ready(error),
            }
        }
    }

    /// The pause before the next bytes.
    const fn pause(&self, raw: &RawResponse) -> Duration {
        if self.head < raw.head.len() {
            Duration::ZERO
        } else if self.sent >= raw.length {
            raw.hold
        } else {
            raw.pause
        }
    }

    /// The next bytes to write; empty when everything is written.
    fn next<'r>(&self, raw: &'r RawResponse) -> &'r [u8] {
        if self.head < raw.head.len() {
            &raw.head[self.head..]
        } else if self.sent >= raw.length {
            &[]
        } else {
            &raw.body[self.offset..raw.body.len().min(self.offset + raw.piece)]
        }
    }

    fn advance(&mut self, raw: &RawResponse, count: usize) {
        self.rested = false;
        if self.head < raw.head.len() {
            self.head += count;
        } else {
            self.sent = self.sent.saturating_add(count as u64);
            self.offset = (self.offset + count) % raw.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE, RawKind, RawResponse, RawWriter};
    use crate::mock::response::MockResponse;
    use std::time::Duration;

    /// The bytes of at most `limit` writes, each of at most `size` bytes.
    fn written(raw: &RawResponse, size: usize, limit: usize) -> Vec<u8> {
        let (mut writer, mut bytes) = (RawWriter::default(), Vec::new());
        for _ in 0..limit {
            let next = writer.next(raw);
            let count = next.len().min(size);
            bytes.extend_from_slice(&next[..count]);
            if count == 0 {
                break;
            }
            writer.advance(raw, count);
        }
        bytes
    }

    #[test]
    fn every_byte_is_written_once_for_every_size_of_a_write() {
        let response = MockResponse::new(200, "text/plain", "0123456789");
        for kind in [RawKind::Drip(Duration::ZERO), RawKind::LengthShort, RawKind::LengthLong(Duration::ZERO)] {
            let raw = RawResponse::new(&response, kind);
            for size in 1..12 {
                assert!(written(&raw, size, usize::MAX).ends_with(b"\r\n\r\n0123456789"), "{kind:?} {size}");
            }
            assert!(written(&raw.head_only(), 99, 99).ends_with(b"\r\n\r\n"));
        }
    }

    #[test]
    fn a_repeating_body_ends_at_its_length_or_never() {
        let large = RawResponse::new(&MockResponse::empty(200), RawKind::Large(3));
        let body = 3 * 1024 * 1024;
        assert_eq!(written(&large, 1000, usize::MAX).len(), large.head.len() + body);
        let endless = RawResponse::new(&MockResponse::empty(200), RawKind::Endless);
        assert_eq!(written(&endless, usize::MAX, 100).len(), endless.head.len() + 99 * endless.body.len());
        assert!(endless.body.len() < PIECE + 16, "memory holds one piece only");
    }
}
