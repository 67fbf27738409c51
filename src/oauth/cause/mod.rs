//! What goes wrong in the life cycle, as one table: what is wrong, how it is told from what looks like it, and the mend.
//!
//! The doctor names causes, the guide lists them by [`Symptom`](super::Symptom), and `explain` prints the page of each.

mod api;
mod by_hand;
mod network;
mod server;
mod token;
mod values;

use super::ApiTerms;
use std::fmt;

macro_rules! causes {
    ($($(#[$doc:meta])* $variant:ident $id:literal $page:path,)*) => {
        /// A cause of a failure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Cause {
            $($(#[$doc])* $variant,)*
        }

        impl Cause {
            /// All of them, in the order in which the life cycle meets them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its stable id, as `explain` takes it.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            const fn page(self) -> &'static Page {
                match self { $(Self::$variant => &$page,)* }
            }
        }
    };
}

causes! {
    /// A value is not filled in.
    ValueMissing "oauth/value-missing" values::MISSING,
    /// A value is still the placeholder.
    ValuePlaceholder "oauth/value-placeholder" values::PLACEHOLDER,
    /// A blank or line break stands around a value.
    StrayBlank "oauth/stray-blank" values::STRAY_BLANK,
    /// A secret holds `{{`.
    BracesInSecret "oauth/braces-in-secret" values::BRACES,
    /// The client id is not a number where it must be one.
    ClientIdForm "oauth/client-id-form" values::CLIENT_ID,
    /// The user name is no e-mail address where it must be one.
    UsernameForm "oauth/username-form" values::USERNAME,
    /// The base URL is no address.
    BaseUrlForm "oauth/base-url-form" values::BASE_URL,
    /// No server has this name.
    UnknownHost "oauth/unknown-host" network::UNKNOWN_HOST,
    /// Whether a server has this name was not answered in time.
    ResolveTimeout "oauth/resolve-timeout" network::RESOLVE_TIMEOUT,
    /// Nothing listens there.
    ConnectionRefused "oauth/connection-refused" network::REFUSED,
    /// No connection in time.
    ConnectTimeout "oauth/connect-timeout" network::CONNECT_TIMEOUT,
    /// The proxy fails.
    Proxy "oauth/proxy" network::PROXY,
    /// Nobody known vouches for the certificate.
    CertificateUntrusted "oauth/certificate-untrusted" network::UNTRUSTED,
    /// The certificate has ended.
    CertificateExpired "oauth/certificate-expired" network::EXPIRED,
    /// The certificate is not valid yet.
    CertificateNotYetValid "oauth/certificate-not-yet-valid" network::NOT_YET_VALID,
    /// The certificate is for another host.
    CertificateOtherHost "oauth/certificate-other-host" network::OTHER_HOST,
    /// No TLS can be agreed on.
    TlsFailed "oauth/tls-failed" network::TLS,
    /// TLS was not agreed on in time.
    TlsTimeout "oauth/tls-timeout" network::TLS_TIMEOUT,
    /// The clock of this machine is wrong, or the server's.
    ClockWrong "oauth/clock-wrong" network::CLOCK,
    /// `http` where it must be `https`.
    PlainHttp "oauth/plain-http" server::PLAIN_HTTP,
    /// The server sends the request elsewhere.
    Redirected "oauth/redirected" server::REDIRECTED,
    /// No answer in time.
    AnswerTimeout "oauth/answer-timeout" server::TIMEOUT,
    /// The connection ends before an answer.
    ConnectionClosed "oauth/connection-closed" server::CLOSED,
    /// The answer ends in the middle.
    AnswerTruncated "oauth/answer-truncated" server::TRUNCATED,
    /// The answer has no end.
    AnswerTooLarge "oauth/answer-too-large" server::TOO_LARGE,
    /// The answer is not HTTP.
    AnswerMalformed "oauth/answer-malformed" server::MALFORMED,
    /// The answer is neither JSON nor a web page.
    AnswerNotJson "oauth/answer-not-json" server::NOT_JSON,
    /// A web page where JSON should be.
    WebPage "oauth/web-page" server::WEB_PAGE,
    /// A status that this request should not get.
    OddStatus "oauth/odd-status" server::ODD_STATUS,
    /// Too many requests.
    RateLimited "oauth/rate-limited" server::RATE_LIMITED,
    /// A gateway reports that the server behind it is down.
    GatewayError "oauth/gateway-error" server::GATEWAY,
    /// The server fails.
    ServerError "oauth/server-error" server::ERROR,
    /// The base URL has the wrong path.
    BaseUrlPath "oauth/base-url-path" token::BASE_URL_PATH,
    /// There is a slash at the end of the base URL.
    TrailingSlash "oauth/trailing-slash" token::TRAILING_SLASH,
    /// The token request's body is not urlencoded.
    BodyNotUrlencoded "oauth/body-not-urlencoded" token::BODY,
    /// A parameter of the token request is missing or empty.
    ParameterMissing "oauth/parameter-missing" token::PARAMETER,
    /// The server does not offer the grant to this client.
    GrantNotAllowed "oauth/grant-not-allowed" token::GRANT,
    /// Wrong client id or secret.
    InvalidClient "oauth/invalid-client" token::CLIENT,
    /// Wrong user name or password.
    WrongPassword "oauth/wrong-password" token::PASSWORD,
    /// The account is locked, disabled or wants a second factor.
    AccountBlocked "oauth/account-blocked" token::BLOCKED,
    /// Right credentials of another environment.
    WrongEnvironment "oauth/wrong-environment" token::ENVIRONMENT,
    /// Status 200 with an error in it.
    ErrorInSuccess "oauth/error-in-success" token::ERROR_IN_SUCCESS,
    /// A token answer without a usable token.
    NoAccessToken "oauth/no-access-token" token::NO_ACCESS_TOKEN,
    /// A token answer that does not say how long the token lives.
    NoLifetime "oauth/no-lifetime" token::NO_LIFETIME,
    /// A token answer without a refresh token.
    NoRefreshToken "oauth/no-refresh-token" token::NO_REFRESH_TOKEN,
    /// The type of the token is spelt in another way.
    TokenTypeSpelling "oauth/token-type-spelling" token::TYPE_SPELLING,
    /// The client's header is missing.
    ClientHeaderMissing "oauth/client-header-missing" api::HEADER_MISSING,
    /// The client's header has another value.
    ClientHeaderWrong "oauth/client-header-wrong" api::HEADER_WRONG,
    /// The Authorization header is missing or malformed.
    MalformedAuthorization "oauth/malformed-authorization" api::AUTHORIZATION,
    /// The access token has ended.
    TokenExpired "oauth/token-expired" api::EXPIRED,
    /// The access token was withdrawn, or is another server's.
    TokenUnknown "oauth/token-unknown" api::UNKNOWN,
    /// An application's token where a user's is needed.
    ApplicationToken "oauth/application-token" api::APPLICATION,
    /// The user has no rights in this organization.
    WrongOrganisation "oauth/wrong-organization" api::ORGANISATION,
    /// The API has no such endpoint.
    UnknownEndpoint "oauth/unknown-endpoint" api::ENDPOINT,
    /// The refresh token has ended.
    RefreshTokenDead "oauth/refresh-token-dead" token::REFRESH_DEAD,
    /// The refresh token was used already and replaced.
    RefreshTokenRotated "oauth/refresh-token-rotated" token::REFRESH_ROTATED,
}

/// What the table says of one cause. A `{word}` is one of [`ApiTerms`].
struct Page {
    title: &'static str,
    evidence: &'static str,
    fix: &'static str,
}

impl Cause {
    /// The cause with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.id() == id)
    }

    /// Whether it keeps requests from reaching the server at all.
    pub const fn is_network(self) -> bool {
        matches!(
            self,
            Self::UnknownHost
                | Self::ResolveTimeout
                | Self::ConnectionRefused
                | Self::ConnectTimeout
                | Self::Proxy
                | Self::CertificateUntrusted
                | Self::CertificateExpired
                | Self::CertificateNotYetValid
                | Self::CertificateOtherHost
                | Self::TlsFailed
                | Self::TlsTimeout
        )
    }

    /// What is wrong, in one sentence.
    pub fn title(self, words: &ApiTerms) -> String {
        words.fill(self.page().title)
    }

    /// How it is told from what looks like it.
    pub fn evidence(self, words: &ApiTerms) -> String {
        words.fill(self.page().evidence)
    }

    /// What to do where no script of ours helps: in a collection that somebody else made.
    pub fn mend_by_hand(self, words: &ApiTerms) -> String {
        by_hand::by_hand(self).map_or_else(|| self.fix(words), |text| words.fill(text))
    }

    /// What to do.
    pub fn fix(self, words: &ApiTerms) -> String {
        words.fill(self.page().fix)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::Cause;
    use crate::oauth::ApiTerms;
    use std::collections::HashSet;

    #[test]
    fn by_hand_nobody_is_sent_to_a_script() {
        let words = ApiTerms::default();
        for &cause in Cause::ALL {
            assert!(!cause.mend_by_hand(&words).contains("script"), "{cause}");
        }
    }

    #[test]
    fn every_cause_has_an_id_of_its_own_and_whole_sentences() {
        let words = ApiTerms::default();
        let mut ids = HashSet::new();
        for &cause in Cause::ALL {
            assert!(ids.insert(cause.id()), "{cause}");
            assert_eq!(Cause::from_id(cause.id()), Some(cause));
            for text in [cause.title(&words), cause.evidence(&words), cause.fix(&words), cause.mend_by_hand(&words)] {
                let words = text.replace("`{{`", "");
                assert!(text.ends_with('.') && !words.contains(['{', '}']), "{cause}: {text}");
                assert!(text.starts_with(|first: char| first.is_uppercase() || first == '`'), "{cause}: {text}");
            }
        }
    }
}
