//! Failures before there is a whole answer.

use super::Verdict;
use crate::http::{CertificateFault, Failed, Failure, ProxyFault};
use crate::oauth::Cause;

/// What a failure comes from.
pub(in crate::doctor) fn failure(failed: &Failed) -> Verdict {
    let verdict = match &failed.failure {
        Failure::Certificate(CertificateFault::Expired(_)) => Verdict::between(
            &[Cause::CertificateExpired, Cause::ClockWrong],
            "Compare the clock of this machine with another one: if it is right, it is the certificate.",
        ),
        Failure::Certificate(CertificateFault::NotYetValid(_)) => Verdict::between(
            &[Cause::ClockWrong, Cause::CertificateNotYetValid],
            "Compare the clock of this machine with another one: if it is right, it is the certificate.",
        ),
        other => Verdict::certain(cause(other)),
    };
    let status = failed.status.map(|status| format!("after the head of an answer with {status}: ")).unwrap_or_default();
    verdict.fact(format!("{status}{}", words(&failed.failure)))
}

const fn cause(failure: &Failure) -> Cause {
    match failure {
        Failure::Unresolved => Cause::UnknownHost,
        Failure::ResolveTimeout => Cause::ResolveTimeout,
        Failure::Refused => Cause::ConnectionRefused,
        Failure::ConnectTimeout => Cause::ConnectTimeout,
        Failure::Proxy(_) => Cause::Proxy,
        Failure::Certificate(CertificateFault::Untrusted) => Cause::CertificateUntrusted,
        Failure::Certificate(CertificateFault::OtherHost) => Cause::CertificateOtherHost,
        Failure::Certificate(CertificateFault::Expired(_)) => Cause::CertificateExpired,
        Failure::Certificate(CertificateFault::NotYetValid(_)) => Cause::CertificateNotYetValid,
        Failure::Tls => Cause::TlsFailed,
        Failure::TlsTimeout => Cause::TlsTimeout,
        // Half a head is no answer: no client shows a status of it.
        Failure::Closed | Failure::HalfHead => Cause::ConnectionClosed,
        Failure::Timeout | Failure::BodyTimeout => Cause::ResponseTimeout,
        Failure::Malformed => Cause::ResponseMalformed,
        Failure::TooLarge => Cause::ResponseTooLarge,
        Failure::Truncated => Cause::ResponseTruncated,
    }
}

/// A failure in a few words.
pub(in crate::doctor) fn words(failure: &Failure) -> String {
    let days =
        |days: &Option<u64>| days.map(|days| format!(", {days} days by this machine's clock")).unwrap_or_default();
    match failure {
        Failure::Unresolved => "the name is not known".to_owned(),
        Failure::ResolveTimeout => "the name was not resolved in time".to_owned(),
        Failure::Refused => "the connection was refused".to_owned(),
        Failure::ConnectTimeout => "no connection in time".to_owned(),
        Failure::Proxy(ProxyFault::Unreachable) => "the proxy cannot be reached".to_owned(),
        Failure::Proxy(ProxyFault::Status(status)) => format!("the proxy answers {status}"),
        Failure::Proxy(ProxyFault::NoAnswer) => "the proxy gives no answer".to_owned(),
        Failure::Certificate(CertificateFault::Expired(ago)) => format!("the certificate has ended{}", days(ago)),
        Failure::Certificate(CertificateFault::NotYetValid(until)) => {
            format!("the certificate is not valid yet{}", days(until))
        }
        Failure::Certificate(CertificateFault::OtherHost) => "the certificate is for another host".to_owned(),
        Failure::Certificate(CertificateFault::Untrusted) => "nobody trusted vouches for the certificate".to_owned(),
        Failure::Tls => "no encryption could be agreed on".to_owned(),
        Failure::TlsTimeout => "no encryption was agreed on in time".to_owned(),
        Failure::Closed => "the connection ended before an answer".to_owned(),
        Failure::Timeout => "no answer in time".to_owned(),
        Failure::BodyTimeout => "the answer began and did not end in time".to_owned(),
        Failure::Malformed => "what came is not HTTP".to_owned(),
        Failure::TooLarge => "the answer is too large and was cut off".to_owned(),
        Failure::HalfHead => "the connection ended in the middle of the answer's head".to_owned(),
        Failure::Truncated => "the answer ended in the middle".to_owned(),
    }
}
