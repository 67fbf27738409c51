//! Reads a response: its head and its body, both of bounded size (RFC 9112).

use super::failure::{ClientFailure, FailureKind};
use super::settings::Limits;
use std::io::{self, Read};
use zeroize::Zeroizing;

/// Most headers that a response may have.
const MAX_HEADERS: usize = 128;
/// Most interim responses (status 1xx) before the final one.
const MAX_INTERIM: usize = 8;
/// Longest line that a chunk may begin with, in bytes.
const MAX_CHUNK_LINE: usize = 4096;

/// The status, the headers, and how the end of the body is found.
type Head = (u16, Vec<(String, Zeroizing<String>)>, Framing);

/// A whole response. It may hold tokens, so it is wiped from memory when it is dropped.
pub struct ClientResponse {
    /// The status code.
    pub status: u16,
    /// The headers in their order, with names as they came. Bytes of a value that are not UTF-8 are replaced.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// The body, without the framing of chunks.
    pub body: Zeroizing<Vec<u8>>,
}

// Written by hand: headers and bodies hold tokens, and a derived `Debug` would print them.
impl std::fmt::Debug for ClientResponse {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("ClientResponse")
            .field("status", &self.status)
            .field("headers", &names)
            .field("body_length", &self.body.len())
            .finish()
    }
}

impl ClientResponse {
    /// The value of the first header with this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads responses from a stream.
pub(super) struct ResponseReader<R> {
    pub(super) stream: R,
    /// Bytes that were read and not yet used.
    bytes: Zeroizing<Vec<u8>>,
}

impl<R: Read> ResponseReader<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { stream, bytes: Zeroizing::new(Vec::new()) }
    }

    /// Reads more bytes; `false` at the end of the stream.
    pub(super) fn read_more(&mut self) -> io::Result<bool> {
        let mut buffer = Zeroizing::new([0_u8; 8192]);
        let count = loop {
            match self.stream.read(&mut *buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A TLS connection that ends without close_notify: what is missing shows in the framing.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break 0,
                other => break other?,
            }
        };
        self.bytes.extend_from_slice(&buffer[..count]);
        Ok(count > 0)
    }

    /// Reads the final response; interim ones are skipped.
    pub(super) fn read_response(&mut self, limits: &Limits) -> Result<ClientResponse, ClientFailure> {
        for _ in 0..=MAX_INTERIM {
            let (status, headers, framing) = self.read_head(limits)?;
            if !(100..200).contains(&status) {
                let body =
                    self.read_body(framing, limits).map_err(|kind| ClientFailure { kind, status: Some(status) })?;
                return Ok(ClientResponse { status, headers, body });
            }
        }
        Err(FailureKind::Malformed.into())
    }

    /// Reads a status line with its headers.
    pub(super) fn read_head(&mut self, limits: &Limits) -> Result<Head, FailureKind> {
        loop {
            if !self.bytes.is_empty() {
                let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
                let mut head = httparse::Response::new(&mut headers);
                match head.parse(&self.bytes) {
                    Ok(httparse::Status::Complete(length)) if length <= limits.head => {
                        let status = head.code.ok_or(FailureKind::Malformed)?;
                        let text = |value: &[u8]| Zeroizing::new(String::from_utf8_lossy(value).into_owned());
                        let headers: Vec<_> =
                            head.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect();
                        let framing = Framing::from_head(status, &headers)?;
                        self.bytes.drain(..length);
                        return Ok((status, headers, framing));
                    }
                    Ok(httparse::Status::Complete(_)) | Err(httparse::Error::TooManyHeaders) => {
                        return Err(FailureKind::TooLarge);
                    }
                    Ok(httparse::Status::Partial) if self.bytes.len() > limits.head => {
                        return Err(FailureKind::TooLarge);
                    }
                    Ok(httparse::Status::Partial) => {}
                    Err(_) => return Err(FailureKind::Malformed),
                }
            }
            let began = !self.bytes.is_empty();
            match self.read_more() {
                Ok(true) => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Err(if began { FailureKind::BodyTimeout } else { FailureKind::Timeout });
                }
                Ok(false) | Err(_) => return Err(if began { FailureKind::HalfHead } else { FailureKind::Closed }),
            }
        }
    }

    fn read_body(&mut self, framing: Framing, limits: &Limits) -> Result<Zeroizing<Vec<u8>>, FailureKind> {
        match framing {
            Framing::Length(length) => {
                let length = usize::try_from(length).ok().filter(|length| *length <= limits.body);
                self.take_exactly(length.ok_or(FailureKind::TooLarge)?)
            }
            Framing::Chunked => self.read_chunks(limits),
            Framing::Close => {
                while self.bytes.len() <= limits.body {
                    if !self.read_more().map_err(|error| body_failure(&error))? {
                        return Ok(self.take(self.bytes.len()));
                    }
                }
                Err(FailureKind::TooLarge)
            }
        }
    }

    /// Reads chunks and trailers (RFC 9112, section 7.1). Extensions and trailers are skipped.
    fn read_chunks(&mut self, limits: &Limits) -> Result<Zeroizing<Vec<u8>>, FailureKind> {
        let mut body = Zeroizing::new(Vec::new());
        loop {
            let line = self.read_line(MAX_CHUNK_LINE)?;
            let size = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
            let is_hex = !size.is_empty() && size.iter().all(u8::is_ascii_hexdigit);
            let size = std::str::from_utf8(size).ok().filter(|_| is_hex);
            let size = size.and_then(|size| usize::from_str_radix(size, 16).ok()).ok_or(FailureKind::Malformed)?;
            if size == 0 {
                break;
            }
            if size > limits.body - body.len() {
                return Err(FailureKind::TooLarge);
            }
            body.extend_from_slice(&self.take_exactly(size)?);
            if !self.read_line(0)?.is_empty() {
                return Err(FailureKind::Malformed);
            }
        }
        let mut left = limits.head;
        loop {
            let trailer = self.read_line(left)?;
            if trailer.is_empty() {
                return Ok(body);
            }
            left = left.saturating_sub(trailer.len() + 2);
        }
    }

    /// Reads a line of at most `longest` bytes, without its line break.
    fn read_line(&mut self, longest: usize) -> Result<Zeroizing<Vec<u8>>, FailureKind> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.bytes) {
                let mut line = self.take(end + 1);
                line.pop();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return if line.len() > longest { Err(FailureKind::Malformed) } else { Ok(line) };
            }
            if self.bytes.len() > longest + 2 {
                return Err(FailureKind::Malformed);
            }
            self.read_more_of_body()?;
        }
    }

    fn take_exactly(&mut self, length: usize) -> Result<Zeroizing<Vec<u8>>, FailureKind> {
        while self.bytes.len() < length {
            self.read_more_of_body()?;
        }
        Ok(self.take(length))
    }

    fn read_more_of_body(&mut self) -> Result<(), FailureKind> {
        match self.read_more() {
            Ok(true) => Ok(()),
            Ok(false) => Err(FailureKind::Truncated),
            Err(error) => Err(body_failure(&error)),
        }
    }

    fn take(&mut self, length: usize) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.bytes.drain(..length).collect())
    }
}

fn body_failure(error: &io::Error) -> FailureKind {
    if error.kind() == io::ErrorKind::TimedOut { FailureKind::BodyTimeout } else { FailureKind::Truncated }
}

/// How the end of a body is found (RFC 9112, section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// After this many bytes.
    Length(u64),
    /// After the last chunk.
    Chunked,
    /// At the end of the connection.
    Close,
}

impl Framing {
    fn from_head(status: u16, headers: &[(String, Zeroizing<String>)]) -> Result<Self, FailureKind> {
        if matches!(status, 100..=199 | 204 | 304) {
            return Ok(Self::Length(0));
        }
        let all = |name: &'static str| headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name));
        if let Some((_, coding)) = all("transfer-encoding").next_back() {
            let is_chunked = coding.trim().eq_ignore_ascii_case("chunked");
            return if is_chunked { Ok(Self::Chunked) } else { Err(FailureKind::Malformed) };
        }
        let mut length = None;
        for value in all("content-length").flat_map(|(_, value)| value.split(',')) {
            let value = value.trim();
            let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
            let number = value.parse().ok().filter(|_| is_number).ok_or(FailureKind::Malformed)?;
            if length.replace(number).is_some_and(|earlier| earlier != number) {
                return Err(FailureKind::Malformed);
            }
        }
        Ok(length.map_or(Self::Close, Self::Length))
    }
}

#[cfg(test)]
mod tests {
    use super::ResponseReader;
    use crate::http::{FailureKind, Limits};

    fn read(bytes: &str) -> Result<(u16, String), FailureKind> {
        let response = ResponseReader::new(bytes.as_bytes()).read_response(&Limits { head: 200, body: 20 });
        response
            .map(|response| (response.status, String::from_utf8_lossy(&response.body).into_owned()))
            .map_err(|failure| failure.kind)
    }

    #[test]
    fn each_kind_of_framing_is_read_or_refused() {
        for (response, expected) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", Ok((200, "ab"))),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Ok((200, ""))),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n",
                Ok((200, "abc")),
            ),
            ("HTTP/1.0 200 OK\r\n\r\nabc", Ok((200, "abc"))),
            ("HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n", Ok((204, ""))),
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", Err(FailureKind::Truncated)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Err(FailureKind::Truncated)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", Err(FailureKind::Malformed)),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n",
                Err(FailureKind::Malformed),
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", Err(FailureKind::TooLarge)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", Err(FailureKind::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", Err(FailureKind::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nabc", Err(FailureKind::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n", Err(FailureKind::TooLarge)),
            ("HTTP/1.0 200 OK\r\n\r\nabcdefghijklmnopqrstuvwxyz", Err(FailureKind::TooLarge)),
            ("HTTP/1.1 200 OK\r\nCont", Err(FailureKind::HalfHead)),
            ("", Err(FailureKind::Closed)),
            ("SSH-2.0-OpenSSH\r\n", Err(FailureKind::Malformed)),
        ] {
            assert_eq!(read(response), expected.map(|(status, body)| (status, body.to_owned())), "{response:?}");
        }
        let long = format!("HTTP/1.1 200 OK\r\nA: {}", "x".repeat(300));
        assert_eq!(read(&long), Err(FailureKind::TooLarge));
        assert_eq!(read(&"HTTP/1.1 100 Continue\r\n\r\n".repeat(20)), Err(FailureKind::Malformed));
    }
}
