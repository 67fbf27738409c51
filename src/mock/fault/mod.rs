//! What goes wrong on the way to a server and behind it, as one table: what happens, what a client sees, what it should conclude.

mod api;
mod body;
mod status;
mod token;
mod wire;

use crate::oauth::{Cause, Phase};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which calls a fault can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Any call.
    Any,
    /// Calls of the token endpoint only.
    Token,
    /// Calls of the token endpoint with the grant `password` only.
    Password,
    /// Calls of the token endpoint with the grant `refresh_token` only.
    Refresh,
    /// Calls of the API only.
    Api,
    /// Calls of the API that do not ask for the user itself: all but `/me` and what lies below it.
    Organisation,
}

/// One row of the table.
struct Row {
    scope: Scope,
    does: &'static str,
    seen: &'static str,
    cause: Option<Cause>,
    /// Where it is another cause.
    instead: &'static [(Phase, Cause)],
}

/// A fault of any call with one cause.
const fn any(cause: Cause, does: &'static str, seen: &'static str) -> Row {
    within(Scope::Any, cause, does, seen)
}

/// A fault of some calls.
const fn within(scope: Scope, cause: Cause, does: &'static str, seen: &'static str) -> Row {
    Row { scope, does, seen, cause: Some(cause), instead: &[] }
}

impl Row {
    const fn instead(self, instead: &'static [(Phase, Cause)]) -> Self {
        Self { instead, ..self }
    }
}

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident $name:literal $row:path,)*) => {
        /// A fault: a wrong answer, a right one in a wrong manner, or none.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Fault {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Fault {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name, as it is ordered.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            const fn row(self) -> &'static Row {
                match self { $(Self::$variant => &$row,)* }
            }
        }
    };
}

faults! {
    /// Any answer, as ordered.
    Answer "answer" status::ANSWER,
    /// A login page instead of JSON.
    Html "html" status::HTML,
    /// A gateway's error page.
    BadGatewayHtml "bad_gateway_html" status::BAD_GATEWAY,
    /// A gateway's page for a server that is too slow.
    GatewayTimeout "gateway_timeout" status::GATEWAY_TIMEOUT,
    /// 500 in JSON.
    ServerError "server_error" status::SERVER_ERROR,
    /// 503.
    Unavailable "unavailable" status::UNAVAILABLE,
    /// 429 with `Retry-After`.
    RateLimited "rate_limited" status::RATE_LIMITED,
    /// 429 with a date in `Retry-After`.
    RateLimitedUntil "rate_limited_until" status::RATE_LIMITED_UNTIL,
    /// 404 in JSON.
    NotFound "not_found" status::NOT_FOUND,
    /// A web application's page for a wrong path.
    NotFoundHtml "not_found_html" status::NOT_FOUND_HTML,
    /// A port that wants TLS was called without.
    HttpsPort "https_port" status::HTTPS_PORT,
    /// A redirect to the same address with `https`.
    RedirectHttps "redirect_https" status::REDIRECT_HTTPS,
    /// A redirect to the same address with or without a slash at its end.
    RedirectSlash "redirect_slash" status::REDIRECT_SLASH,
    /// A redirect to a log-in page on another host.
    RedirectLogin "redirect_login" status::REDIRECT_LOGIN,
    /// A redirect to the same address.
    RedirectLoop "redirect_loop" status::REDIRECT_LOOP,
    /// A proxy wants to know who calls.
    ProxyAuth "proxy_auth" status::PROXY_AUTH,
    /// 200 and nothing else.
    Empty "empty" body::EMPTY,
    /// A warning in front of the JSON.
    BrokenJson "broken_json" body::BROKEN_JSON,
    /// JSON under the label of a web page.
    WrongContentType "wrong_content_type" body::WRONG_CONTENT_TYPE,
    /// An error under status 200.
    ErrorIn200 "error_in_200" body::ERROR_IN_200,
    /// A date far from the client's.
    ClockSkew "clock_skew" body::CLOCK_SKEW,
    /// A body read as if it were not urlencoded.
    BodyNotUrlencoded "body_not_urlencoded" token::BODY,
    /// A body read without its secret.
    ParameterMissing "parameter_missing" token::PARAMETER,
    /// The grant is not offered.
    UnsupportedGrant "unsupported_grant" token::UNSUPPORTED,
    /// The grant is not offered to this client.
    UnauthorizedClient "unauthorized_client" token::UNAUTHORIZED,
    /// The client is refused.
    InvalidClient "invalid_client" token::CLIENT,
    /// The user's name or password is refused.
    WrongPassword "wrong_password" token::PASSWORD,
    /// The grant is refused.
    InvalidGrant "invalid_grant" token::GRANT,
    /// A token answer without `access_token`.
    NoAccessToken "no_access_token" token::NO_ACCESS_TOKEN,
    /// A token answer with an odd `expires_in`.
    ExpiresIn "expires_in" token::EXPIRES_IN,
    /// A token answer without `refresh_token`.
    NoRefreshToken "no_refresh_token" token::NO_REFRESH_TOKEN,
    /// `token_type` in lower case.
    LowerCaseType "lower_case_type" token::LOWER_CASE_TYPE,
    /// The refresh token has ended.
    RefreshDead "refresh_dead" token::REFRESH_DEAD,
    /// The refresh token was replaced.
    RefreshRotated "refresh_rotated" token::REFRESH_ROTATED,
    /// The client's header is lost on the way.
    HeaderStripped "header_stripped" api::HEADER_STRIPPED,
    /// The client's header is changed on the way.
    HeaderAltered "header_altered" api::HEADER_ALTERED,
    /// The Authorization header is lost on the way.
    AuthorizationStripped "authorization_stripped" api::AUTHORIZATION_STRIPPED,
    /// The Authorization header is changed on the way.
    AuthorizationAltered "authorization_altered" api::AUTHORIZATION_ALTERED,
    /// 401 in JSON.
    Unauthorized "unauthorized" api::UNAUTHORIZED,
    /// The access token is not known.
    TokenUnknown "token_unknown" api::TOKEN_UNKNOWN,
    /// The presented token has ended.
    Expired "expired" api::EXPIRED,
    /// Every token has been withdrawn.
    Revoked "revoked" api::REVOKED,
    /// The access token counts as an application's.
    ApplicationToken "application_token" api::APPLICATION_TOKEN,
    /// No rights in the organisation.
    ForbiddenOrganisation "forbidden_organisation" api::FORBIDDEN_ORGANISATION,
    /// A late answer.
    Slow "slow" wire::SLOW,
    /// An answer in drops.
    Drip "drip" wire::DRIP,
    /// No answer.
    Close "close" wire::CLOSE,
    /// Half a head.
    HalfHeaders "half_headers" wire::HALF_HEADERS,
    /// Something else than HTTP.
    NotHttp "not_http" wire::NOT_HTTP,
    /// Half an answer.
    Truncated "truncated" wire::TRUNCATED,
    /// A length that is shorter than the body.
    LengthShort "length_short" wire::LENGTH_SHORT,
    /// A length that is longer than the body.
    LengthLong "length_long" wire::LENGTH_LONG,
    /// A body beyond any reason.
    TooLarge "too_large" wire::TOO_LARGE,
    /// A body without an end.
    Endless "endless" wire::ENDLESS,
    /// A head beyond any reason.
    HugeHeaders "huge_headers" wire::HUGE_HEADERS,
}

impl Fault {
    /// All of them, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied()
    }

    /// The fault of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|fault| fault.name() == name)
    }

    /// Which calls it can meet.
    pub const fn scope(self) -> Scope {
        self.row().scope
    }

    /// What happens, and who does it, in one sentence.
    pub const fn does(self) -> &'static str {
        self.row().does
    }

    /// What a client sees of it.
    pub const fn seen(self) -> &'static str {
        self.row().seen
    }

    /// What a client should conclude where it mostly meets the fault; none where that hangs on what was ordered.
    pub const fn cause(self) -> Option<Cause> {
        self.row().cause
    }

    /// What a client should conclude that meets the fault in this part of the life cycle.
    pub fn cause_in(self, phase: Phase) -> Option<Cause> {
        let instead = self.row().instead.iter().find(|(other, _)| *other == phase);
        instead.map(|(_, cause)| *cause).or(self.cause())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Scope};
    use crate::oauth::{Cause, Phase};
    use std::collections::HashSet;

    #[test]
    fn every_fault_stands_at_its_place_under_the_name_that_serde_reads() {
        let mut names = HashSet::new();
        for (index, fault) in Fault::all().enumerate() {
            assert_eq!(fault as usize, index, "{fault}");
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.name());
            assert_eq!(Fault::from_name(fault.name()), Some(fault));
            assert!(names.insert(fault.name()), "{fault}");
        }
    }

    #[test]
    fn every_fault_says_what_happens_and_what_to_conclude_in_whole_sentences() {
        for fault in Fault::all() {
            for text in [fault.does(), fault.seen()] {
                assert!(text.ends_with('.') && text.starts_with(|first: char| first.is_uppercase() || first == '`'));
            }
            assert_eq!(fault.cause().is_none(), fault == Fault::Answer, "{fault}");
        }
    }

    #[test]
    fn where_a_fault_is_met_may_change_what_it_means() {
        assert_eq!(Fault::InvalidGrant.cause_in(Phase::Login), Some(Cause::WrongPassword));
        assert_eq!(Fault::InvalidGrant.cause_in(Phase::Renewal), Some(Cause::RefreshTokenDead));
        assert_eq!(Fault::Expired.cause_in(Phase::Call), Some(Cause::TokenExpired));
        assert_eq!(Fault::Expired.cause_in(Phase::Renewal), Some(Cause::RefreshTokenDead));
        assert_eq!(Fault::NotFound.cause_in(Phase::Login), Some(Cause::BaseUrlPath));
        assert_eq!(Fault::NotFound.cause_in(Phase::Call), Fault::NotFound.cause());
    }

    #[test]
    fn a_fault_of_some_calls_means_one_thing() {
        for fault in Fault::all().filter(|fault| fault.scope() != Scope::Any) {
            for phase in [Phase::Login, Phase::Call, Phase::Renewal] {
                assert_eq!(fault.cause_in(phase), fault.cause(), "{fault}");
            }
        }
    }
}
