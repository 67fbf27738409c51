//! The error messages and statuses that a user sees when something fails, and their likely causes. The guide and `explain` list them.

use super::{ApiTerms, Cause};

/// A symptom: what Postman shows.
pub struct Symptom {
    /// The id, for links.
    pub id: &'static str,
    title: &'static str,
    description: &'static str,
    /// The possible causes, the likeliest first.
    pub causes: &'static [Cause],
}

impl Symptom {
    /// The name of the symptom.
    pub fn title(&self, terms: &ApiTerms) -> String {
        terms.fill(self.title)
    }

    /// What the user sees, in one sentence.
    pub fn description(&self, terms: &ApiTerms) -> String {
        terms.fill(self.description)
    }
}

/// All symptoms, the most frequent first.
#[rustfmt::skip]
pub const SYMPTOMS: &[Symptom] = &[
    Symptom {
        id: "api-401",
        title: "401 on a request",
        description: "The token request works, but a request to the API returns 401 Unauthorized.",
        causes: &[Cause::ClientHeaderMissing, Cause::TokenExpired, Cause::ApplicationToken, Cause::MalformedAuthorization, Cause::ClientHeaderWrong, Cause::TokenUnknown],
    },
    Symptom {
        id: "token-400",
        title: "400 on the token request",
        description: "The token request returns 400 Bad Request with `invalid_request`.",
        causes: &[Cause::BodyNotUrlencoded, Cause::ParameterMissing, Cause::ValueMissing, Cause::Redirected, Cause::PlainHttp],
    },
    Symptom {
        id: "invalid-client",
        title: "Invalid client",
        description: "The token request returns 401 with `invalid_client`.",
        causes: &[Cause::InvalidClient, Cause::WrongEnvironment, Cause::ClientIdForm, Cause::StrayBlank, Cause::ValuePlaceholder],
    },
    Symptom {
        id: "invalid-grant",
        title: "Invalid grant, or invalid credentials",
        description: "The token request returns 400 or 401 with `invalid_grant`.",
        causes: &[Cause::WrongPassword, Cause::AccountBlocked, Cause::UsernameForm, Cause::StrayBlank, Cause::BracesInSecret, Cause::RefreshTokenDead, Cause::RefreshTokenRotated],
    },
    Symptom {
        id: "grant",
        title: "Unsupported grant type, or unauthorized client",
        description: "The token request returns 400 with `unsupported_grant_type` or `unauthorized_client`.",
        causes: &[Cause::GrantNotAllowed],
    },
    Symptom {
        id: "403",
        title: "403 Forbidden",
        description: "The token is valid, but a request returns 403.",
        causes: &[Cause::WrongOrganization, Cause::ApplicationToken],
    },
    Symptom {
        id: "404",
        title: "404 Not Found",
        description: "The token request or every request returns 404.",
        causes: &[Cause::BaseUrlPath, Cause::TrailingSlash, Cause::PlainHttp, Cause::UnknownEndpoint],
    },
    Symptom {
        id: "no-json",
        title: "A web page, or something else that is not JSON",
        description: "The response begins with `<`, or the console shows a JSON error.",
        causes: &[Cause::WebPage, Cause::ResponseNotJson, Cause::BaseUrlPath, Cause::GatewayError, Cause::ResponseTruncated, Cause::ResponseTooLarge],
    },
    Symptom {
        id: "odd-token",
        title: "200, but the next request fails",
        description: "The token request returns 200, but a test of it fails or the token does not work.",
        causes: &[Cause::ErrorInSuccess, Cause::NoAccessToken, Cause::NoLifetime, Cause::NoRefreshToken, Cause::OddStatus, Cause::TokenTypeSpelling, Cause::ClockWrong],
    },
    Symptom {
        id: "429",
        title: "429 Too Many Requests",
        description: "Requests return 429 for a while.",
        causes: &[Cause::RateLimited],
    },
    Symptom {
        id: "5xx",
        title: "500 and above",
        description: "The status is 500, 502, 503 or 504.",
        causes: &[Cause::ServerError, Cause::GatewayError],
    },
    Symptom {
        id: "no-response",
        title: "Could not send request",
        description: "Postman shows no status, but an error such as `ENOTFOUND`, `ECONNREFUSED` or `socket hang up`.",
        causes: &[Cause::BaseUrlForm, Cause::UnknownHost, Cause::ResolveTimeout, Cause::ConnectionRefused, Cause::ConnectTimeout, Cause::TlsTimeout, Cause::Proxy, Cause::ResponseTimeout, Cause::ConnectionClosed, Cause::ResponseMalformed],
    },
    Symptom {
        id: "certificate",
        title: "A certificate is not accepted",
        description: "Postman mentions SSL, TLS or a certificate.",
        causes: &[Cause::CertificateUntrusted, Cause::CertificateExpired, Cause::CertificateNotYetValid, Cause::CertificateOtherHost, Cause::TlsFailed, Cause::ClockWrong],
    },
];

#[cfg(test)]
mod tests {
    use super::SYMPTOMS;
    use crate::oauth::Cause;
    use std::collections::HashSet;

    #[test]
    fn every_cause_belongs_to_a_symptom_and_symptom_ids_are_unique() {
        let listed: HashSet<Cause> = SYMPTOMS.iter().flat_map(|symptom| symptom.causes).copied().collect();
        let missing: Vec<_> = Cause::ALL.iter().filter(|cause| !listed.contains(cause)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let ids: HashSet<_> = SYMPTOMS.iter().map(|symptom| symptom.id).collect();
        assert_eq!(ids.len(), SYMPTOMS.len());
    }
}
