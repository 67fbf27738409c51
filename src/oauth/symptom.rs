//! What people see when something fails, and what may be behind it.

use super::{ApiTerms, Cause};

/// A symptom: what Postman shows.
pub struct Symptom {
    /// Its id, for links.
    pub id: &'static str,
    title: &'static str,
    seen: &'static str,
    /// What may be behind it, the likeliest first.
    pub causes: &'static [Cause],
}

impl Symptom {
    /// What it is called.
    pub fn title(&self, words: &ApiTerms) -> String {
        words.fill(self.title)
    }

    /// How it looks.
    pub fn seen(&self, words: &ApiTerms) -> String {
        words.fill(self.seen)
    }
}

/// All symptoms, the commonest first.
#[rustfmt::skip]
pub const SYMPTOMS: &[Symptom] = &[
    Symptom {
        id: "api-401",
        title: "401 on a request",
        seen: "The token request works, and a request to the API answers 401 Unauthorized.",
        causes: &[Cause::ClientHeaderMissing, Cause::TokenExpired, Cause::ApplicationToken, Cause::MalformedAuthorization, Cause::ClientHeaderWrong, Cause::TokenUnknown],
    },
    Symptom {
        id: "token-400",
        title: "400 on the token request",
        seen: "The token request answers 400 Bad Request with `invalid_request`.",
        causes: &[Cause::BodyNotUrlencoded, Cause::ParameterMissing, Cause::ValueMissing, Cause::Redirected, Cause::PlainHttp],
    },
    Symptom {
        id: "invalid-client",
        title: "Invalid client",
        seen: "The token request answers 401 with `invalid_client`.",
        causes: &[Cause::InvalidClient, Cause::WrongEnvironment, Cause::ClientIdForm, Cause::StrayBlank, Cause::ValuePlaceholder],
    },
    Symptom {
        id: "invalid-grant",
        title: "Invalid grant, or invalid credentials",
        seen: "The token request answers 400 or 401 with `invalid_grant`.",
        causes: &[Cause::WrongPassword, Cause::AccountBlocked, Cause::UsernameForm, Cause::StrayBlank, Cause::BracesInSecret, Cause::RefreshTokenDead, Cause::RefreshTokenRotated],
    },
    Symptom {
        id: "grant",
        title: "Unsupported grant type, or unauthorized client",
        seen: "The token request answers 400 with `unsupported_grant_type` or `unauthorized_client`.",
        causes: &[Cause::GrantNotAllowed],
    },
    Symptom {
        id: "403",
        title: "403 Forbidden",
        seen: "The token is good, and a request answers 403.",
        causes: &[Cause::WrongOrganisation, Cause::ApplicationToken],
    },
    Symptom {
        id: "404",
        title: "404 Not Found",
        seen: "The token request, or every request, answers 404.",
        causes: &[Cause::BaseUrlPath, Cause::TrailingSlash, Cause::PlainHttp, Cause::UnknownEndpoint],
    },
    Symptom {
        id: "no-json",
        title: "A web page, or something that is no JSON",
        seen: "The answer begins with `<`, or the console speaks of JSON.",
        causes: &[Cause::WebPage, Cause::AnswerNotJson, Cause::BaseUrlPath, Cause::GatewayError, Cause::AnswerTruncated, Cause::AnswerTooLarge],
    },
    Symptom {
        id: "odd-token",
        title: "200, but the next request fails",
        seen: "The token request answers 200, and a test of it fails or the token is of no use.",
        causes: &[Cause::ErrorInSuccess, Cause::NoAccessToken, Cause::NoLifetime, Cause::NoRefreshToken, Cause::OddStatus, Cause::TokenTypeSpelling, Cause::ClockWrong],
    },
    Symptom {
        id: "429",
        title: "429 Too Many Requests",
        seen: "Requests answer 429 for a while.",
        causes: &[Cause::RateLimited],
    },
    Symptom {
        id: "5xx",
        title: "500 and above",
        seen: "The answer is 500, 502, 503 or 504.",
        causes: &[Cause::ServerError, Cause::GatewayError],
    },
    Symptom {
        id: "no-answer",
        title: "Could not send request",
        seen: "Postman shows no status at all, but an error such as `ENOTFOUND`, `ECONNREFUSED` or `socket hang up`.",
        causes: &[Cause::BaseUrlForm, Cause::UnknownHost, Cause::ResolveTimeout, Cause::ConnectionRefused, Cause::ConnectTimeout, Cause::TlsTimeout, Cause::Proxy, Cause::AnswerTimeout, Cause::ConnectionClosed, Cause::AnswerMalformed],
    },
    Symptom {
        id: "certificate",
        title: "A certificate is not accepted",
        seen: "Postman speaks of SSL, TLS or a certificate.",
        causes: &[Cause::CertificateUntrusted, Cause::CertificateExpired, Cause::CertificateNotYetValid, Cause::CertificateOtherHost, Cause::TlsFailed, Cause::ClockWrong],
    },
];

#[cfg(test)]
mod tests {
    use super::SYMPTOMS;
    use crate::oauth::Cause;
    use std::collections::HashSet;

    #[test]
    fn every_cause_shows_in_some_symptom() {
        let listed: HashSet<Cause> = SYMPTOMS.iter().flat_map(|symptom| symptom.causes).copied().collect();
        let missing: Vec<_> = Cause::ALL.iter().filter(|cause| !listed.contains(cause)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let ids: HashSet<_> = SYMPTOMS.iter().map(|symptom| symptom.id).collect();
        assert_eq!(ids.len(), SYMPTOMS.len());
    }
}
