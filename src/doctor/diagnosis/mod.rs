//! From responses and failures to causes. The steps in `walk` ask here what went wrong.

mod api_response;
mod response;
mod token_response;

pub(super) use api_response::{ApiContext, diagnose_api_response};
pub(super) use response::{ErrorText, diagnose_any_response, note_content_type};
pub(super) use token_response::{diagnose_token_response, is_token_endpoint};

use crate::http::{CertificateFault, ClientFailure, FailureKind};
use crate::oauth::Cause;

/// A cause that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosedCause {
    /// The cause.
    pub cause: Cause,
    /// How to find out whether it is this cause or another of the same step. `None`: it is certain.
    pub how_to_tell: Option<String>,
}

/// The possible causes of a failure, and the facts that were observed. The facts are masked by the code that writes them.
#[derive(Debug, Default)]
pub(super) struct Diagnosis {
    pub(super) causes: Vec<DiagnosedCause>,
    pub(super) facts: Vec<String>,
}

impl Diagnosis {
    /// This cause, for certain.
    pub(super) fn certain(cause: Cause) -> Self {
        Self { causes: vec![DiagnosedCause { cause, how_to_tell: None }], facts: Vec::new() }
    }

    /// One of these causes, the most likely first.
    pub(super) fn one_of(causes: &[Cause], how_to_tell: &str) -> Self {
        let diagnosed = |&cause| DiagnosedCause { cause, how_to_tell: Some(how_to_tell.to_owned()) };
        Self { causes: causes.iter().map(diagnosed).collect(), facts: Vec::new() }
    }

    /// The same with another fact.
    pub(super) fn fact(mut self, fact: impl Into<String>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Adds a certain cause with a fact. A cause that is there already only gains the fact.
    pub(super) fn add(&mut self, cause: Cause, fact: String) {
        if !self.causes.iter().any(|known| known.cause == cause) {
            self.causes.push(DiagnosedCause { cause, how_to_tell: None });
        }
        self.facts.push(fact);
    }

    /// Whether there is no cause.
    pub(super) const fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }
}

/// How to tell an expired certificate from a wrong clock.
const WHICH_CLOCK: &str = "Compare this machine's clock with another clock: if it is right, the certificate is wrong.";

/// The causes of a request without a whole response.
pub(super) fn diagnose_failure(failure: &ClientFailure) -> Diagnosis {
    let diagnosis = match &failure.kind {
        FailureKind::Certificate(CertificateFault::Expired(_)) => {
            Diagnosis::one_of(&[Cause::CertificateExpired, Cause::ClockWrong], WHICH_CLOCK)
        }
        FailureKind::Certificate(CertificateFault::NotYetValid(_)) => {
            Diagnosis::one_of(&[Cause::ClockWrong, Cause::CertificateNotYetValid], WHICH_CLOCK)
        }
        other => Diagnosis::certain(cause_of(other)),
    };
    diagnosis.fact(failure.to_string())
}

const fn cause_of(failure: &FailureKind) -> Cause {
    match failure {
        FailureKind::Unresolved => Cause::UnknownHost,
        FailureKind::ResolveTimeout => Cause::ResolveTimeout,
        FailureKind::Refused => Cause::ConnectionRefused,
        FailureKind::ConnectTimeout => Cause::ConnectTimeout,
        FailureKind::Proxy(_) => Cause::Proxy,
        FailureKind::Certificate(CertificateFault::Untrusted) => Cause::CertificateUntrusted,
        FailureKind::Certificate(CertificateFault::OtherHost) => Cause::CertificateOtherHost,
        FailureKind::Certificate(CertificateFault::Expired(_)) => Cause::CertificateExpired,
        FailureKind::Certificate(CertificateFault::NotYetValid(_)) => Cause::CertificateNotYetValid,
        FailureKind::Tls => Cause::TlsFailed,
        FailureKind::TlsTimeout => Cause::TlsTimeout,
        // No client shows a status from half a head, so it looks like a closed connection.
        FailureKind::Closed | FailureKind::HalfHead => Cause::ConnectionClosed,
        FailureKind::Timeout | FailureKind::BodyTimeout => Cause::ResponseTimeout,
        FailureKind::Malformed => Cause::ResponseMalformed,
        FailureKind::TooLarge => Cause::ResponseTooLarge,
        FailureKind::Truncated => Cause::ResponseTruncated,
    }
}
