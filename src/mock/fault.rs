//! The faults that the mock can produce, as one table: the calls that a fault affects, its effect, what a client sees, and the cause to conclude.
//!
//! `mock --help` lists the table; the doctor's tests produce every fault and compare the cause that the doctor names.

use crate::oauth::{Cause, Phase};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which calls a fault can affect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultScope {
    /// Every call.
    Any,
    /// Calls of the token endpoint.
    Token,
    /// Calls of the token endpoint with the grant `password`.
    Password,
    /// Calls of the token endpoint with the grant `refresh_token`.
    Refresh,
    /// Calls of the API.
    Api,
    /// Calls of the API outside `/me`, which describes the user.
    Organization,
}

/// The table's row of one fault.
struct FaultDescriptor {
    scope: FaultScope,
    effect: &'static str,
    client_sees: &'static str,
    cause: Option<Cause>,
    /// The phases of the life cycle with another cause.
    causes_by_phase: &'static [(Phase, Cause)],
}

/// A fault that affects every call.
const fn any(cause: Cause, effect: &'static str, client_sees: &'static str) -> FaultDescriptor {
    scoped(FaultScope::Any, cause, effect, client_sees)
}

/// A fault that affects the calls of `scope`.
const fn scoped(scope: FaultScope, cause: Cause, effect: &'static str, client_sees: &'static str) -> FaultDescriptor {
    FaultDescriptor { scope, effect, client_sees, cause: Some(cause), causes_by_phase: &[] }
}

impl FaultDescriptor {
    const fn with_causes(self, causes_by_phase: &'static [(Phase, Cause)]) -> Self {
        Self { causes_by_phase, ..self }
    }
}

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident $name:literal $descriptor:expr;)*) => {
        /// A fault: a wrong response, a right response that is sent in a wrong way, or no response.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Fault {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl Fault {
            /// Every fault, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in `--fault` and in the JSON of a fault rule.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            const fn descriptor(self) -> &'static FaultDescriptor {
                match self { $(Self::$variant => const { &$descriptor },)* }
            }
        }
    };
}

// Responses that replace the right one, right responses with a wrong content, the token endpoint, the API, the connection.
faults! {
    /// The response that the fault rule describes.
    Response "response" FaultDescriptor {
        scope: FaultScope::Any,
        effect: "Returns the status, headers and body of the fault rule; the mock does not handle the call.",
        client_sees: "The response that the fault rule describes.",
        cause: None,
        causes_by_phase: &[],
    };
    /// A login page instead of JSON.
    Html "html" any(
        Cause::WebPage,
        "Returns 200 with an HTML page, as a proxy, a hotel's network or a login page does.",
        "Status 200 and a body that is not JSON.",
    );
    /// A gateway's error page.
    BadGatewayHtml "bad_gateway_html" any(
        Cause::GatewayError,
        "Returns 502 with an HTML page, as a gateway does when its server is down.",
        "Status 502 and a body that is not JSON.",
    );
    /// A gateway's error page for a server that is too slow.
    GatewayTimeout "gateway_timeout" any(
        Cause::GatewayError,
        "Returns 504 with an HTML page, as a gateway does when its server takes too long.",
        "Status 504 and a body that is not JSON; nothing checked the credentials.",
    );
    /// 500 in JSON.
    ServerError "server_error" any(
        Cause::ServerError,
        "Returns 500 in JSON, as an application does after a crash that it caught.",
        "Status 500 with a message in JSON.",
    );
    /// 503 in JSON.
    Unavailable "unavailable" any(
        Cause::ServerError,
        "Returns 503 in JSON, as an application does during maintenance.",
        "Status 503; the same request works later.",
    );
    /// 429 with seconds in `Retry-After`.
    RateLimited "rate_limited" any(
        Cause::RateLimited,
        "Returns 429 with Retry-After (parameter `retry_after` in seconds, default 30).",
        "Status 429 with the code RATE_LIMIT_EXCEEDED and the time to wait.",
    );
    /// 429 with a date in `Retry-After`.
    RateLimitedUntil "rate_limited_until" any(
        Cause::RateLimited,
        "Returns 429 with a date in Retry-After, as RFC 9110 allows and some gateways do (parameter `retry_after` in seconds from now, default 30, at most 315360000).",
        "Status 429 with the code RATE_LIMIT_EXCEEDED and the date from which the API accepts requests again.",
    );
    /// 404 in JSON.
    NotFound "not_found" any(
        Cause::UnknownEndpoint,
        "Returns 404 in JSON, as an API does for an unknown path.",
        "Status 404 with the code ENDPOINT_NOT_FOUND.",
    )
    .with_causes(&[(Phase::Login, Cause::BaseUrlPath), (Phase::Renewal, Cause::OddStatus)]);
    /// A web application's page for an unknown path.
    NotFoundHtml "not_found_html" any(
        Cause::BaseUrlPath,
        "Returns 404 with an HTML page, as the web application does when the base URL lacks the path of its API.",
        "Status 404 and a body that is not JSON; unexpected at a refresh, because the login at the same URL worked.",
    )
    .with_causes(&[(Phase::Renewal, Cause::OddStatus)]);
    /// A plain HTTP request to a TLS port.
    HttpsPort "https_port" any(
        Cause::PlainHttp,
        "Returns 400 with an HTML page, as nginx does when its port for https gets a request with `http://`.",
        "Status 400 and a page that mentions the HTTPS port.",
    );
    /// A redirect to the same URL with `https`.
    RedirectHttps "redirect_https" any(
        Cause::PlainHttp,
        "Returns 301 to the same URL with `https`, as most servers do for `http://`.",
        "Status 301 and a Location that differs only in the scheme.",
    );
    /// A redirect to the same URL with or without a slash at its end.
    RedirectSlash "redirect_slash" any(
        Cause::Redirected,
        "Returns 301 to the same URL with a slash added to or removed from the end of its path, as web frameworks do to have one URL for each page.",
        "Status 301 and a Location that differs only in the slash.",
    );
    /// A redirect to a login page on another host.
    RedirectLogin "redirect_login" any(
        Cause::Redirected,
        "Returns 302 to a login page on another host, as a company's single sign-on does in front of an API.",
        "Status 302 and a Location on login.example.com.",
    );
    /// A redirect to the same URL.
    RedirectLoop "redirect_loop" any(
        Cause::Redirected,
        "Returns 302 to the same URL, as a server does behind a proxy that hides `https` from it.",
        "Status 302 and a Location that leads to itself.",
    );
    /// A proxy requires authentication.
    ProxyAuth "proxy_auth" any(
        Cause::Proxy,
        "Returns 407 with Proxy-Authenticate, as a company's proxy does when it requires authentication.",
        "Status 407, the header Proxy-Authenticate and an HTML page.",
    );

    /// 200 without a body.
    Empty "empty" any(
        Cause::ResponseNotJson,
        "Returns 200 without a body, as a server does when its program crashes before it prints; the mock does not handle the call.",
        "Status 200, `Content-Length: 0` and no body.",
    );
    /// A warning before the JSON.
    BrokenJson "broken_json" any(
        Cause::ResponseNotJson,
        "Handles the call and prints a warning before the JSON, as PHP does when it displays errors.",
        "The right status, and a complete body that is not JSON; a token in it is valid, but unreadable.",
    );
    /// JSON with the Content-Type of a web page.
    WrongContentType "wrong_content_type" any(
        Cause::ResponseNotJson,
        "Handles the call and sends the response with the Content-Type `text/html`, as a program does that sets no Content-Type.",
        "A right body with a wrong Content-Type: a client that reads the body finds JSON, a client that trusts the header does not.",
    );
    /// An error with status 200.
    ErrorIn200 "error_in_200" any(
        Cause::ErrorInSuccess,
        "Returns 200 with an error in JSON, as APIs do that use the status only for network errors.",
        "Status 200 and a body without a token or data.",
    );
    /// A date far from the client's.
    ClockSkew "clock_skew" any(
        Cause::ClockWrong,
        "Handles the call and sends a wrong Date, as if the clock of a machine were wrong (parameter `seconds`, negative for the past, default 10800, at most 315360000 in either direction).",
        "A right response whose Date is hours from the client's clock.",
    );

    /// The body is read as JSON.
    BodyNotUrlencoded "body_not_urlencoded" scoped(
        FaultScope::Token,
        Cause::BodyNotUrlencoded,
        "Reads the body as JSON, as behind a gateway that sets its own Content-Type; the mock refuses the call.",
        "Status 400 with the error `invalid_request`, whose description mentions the body.",
    );
    /// The body is read without its secret.
    ParameterMissing "parameter_missing" scoped(
        FaultScope::Token,
        Cause::ParameterMissing,
        "Reads the body without `client_secret`, as behind a firewall that removes secrets; the mock refuses the call.",
        "Status 400 with the error `invalid_request`, whose description names the missing parameter.",
    );
    /// The server does not offer the grant.
    UnsupportedGrant "unsupported_grant" scoped(
        FaultScope::Token,
        Cause::GrantNotAllowed,
        "Refuses the grant, as a server does that no longer offers it.",
        "Status 400 with the error `unsupported_grant_type`.",
    );
    /// The server does not offer the grant to this client.
    UnauthorizedClient "unauthorized_client" scoped(
        FaultScope::Token,
        Cause::GrantNotAllowed,
        "Refuses the grant to this client, as a server does when its administrator did not allow it.",
        "Status 400 with the error `unauthorized_client`: the server recognized the client itself.",
    );
    /// The server refuses the client.
    InvalidClient "invalid_client" any(
        Cause::InvalidClient,
        "Refuses the client id and the client secret.",
        "Status 401 with the error `invalid_client`: a wrong id or secret, or those of another environment.",
    );
    /// The server refuses the user name or password.
    WrongPassword "wrong_password" scoped(
        FaultScope::Password,
        Cause::WrongPassword,
        "Refuses the user name and the password, as after a change of the password.",
        "Status 400 with the error `invalid_grant`, whose description mentions the password.",
    );
    /// The server refuses the grant.
    InvalidGrant "invalid_grant" any(
        Cause::RefreshTokenDead,
        "Refuses the password or refresh token; the stored tokens stay valid.",
        "Status 400 with the error `invalid_grant`: log in again.",
    )
    .with_causes(&[(Phase::Login, Cause::WrongPassword), (Phase::Call, Cause::TokenUnknown)]);
    /// A token response without `access_token`.
    NoAccessToken "no_access_token" scoped(
        FaultScope::Token,
        Cause::NoAccessToken,
        "Removes `access_token` from a token response, as if the server used another name for it.",
        "Status 200 and a token response with everything but the access token.",
    );
    /// A token response with another `expires_in` or without it.
    ExpiresIn "expires_in" scoped(
        FaultScope::Token,
        Cause::NoLifetime,
        "Replaces `expires_in` in a token response (parameter `value`: any JSON) or removes it (`missing`: true).",
        "A valid access token whose expiry time is unknown.",
    );
    /// A token response without `refresh_token`.
    NoRefreshToken "no_refresh_token" scoped(
        FaultScope::Token,
        Cause::NoRefreshToken,
        "Removes `refresh_token` from a token response.",
        "A valid access token; in the response to a refresh, RFC 6749 section 6 allows it: the old refresh token stays valid.",
    );
    /// `token_type` in lower case.
    LowerCaseType "lower_case_type" scoped(
        FaultScope::Token,
        Cause::TokenTypeSpelling,
        "Writes the `token_type` of a token response in lower case.",
        "`token_type` is `bearer`; the header to send is still `Bearer <token>`.",
    );
    /// The refresh token expires.
    RefreshDead "refresh_dead" scoped(
        FaultScope::Refresh,
        Cause::RefreshTokenDead,
        "Expires the refresh token in the call, then handles the call, as after a year or a change of the password.",
        "Status 400 with the error `invalid_grant`, whose description says that the token has expired: log in again.",
    );
    /// The refresh token is replaced.
    RefreshRotated "refresh_rotated" scoped(
        FaultScope::Refresh,
        Cause::RefreshTokenRotated,
        "Replaces the refresh token in the call without sending the new one, then handles the call, as if another machine had used the same token first.",
        "Status 400 with the error `invalid_grant`, whose description says that the token was used already: log in again.",
    );

    /// The required headers are lost on the way.
    HeaderStripped "header_stripped" scoped(
        FaultScope::Api,
        Cause::ClientHeaderMissing,
        "Handles the call without the headers that the API requires, as behind a proxy that forwards only known headers.",
        "Status 401 whose message names the missing header; the right response, if the API requires no headers.",
    );
    /// The required headers are changed on the way.
    HeaderAltered "header_altered" scoped(
        FaultScope::Api,
        Cause::ClientHeaderWrong,
        "Handles the call with the value of each required header repeated in one line, as behind a proxy that joins headers which were sent twice.",
        "Status 401 whose message says that the header has another value; the right response, if the API requires no headers.",
    );
    /// The Authorization header is lost on the way.
    AuthorizationStripped "authorization_stripped" scoped(
        FaultScope::Api,
        Cause::MalformedAuthorization,
        "Handles the call without its Authorization header, as Apache does by default in front of PHP.",
        "Status 401 whose message says that the header is missing; the right response, if the call needs no token.",
    );
    /// The Authorization header is changed on the way.
    AuthorizationAltered "authorization_altered" scoped(
        FaultScope::Api,
        Cause::MalformedAuthorization,
        "Handles the call with a Basic Authorization header, as behind a gateway that sends its own credentials.",
        "Status 401 whose message says how the header must begin; the right response, if the call needs no token.",
    );
    /// 401 in JSON.
    Unauthorized "unauthorized" any(
        Cause::TokenUnknown,
        "Returns 401 in JSON although the token is valid; the token stays valid.",
        "Status 401 with an error in JSON that does not say what it refuses.",
    )
    .with_causes(&[(Phase::Login, Cause::InvalidClient), (Phase::Renewal, Cause::RefreshTokenDead)]);
    /// The API does not know the access token.
    TokenUnknown "token_unknown" scoped(
        FaultScope::Api,
        Cause::TokenUnknown,
        "Handles the call as if another server had issued its token, as an API does that shares no tokens with the token endpoint; the token stays valid.",
        "Status 401 whose message says that the token is unknown; the right response, if the call needs no token.",
    );
    /// The token in the call expires.
    Expired "expired" any(
        Cause::TokenExpired,
        "Expires the token in the call, then handles the call.",
        "Status 401 from the API, or `invalid_grant` for a refresh token.",
    )
    .with_causes(&[(Phase::Renewal, Cause::RefreshTokenDead)]);
    /// Every token is revoked.
    Revoked "revoked" any(
        Cause::TokenUnknown,
        "Revokes every token issued so far, then handles the call, as after a change of the password.",
        "Status 401 from the API, which no longer knows the token, and `invalid_grant` for every refresh token: log in again.",
    )
    .with_causes(&[(Phase::Renewal, Cause::RefreshTokenDead)]);
    /// The access token counts as an application's.
    ApplicationToken "application_token" scoped(
        FaultScope::Api,
        Cause::ApplicationToken,
        "Returns 403 on every path, as the API does for an application's token.",
        "Status 403 with the code FORBIDDEN, for `/me` as well.",
    );
    /// The user has no rights in the organization.
    ForbiddenOrganization "forbidden_organization" scoped(
        FaultScope::Organization,
        Cause::WrongOrganization,
        "Returns 403 on every path but `/me` and the paths below it, as the API does for an organization that the user does not belong to.",
        "Status 403 with the code FORBIDDEN, while `/me` works.",
    );

    /// A late response.
    Slow "slow" any(
        Cause::ResponseTimeout,
        "Handles the call, then waits before it responds (parameter `ms`, default 2000, at most 600000).",
        "A right response, late; or the client's own timeout.",
    );
    /// A body that comes byte by byte.
    Drip "drip" any(
        Cause::ResponseTimeout,
        "Handles the call, sends the headers at once and the body one byte at a time, as over a very bad line (parameter `ms` between the bytes, default 200, at most 600000). A response without a body is sent whole.",
        "A right response that comes very slowly; a client that only limits the time between bytes waits for the whole body.",
    );
    /// No response.
    Close "close" any(
        Cause::ConnectionClosed,
        "Closes the connection without a response; the mock does not handle the call.",
        "A connection error and no status.",
    );
    /// A part of the header section.
    HalfHeaders "half_headers" any(
        Cause::ConnectionClosed,
        "Sends a status line and half a header, then closes the connection, as a server does that crashes; the mock does not handle the call.",
        "A connection error, although the server sent the status.",
    );
    /// Another protocol than HTTP.
    NotHttp "not_http" any(
        Cause::ResponseMalformed,
        "Sends the greeting of SSH, as if the port belonged to another service, and closes the connection; the mock does not handle the call.",
        "Bytes that are not HTTP: a parse error and no status.",
    );
    /// Half a body.
    Truncated "truncated" any(
        Cause::ResponseTruncated,
        "Handles the call, sends the headers and half of the body, then closes the connection.",
        "A connection error, or an incomplete body. A response without a body is not sent at all.",
    );
    /// A Content-Length that is shorter than the body.
    LengthShort "length_short" any(
        Cause::ResponseTruncated,
        "Handles the call, sends the whole body and half its length as Content-Length, as a program does that counts characters instead of bytes. A response without a body is sent whole.",
        "A body that is incomplete according to its Content-Length; the bytes after it are not a response.",
    );
    /// A Content-Length that is longer than the body.
    LengthLong "length_long" any(
        Cause::ResponseTimeout,
        "Handles the call, sends the whole body and a Content-Length that is greater by 16, then keeps the connection open (parameter `ms`, default 30000, at most 600000), as a program does that changes the body but not its length. A response without a body is sent whole.",
        "The whole body, and a client that waits for the rest.",
    );
    /// A body that is far too large.
    TooLarge "too_large" any(
        Cause::ResponseTooLarge,
        "Sends a body of many MiB, as if the URL were that of a download (parameter `mib`, default 64, at most 4096); the mock does not handle the call.",
        "Status 200 and a body of zeros that is as long as its Content-Length.",
    );
    /// A body that never ends.
    Endless "endless" any(
        Cause::ResponseTooLarge,
        "Sends a body that never ends, as a program does in an endless loop; the mock does not handle the call.",
        "Status 200 and chunks of spaces, until the client closes the connection.",
    );
    /// A header section that is far too large.
    HugeHeaders "huge_headers" any(
        Cause::ResponseTooLarge,
        "Handles the call and adds 1 MiB of cookies to the response headers, as a server does that adds a cookie with every request.",
        "More headers than clients read: usually a parse error.",
    );
}

impl Fault {
    /// Every fault, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied()
    }

    /// The fault with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|fault| fault.name() == name)
    }

    /// Which calls it can affect.
    pub const fn scope(self) -> FaultScope {
        self.descriptor().scope
    }

    /// What the mock does, with the parameters of the fault rule, and who does the same in practice.
    pub const fn effect(self) -> &'static str {
        self.descriptor().effect
    }

    /// What a client sees.
    pub const fn client_sees(self) -> &'static str {
        self.descriptor().client_sees
    }

    /// The cause to conclude; `None` where it depends on the fault rule. Some phases have [another cause](Self::cause_in).
    pub const fn cause(self) -> Option<Cause> {
        self.descriptor().cause
    }

    /// The cause to conclude in this phase of the life cycle.
    pub fn cause_in(self, phase: Phase) -> Option<Cause> {
        let of_phase = self.descriptor().causes_by_phase.iter().find(|(other, _)| *other == phase);
        of_phase.map(|(_, cause)| *cause).or(self.cause())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, FaultScope};
    use crate::oauth::{Cause, Phase};
    use std::collections::HashSet;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_are_unique_and_equal_to_serde() {
        let mut names = HashSet::new();
        for (index, fault) in Fault::all().enumerate() {
            assert_eq!(fault as usize, index, "{fault}");
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.name());
            assert_eq!(Fault::from_name(fault.name()), Some(fault));
            assert!(names.insert(fault.name()), "{fault}");
        }
    }

    #[test]
    fn every_fault_has_a_cause_and_complete_sentences() {
        for fault in Fault::all() {
            for text in [fault.effect(), fault.client_sees()] {
                assert!(text.ends_with('.') && text.starts_with(|first: char| first.is_uppercase() || first == '`'));
            }
            assert_eq!(fault.cause().is_none(), fault == Fault::Response, "{fault}");
        }
    }

    #[test]
    fn the_cause_of_a_fault_can_depend_on_the_phase() {
        assert_eq!(Fault::InvalidGrant.cause_in(Phase::Login), Some(Cause::WrongPassword));
        assert_eq!(Fault::InvalidGrant.cause_in(Phase::Renewal), Some(Cause::RefreshTokenDead));
        assert_eq!(Fault::Expired.cause_in(Phase::Call), Some(Cause::TokenExpired));
        assert_eq!(Fault::Expired.cause_in(Phase::Renewal), Some(Cause::RefreshTokenDead));
        assert_eq!(Fault::NotFound.cause_in(Phase::Login), Some(Cause::BaseUrlPath));
        assert_eq!(Fault::NotFound.cause_in(Phase::Call), Fault::NotFound.cause());
    }

    #[test]
    fn a_fault_with_a_limited_scope_has_one_cause() {
        for fault in Fault::all().filter(|fault| fault.scope() != FaultScope::Any) {
            for phase in [Phase::Login, Phase::Call, Phase::Renewal] {
                assert_eq!(fault.cause_in(phase), fault.cause(), "{fault}");
            }
        }
    }
}
