//! Bytes that are written in place of an answer, as fast as they are ordered and no faster than they are read.

use super::answer::Answer;
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
/// Of a body that repeats itself.
const PIECE: usize = 64 * 1024;
/// How much more a length promises than comes.
const SURPLUS: usize = 16;

/// In which manner an answer is fed to the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// The body one byte at a time, with a pause before each.
    Drip(Duration),
    /// With half of its length.
    LengthShort,
    /// With a length that is too great; the connection stays open this long.
    LengthLong(Duration),
    /// A part of the head.
    HalfHeaders,
    /// Something else.
    NotHttp,
    /// The head, and zeros of so many MiB.
    Large(u32),
    /// The head, and chunks without an end.
    Endless,
}

impl Manner {
    /// Whether it is about the body of the answer itself.
    pub(super) const fn needs_body(self) -> bool {
        matches!(self, Self::Drip(_) | Self::LengthShort | Self::LengthLong(_))
    }
}

/// What is written: a head, and pieces of a body that may repeat itself. Nothing grows while it is.
pub(super) struct Feed {
    head: Vec<u8>,
    body: Vec<u8>,
    /// How many bytes of the body are written at a time.
    piece: usize,
    /// How many bytes of the body there are with all repetitions.
    length: u64,
    /// Before each piece of the body.
    pause: Duration,
    /// After everything.
    hold: Duration,
}

// By hand: an answer may hold tokens.
impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Feed({} bytes)", self.length)
    }
}

impl Feed {
    /// `answer` in this manner.
    pub(super) fn new(answer: &Answer, manner: Manner) -> Self {
        let length = answer.body.len();
        let framed = |length: usize| head(answer, &format!("{CONTENT_LENGTH}: {length}"));
        let whole = |length| Self::once(framed(length), answer.body.clone());
        match manner {
            Manner::Drip(pause) => Self { piece: 1, pause, ..whole(length) },
            Manner::LengthShort => whole(length / 2),
            Manner::LengthLong(hold) => Self { hold, ..whole(length + SURPLUS) },
            Manner::HalfHeaders => Self::once(b"HTTP/1.1 200 OK\r\nContent-Type: applica".to_vec(), Vec::new()),
            Manner::NotHttp => Self::once(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec(), Vec::new()),
            Manner::Large(mib) => {
                let length = u64::from(mib) * MIB;
                let head = head(answer, &format!("{CONTENT_LENGTH}: {length}"));
                Self { length, ..Self::once(head, vec![0; PIECE]) }
            }
            Manner::Endless => {
                let chunk = format!("{PIECE:x}\r\n{}\r\n", " ".repeat(PIECE));
                let head = head(answer, &format!("{TRANSFER_ENCODING}: chunked"));
                Self { length: u64::MAX, ..Self::once(head, chunk.into_bytes()) }
            }
        }
    }

    fn once(head: Vec<u8>, body: Vec<u8>) -> Self {
        let (piece, length) = (body.len(), body.len() as u64);
        Self { head, body, piece, length, pause: Duration::ZERO, hold: Duration::ZERO }
    }

    /// Without a body, as a HEAD is answered.
    pub(super) fn head_only(self) -> Self {
        Self { body: Vec::new(), length: 0, hold: Duration::ZERO, ..self }
    }
}

/// The bytes of the head, with the line that says where the body ends.
fn head(answer: &Answer, frame: &str) -> Vec<u8> {
    let status = answer.status;
    let mut head =
        format!("HTTP/1.1 {} {}\r\n", status.as_str(), status.canonical_reason().unwrap_or_default()).into_bytes();
    for (name, value) in answer.fields().filter(|(name, _)| *name != CONTENT_LENGTH && *name != TRANSFER_ENCODING) {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(format!("{frame}\r\nconnection: close\r\n\r\n").as_bytes());
    head
}

/// How far a feed has been written.
#[derive(Debug, Default)]
pub(super) struct Feeding {
    /// Bytes of the head.
    head: usize,
    /// Bytes of the body in all.
    sent: u64,
    /// Bytes of this round of the body.
    round: usize,
    /// The pause that is being made.
    sleep: Option<Pin<Box<Sleep>>>,
    /// Whether the pause before the next bytes has been made.
    rested: bool,
}

impl Feeding {
    /// Writes on. It is ready with the reason why the connection ends: all is written, or the client is gone. During a
    /// pause the server itself, which waits for the next request, sees the client go.
    pub(super) fn poll(&mut self, feed: &Feed, tcp: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            if let Some(sleep) = &mut self.sleep {
                ready!(sleep.as_mut().poll(cx));
                (self.sleep, self.rested) = (None, true);
            }
            let pause = self.pause(feed);
            if !self.rested && !pause.is_zero() {
                self.sleep = Some(Box::pin(tokio::time::sleep(pause)));
                continue;
            }
            let bytes = self.next(feed);
            if bytes.is_empty() {
                return Poll::Ready(io::ErrorKind::ConnectionAborted.into());
            }
            match ready!(Pin::new(&mut *tcp).poll_write(cx, bytes)) {
                Ok(count) => self.advance(feed, count),
                Err(error) => return Poll::Ready(error),
            }
        }
    }

    /// How long to wait before the next bytes.
    const fn pause(&self, feed: &Feed) -> Duration {
        if self.head < feed.head.len() {
            Duration::ZERO
        } else if self.sent >= feed.length {
            feed.hold
        } else {
            feed.pause
        }
    }

    /// The bytes to write next; none: there are no more.
    fn next<'f>(&self, feed: &'f Feed) -> &'f [u8] {
        if self.head < feed.head.len() {
            &feed.head[self.head..]
        } else if self.sent >= feed.length {
            &[]
        } else {
            &feed.body[self.round..feed.body.len().min(self.round + feed.piece)]
        }
    }

    fn advance(&mut self, feed: &Feed, count: usize) {
        self.rested = false;
        if self.head < feed.head.len() {
            self.head += count;
        } else {
            self.sent = self.sent.saturating_add(count as u64);
            self.round = (self.round + count) % feed.body.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feed, Feeding, Manner, PIECE};
    use crate::mock::answer::Answer;
    use std::time::Duration;

    /// All bytes of at most `limit` writes, each of at most `size` bytes.
    fn written(feed: &Feed, size: usize, limit: usize) -> Vec<u8> {
        let (mut feeding, mut bytes) = (Feeding::default(), Vec::new());
        for _ in 0..limit {
            let next = feeding.next(feed);
            let count = next.len().min(size);
            bytes.extend_from_slice(&next[..count]);
            if count == 0 {
                break;
            }
            feeding.advance(feed, count);
        }
        bytes
    }

    #[test]
    fn every_byte_is_written_once_however_few_are_taken_at_a_time() {
        let answer = Answer::new(200, "text/plain", "0123456789");
        for manner in [Manner::Drip(Duration::ZERO), Manner::LengthShort, Manner::LengthLong(Duration::ZERO)] {
            let feed = Feed::new(&answer, manner);
            for size in 1..12 {
                assert!(written(&feed, size, usize::MAX).ends_with(b"\r\n\r\n0123456789"), "{manner:?} {size}");
            }
            assert!(written(&feed.head_only(), 99, 99).ends_with(b"\r\n\r\n"));
        }
    }

    #[test]
    fn a_body_that_repeats_itself_ends_where_its_length_says_or_never() {
        let large = Feed::new(&Answer::empty(200), Manner::Large(3));
        let body = 3 * 1024 * 1024;
        assert_eq!(written(&large, 1000, usize::MAX).len(), large.head.len() + body);
        let endless = Feed::new(&Answer::empty(200), Manner::Endless);
        assert_eq!(written(&endless, usize::MAX, 100).len(), endless.head.len() + 99 * endless.body.len());
        assert!(endless.body.len() < PIECE + 16, "no more than a piece is in memory");
    }
}
