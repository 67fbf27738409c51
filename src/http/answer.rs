//! An answer, read with care: its head and body are bounded, and whatever is wrong with it is told.

use crate::http::Limits;
use crate::http::body::{self, Framing};
use crate::http::failure::{Failed, Failure};
use std::io::{self, Read};
use zeroize::Zeroizing;

/// Most headers that an answer may have.
const HEADERS: usize = 128;
/// Most answers that say "go on" before the one that counts.
const INTERIM: usize = 8;

/// The status, the headers, and where the body ends.
type Head = (u16, Vec<(String, Zeroizing<String>)>, Framing);

/// A whole answer.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The headers, as they came.
    pub(crate) headers: Vec<(String, Zeroizing<String>)>,
    /// The body.
    pub(crate) body: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// The value of the first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// What came so far, and what is still to come.
pub(super) struct Incoming<R> {
    pub(super) stream: R,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

impl<R: Read> Incoming<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { stream, bytes: Zeroizing::new(Vec::new()) }
    }

    /// Reads more; `false` at the end.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        let mut buffer = Zeroizing::new([0_u8; 8192]);
        let count = loop {
            match self.stream.read(&mut *buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // TLS that ends without saying so ends all the same: what is missing shows.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break 0,
                other => break other?,
            }
        };
        self.bytes.extend_from_slice(&buffer[..count]);
        Ok(count > 0)
    }

    /// Reads the answer to a request.
    pub(super) fn answer(&mut self, limits: &Limits) -> Result<Answer, Failed> {
        for _ in 0..=INTERIM {
            let (status, headers, framing) = self.head(limits)?;
            if !(100..200).contains(&status) {
                let body =
                    body::read(self, framing, limits).map_err(|failure| Failed { failure, status: Some(status) })?;
                return Ok(Answer { status, headers, body });
            }
        }
        Err(Failure::Malformed.into())
    }

    /// Reads a head and takes it off the bytes.
    pub(super) fn head(&mut self, limits: &Limits) -> Result<Head, Failure> {
        loop {
            if !self.bytes.is_empty() {
                let mut headers = [httparse::EMPTY_HEADER; HEADERS];
                let mut head = httparse::Response::new(&mut headers);
                match head.parse(&self.bytes) {
                    Ok(httparse::Status::Complete(length)) if length <= limits.head => {
                        let status = head.code.ok_or(Failure::Malformed)?;
                        let text = |value: &[u8]| Zeroizing::new(String::from_utf8_lossy(value).into_owned());
                        let headers: Vec<_> =
                            head.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect();
                        let framing = Framing::of(status, &headers)?;
                        self.bytes.drain(..length);
                        return Ok((status, headers, framing));
                    }
                    Ok(httparse::Status::Complete(_)) | Err(httparse::Error::TooManyHeaders) => {
                        return Err(Failure::TooLarge);
                    }
                    Ok(httparse::Status::Partial) if self.bytes.len() > limits.head => return Err(Failure::TooLarge),
                    Ok(httparse::Status::Partial) => {}
                    Err(_) => return Err(Failure::Malformed),
                }
            }
            let began = !self.bytes.is_empty();
            match self.more() {
                Ok(true) => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Err(if began { Failure::BodyTimeout } else { Failure::Timeout });
                }
                Ok(false) | Err(_) => return Err(if began { Failure::HalfHead } else { Failure::Closed }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Incoming;
    use crate::http::Failure;
    use crate::http::Limits;

    fn read(bytes: &str) -> Result<(u16, String), Failure> {
        let answer = Incoming::new(bytes.as_bytes()).answer(&Limits { head: 200, body: 20 });
        answer
            .map(|answer| (answer.status, String::from_utf8_lossy(&answer.body).into_owned()))
            .map_err(|failed| failed.failure)
    }

    #[test]
    fn every_way_to_end_a_body_is_known() {
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", Ok((200, "ab"))),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Ok((200, ""))),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nT: 1\r\n\r\n",
                Ok((200, "abc")),
            ),
            ("HTTP/1.0 200 OK\r\n\r\nabc", Ok((200, "abc"))),
            ("HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n", Ok((204, ""))),
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", Err(Failure::Truncated)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", Err(Failure::Truncated)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", Err(Failure::Malformed)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n", Err(Failure::Malformed)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n", Err(Failure::TooLarge)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", Err(Failure::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", Err(Failure::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nabc", Err(Failure::Malformed)),
            ("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n", Err(Failure::TooLarge)),
            ("HTTP/1.0 200 OK\r\n\r\nabcdefghijklmnopqrstuvwxyz", Err(Failure::TooLarge)),
            ("HTTP/1.1 200 OK\r\nCont", Err(Failure::HalfHead)),
            ("", Err(Failure::Closed)),
            ("SSH-2.0-OpenSSH\r\n", Err(Failure::Malformed)),
        ] {
            assert_eq!(read(answer), expected.map(|(status, body)| (status, body.to_owned())), "{answer:?}");
        }
        let long = format!("HTTP/1.1 200 OK\r\nA: {}", "x".repeat(300));
        assert_eq!(read(&long), Err(Failure::TooLarge));
        assert_eq!(read(&"HTTP/1.1 100 Continue\r\n\r\n".repeat(20)), Err(Failure::Malformed));
    }
}
