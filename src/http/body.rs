//! Where a body ends, and reading it up to there.

use crate::http::Limits;
use crate::http::answer::Incoming;
use crate::http::failure::Failure;
use std::io::{self, Read};
use zeroize::Zeroizing;

/// Longest line that a chunk may begin with.
const CHUNK_LINE: usize = 4096;

/// Where a body ends (RFC 9112, section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// Behind this many bytes.
    Length(u64),
    /// Behind its last chunk.
    Chunked,
    /// Where the connection ends.
    Close,
}

impl Framing {
    pub(super) fn of(status: u16, headers: &[(String, Zeroizing<String>)]) -> Result<Self, Failure> {
        if matches!(status, 100..=199 | 204 | 304) {
            return Ok(Self::Length(0));
        }
        let all = |name: &'static str| headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
        if let Some((_, coding)) = all("transfer-encoding").next_back() {
            let is_chunked = coding.trim().eq_ignore_ascii_case("chunked");
            return if is_chunked { Ok(Self::Chunked) } else { Err(Failure::Malformed) };
        }
        let mut length = None;
        for value in all("content-length").flat_map(|(_, value)| value.split(',')) {
            let value = value.trim();
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let number = value.parse().ok().filter(|_| is_number).ok_or(Failure::Malformed)?;
            if length.replace(number).is_some_and(|earlier| earlier != number) {
                return Err(Failure::Malformed);
            }
        }
        Ok(length.map_or(Self::Close, Self::Length))
    }
}

/// Reads the body that stands behind a head.
pub(super) fn read<R: Read>(
    incoming: &mut Incoming<R>,
    framing: Framing,
    limits: &Limits,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match framing {
        Framing::Length(length) => {
            let length =
                usize::try_from(length).ok().filter(|length| *length <= limits.body).ok_or(Failure::TooLarge)?;
            need(incoming, length)?;
            Ok(take(incoming, length))
        }
        Framing::Chunked => chunked(incoming, limits),
        Framing::Close => {
            while incoming.bytes.len() <= limits.body {
                if !incoming.more().map_err(|error| failure(&error))? {
                    let length = incoming.bytes.len();
                    return Ok(take(incoming, length));
                }
            }
            Err(Failure::TooLarge)
        }
    }
}

fn chunked<R: Read>(incoming: &mut Incoming<R>, limits: &Limits) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut body = Zeroizing::new(Vec::new());
    loop {
        let head = line(incoming, CHUNK_LINE)?;
        let size = head.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let is_hex = !size.is_empty() && size.iter().all(u8::is_ascii_hexdigit);
        let size = std::str::from_utf8(size).ok().filter(|_| is_hex);
        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok()).ok_or(Failure::Malformed)?;
        if size == 0 {
            break;
        }
        if size > limits.body - body.len() {
            return Err(Failure::TooLarge);
        }
        need(incoming, size)?;
        body.extend_from_slice(&take(incoming, size));
        if !line(incoming, 0)?.is_empty() {
            return Err(Failure::Malformed);
        }
    }
    let mut trailers = limits.head;
    loop {
        let trailer = line(incoming, trailers)?;
        if trailer.is_empty() {
            return Ok(body);
        }
        trailers = trailers.saturating_sub(trailer.len() + 2);
    }
}

/// A line without its end, which must not be longer than `longest`.
fn line<R: Read>(incoming: &mut Incoming<R>, longest: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
    loop {
        if let Some(end) = memchr::memchr(b'\n', &incoming.bytes) {
            let mut line = take(incoming, end + 1);
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            return if line.len() > longest { Err(Failure::Malformed) } else { Ok(line) };
        }
        if incoming.bytes.len() > longest + 2 {
            return Err(Failure::Malformed);
        }
        need_more(incoming)?;
    }
}

fn need<R: Read>(incoming: &mut Incoming<R>, length: usize) -> Result<(), Failure> {
    while incoming.bytes.len() < length {
        need_more(incoming)?;
    }
    Ok(())
}

fn need_more<R: Read>(incoming: &mut Incoming<R>) -> Result<(), Failure> {
    match incoming.more() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Truncated),
        Err(error) => Err(failure(&error)),
    }
}

fn failure(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::TimedOut { Failure::BodyTimeout } else { Failure::Truncated }
}

fn take<R>(incoming: &mut Incoming<R>, length: usize) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(incoming.bytes.drain(..length).collect())
}
