//! Everything that can go wrong between a request and its whole response.

use std::fmt;

/// Why a request got no whole response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ClientFailure {
    /// What went wrong.
    pub kind: FailureKind,
    /// The status of the response, where its head was read.
    pub status: Option<u16>,
}

/// What went wrong, by the phase in which it did. Its `Display` form is a few words, and holds nothing that the server sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FailureKind {
    /// No server has the name.
    #[error("the host name is unknown")]
    Unresolved,
    /// The name was not resolved in time.
    #[error("the host name was not resolved in time")]
    ResolveTimeout,
    /// Nothing listens on the port.
    #[error("the connection was refused")]
    Refused,
    /// No connection in time, or no route to the host.
    #[error("no connection was made in time")]
    ConnectTimeout,
    /// The proxy did not let the request through.
    #[error("{0}")]
    Proxy(ProxyFault),
    /// The certificate was not accepted. Nothing was sent.
    #[error("{0}")]
    Certificate(CertificateFault),
    /// The TLS handshake failed in another way.
    #[error("the TLS handshake failed")]
    Tls,
    /// The TLS handshake was not finished in time.
    #[error("the TLS handshake was not finished in time")]
    TlsTimeout,
    /// The connection ended before the response began.
    #[error("the connection ended before the response began")]
    Closed,
    /// The response did not begin in time, or the request could not be sent in time.
    #[error("the response did not begin in time")]
    Timeout,
    /// The response began and was not whole in time.
    #[error("the response began and was not finished in time")]
    BodyTimeout,
    /// The bytes that came are not HTTP/1.1.
    #[error("the server did not send HTTP")]
    Malformed,
    /// The response is larger than [`Limits`](super::Limits) allows.
    #[error("the response is too large and was cut off")]
    TooLarge,
    /// The connection ended in the middle of the head.
    #[error("the connection ended in the middle of the response's head")]
    HalfHead,
    /// The connection ended in the middle of the body.
    #[error("the connection ended in the middle of the response's body")]
    Truncated,
}

/// How a proxy failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProxyFault {
    /// It cannot be reached.
    #[error("the proxy cannot be reached")]
    Unreachable,
    /// It refused the request with this status.
    #[error("the proxy responds with status {0}")]
    Status(u16),
    /// It sent something that is not HTTP, or nothing.
    #[error("the proxy sends no response")]
    NoResponse,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateFault {
    /// It expired this many days ago, where that is known.
    Expired(Option<u64>),
    /// It becomes valid in this many days, where that is known.
    NotYetValid(Option<u64>),
    /// It is for another host.
    OtherHost,
    /// No trusted CA signed it.
    Untrusted,
}

impl fmt::Display for ClientFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "after the head of a response with status {status}: {}", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl fmt::Display for CertificateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by_clock = |f: &mut fmt::Formatter<'_>, days: Option<u64>, when: &str| match days {
            Some(days) => write!(f, " ({days} days {when}, by this machine's clock)"),
            None => Ok(()),
        };
        match self {
            Self::Expired(days) => {
                f.write_str("the certificate is expired")?;
                by_clock(f, *days, "ago")
            }
            Self::NotYetValid(days) => {
                f.write_str("the certificate is not valid yet")?;
                by_clock(f, *days, "left")
            }
            Self::OtherHost => f.write_str("the certificate is for another host"),
            Self::Untrusted => f.write_str("no trusted CA signed the certificate"),
        }
    }
}

impl From<FailureKind> for ClientFailure {
    fn from(kind: FailureKind) -> Self {
        Self { kind, status: None }
    }
}

#[cfg(test)]
mod tests {
    use super::{CertificateFault, ClientFailure, FailureKind, ProxyFault};

    #[test]
    fn every_failure_has_its_own_words() {
        let certificate = FailureKind::Certificate;
        for (kind, words) in [
            (FailureKind::Refused, "the connection was refused"),
            (FailureKind::Proxy(ProxyFault::Status(403)), "the proxy responds with status 403"),
            (
                certificate(CertificateFault::Expired(Some(3))),
                "the certificate is expired (3 days ago, by this machine's clock)",
            ),
            (certificate(CertificateFault::NotYetValid(None)), "the certificate is not valid yet"),
            (certificate(CertificateFault::Untrusted), "no trusted CA signed the certificate"),
        ] {
            assert_eq!(ClientFailure::from(kind).to_string(), words);
        }
        let cut = ClientFailure { kind: FailureKind::Truncated, status: Some(200) };
        assert!(cut.to_string().starts_with("after the head of a response with status 200: the connection ended"));
    }
}
