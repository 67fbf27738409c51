//! The ways in which a request fails before there is a whole answer.

/// Why there is no whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No server has the name.
    Unresolved,
    /// The name was not resolved in time.
    ResolveTimeout,
    /// Nothing listens.
    Refused,
    /// No connection in time, or no way there.
    ConnectTimeout,
    /// The proxy did not let the request through.
    Proxy(ProxyFault),
    /// The certificate is not accepted.
    Certificate(CertificateFault),
    /// TLS failed in another way.
    Tls,
    /// No TLS in time.
    TlsTimeout,
    /// The connection ended before an answer.
    Closed,
    /// No answer in time.
    Timeout,
    /// The answer began and did not end in time.
    BodyTimeout,
    /// What came is not HTTP.
    Malformed,
    /// The answer is larger than allowed.
    TooLarge,
    /// The connection ended in the middle of the head.
    HalfHead,
    /// The answer ended in the middle of its body.
    Truncated,
}

/// What a proxy does instead of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProxyFault {
    /// It cannot be reached.
    Unreachable,
    /// It refuses the connection with this status.
    Status(u16),
    /// It answers with something else than HTTP, or not at all.
    NoAnswer,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertificateFault {
    /// It has ended: how many days ago, when that is known.
    Expired(Option<u64>),
    /// It begins later: in how many days, when that is known.
    NotYetValid(Option<u64>),
    /// It is for another host.
    OtherHost,
    /// Nobody known vouches for it.
    Untrusted,
}

/// A failure, with the status of the answer where its head came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// Why.
    pub(crate) failure: Failure,
    /// The status, when the head was whole.
    pub(crate) status: Option<u16>,
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self { failure, status: None }
    }
}
