//! What goes wrong in the OAuth life cycle, as one table: the problem, the evidence that distinguishes it from similar problems, and the fix.
//!
//! The doctor names causes, the guide lists them by [`Symptom`](super::Symptom), the mock's faults refer to them, and `explain` prints the page of each.

use super::ApiTerms;
use std::fmt;

/// The texts of one cause. A `{name}` is one of [`ApiTerms`].
struct CauseText {
    title: &'static str,
    evidence: &'static str,
    fix: &'static str,
    /// The fix in a collection without our scripts, where it differs.
    manual_fix: Option<&'static str>,
}

macro_rules! causes {
    (@manual_fix) => { None };
    (@manual_fix $text:literal) => { Some($text) };
    ($($(#[$doc:meta])* $variant:ident $id:literal {
        title: $title:literal,
        evidence: $evidence:literal,
        fix: $fix:literal,
        $(manual_fix: $manual_fix:literal,)?
    })*) => {
        /// A cause of a failure.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Cause {
            $($(#[$doc])* $variant,)*
        }

        impl Cause {
            /// Every cause, in the order in which the life cycle can meet them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable id, as `explain` takes it.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            const fn text(self) -> &'static CauseText {
                match self {
                    $(Self::$variant => &CauseText {
                        title: $title,
                        evidence: $evidence,
                        fix: $fix,
                        manual_fix: causes!(@manual_fix $($manual_fix)?),
                    },)*
                }
            }
        }
    };
}

// Values that the user fills in, the network, responses of any request, the token endpoint, the API.
causes! {
    /// A required value is empty.
    ValueMissing "oauth/value-missing" {
        title: "A value that the token request needs is empty.",
        evidence: "Postman sends the variable's name in braces, or an empty parameter; the server then reports a missing parameter or an unknown client.",
        fix: "Select the environment, and enter the value under *current value*. An empty *current value* overrides an *initial value* that has text.",
    }
    /// A value is still the placeholder.
    ValuePlaceholder "oauth/value-placeholder" {
        title: "A value is still the placeholder of the template.",
        evidence: "The server responds as it does to a wrong value; only the value itself shows the problem.",
        fix: "Replace the placeholder with your own value.",
    }
    /// A value starts or ends with whitespace.
    StrayBlank "oauth/stray-blank" {
        title: "A value starts or ends with a space or a line break.",
        evidence: "The server responds as it does to a wrong value, although the value looks right on the screen. Copying often adds the whitespace.",
        fix: "Delete the value and enter it again without the whitespace.",
    }
    /// A secret contains `{{`.
    BracesInSecret "oauth/braces-in-secret" {
        title: "A secret contains two opening braces, which Postman reads as the start of a variable.",
        evidence: "The server responds as it does to a wrong password or secret, although the same one works on the web site.",
        fix: "Change the password or secret to one without `{{`: Postman cannot escape these braces.",
    }
    /// The client id is not a number, and the API needs a number.
    ClientIdForm "oauth/client-id-form" {
        title: "{client_id} is not a number.",
        evidence: "The server returns 401 `invalid_client` before it checks the secret, exactly as it does for a wrong id.",
        fix: "Copy the id of the API client again. Use the number, not the name and not the secret.",
    }
    /// The user name is not an e-mail address, and the API needs one.
    UsernameForm "oauth/username-form" {
        title: "{username} is not an e-mail address.",
        evidence: "The server returns 400 `invalid_grant`, exactly as it does for a wrong password.",
        fix: "Enter the e-mail address that you use to log in.",
    }
    /// The base URL is not a URL.
    BaseUrlForm "oauth/base-url-form" {
        title: "{base_url} is not the URL of an API.",
        evidence: "Postman sends nothing, or sends the request to another host: it shows `Invalid URI` or `getaddrinfo ENOTFOUND`.",
        fix: "Write `https://`, the host and, if the API has one, the path; leave out spaces, `?` and `#`.",
    }
    /// DNS does not know the host.
    UnknownHost "oauth/unknown-host" {
        title: "The host in {base_url} does not exist.",
        evidence: "Postman shows `getaddrinfo ENOTFOUND`. If other hosts cannot be found either, this machine's network is the problem.",
        fix: "Correct the host, or connect to the network (or VPN) that knows it.",
    }
    /// DNS did not respond in time.
    ResolveTimeout "oauth/resolve-timeout" {
        title: "The name server did not respond in time when asked for the host in {base_url}.",
        evidence: "Postman shows `getaddrinfo EAI_AGAIN`. For a host that does not exist, the error usually comes at once.",
        fix: "Check the network, the VPN, and the name server that this machine uses.",
    }
    /// No server listens on the port.
    ConnectionRefused "oauth/connection-refused" {
        title: "The host in {base_url} exists, but no server listens on this port.",
        evidence: "Postman shows `ECONNREFUSED` at once. A firewall usually makes you wait instead.",
        fix: "Check the port in {base_url}, and check that the server is running.",
    }
    /// The connection was not established in time.
    ConnectTimeout "oauth/connect-timeout" {
        title: "The host in {base_url} did not accept a connection in time.",
        evidence: "Postman shows `ETIMEDOUT` after a while. A server that is only slow accepts the connection first.",
        fix: "Check the network, the VPN and the firewall; then check the host and port in {base_url}.",
    }
    /// The proxy fails.
    Proxy "oauth/proxy" {
        title: "The proxy between this machine and the API fails or requires authentication.",
        evidence: "The status is 407, or no response comes although the API can be reached without a proxy.",
        fix: "Check `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of this shell, and *Settings > Proxy* in Postman.",
    }
    /// No trusted CA issued the certificate.
    CertificateUntrusted "oauth/certificate-untrusted" {
        title: "This machine does not trust the CA that issued the server's certificate.",
        evidence: "Postman shows `unable to get local issuer certificate` or `self signed certificate`. In a company, the reason is usually a proxy that decrypts connections.",
        fix: "Ask for your company's CA certificates and add them in Postman under *Settings > Certificates*. Do not switch verification off: anyone who intercepts the connection would get your password.",
    }
    /// The certificate has expired.
    CertificateExpired "oauth/certificate-expired" {
        title: "The server's certificate has expired.",
        evidence: "Postman shows `certificate has expired`. If the certificates of all sites seem expired, the clock of this machine is wrong.",
        fix: "Report it to the operator of the server. Send nothing until then: you cannot know who receives it.",
    }
    /// The certificate is not valid yet.
    CertificateNotYetValid "oauth/certificate-not-yet-valid" {
        title: "The server's certificate is not valid yet.",
        evidence: "Postman shows `certificate is not yet valid`. Usually the clock of this machine is slow: compare it with another clock.",
        fix: "Set the clock. If the clock is right, report the certificate to the operator of the server, and send nothing until then.",
    }
    /// The certificate is for another host.
    CertificateOtherHost "oauth/certificate-other-host" {
        title: "The server's certificate is for another host than the one in {base_url}.",
        evidence: "Postman shows `Hostname/IP does not match certificate's altnames`.",
        fix: "Use the host in the certificate, as the API's documentation gives it; an IP address or an alias does not work.",
    }
    /// Client and server agree on no TLS version.
    TlsFailed "oauth/tls-failed" {
        title: "The client and the server cannot agree on an encrypted connection.",
        evidence: "Postman shows `SSL routines` or `EPROTO`. Usually the port expects plain http, or the server supports only TLS versions that are no longer safe.",
        fix: "Check the port and the scheme in {base_url}.",
    }
    /// The TLS handshake did not finish in time.
    TlsTimeout "oauth/tls-timeout" {
        title: "The server accepted the connection, but the TLS handshake did not finish in time.",
        evidence: "The host and port exist. Usually a firewall or a proxy delays the connection, or the port belongs to another service.",
        fix: "Check the port in {base_url}, and check whether you need a proxy.",
    }
    /// The clock of this machine or of the server is wrong.
    ClockWrong "oauth/clock-wrong" {
        title: "The clock of this machine or of the server is wrong.",
        evidence: "The server's date differs from this machine's by minutes or more; if the dates of its responses differ from each other, the server's clock is wrong. Tokens then seem to expire too early or too late, and certificates seem invalid.",
        fix: "Compare this machine's clock with another one. If it is wrong, set it over the network, and get a new token with {login}; if it is right, report the problem to the operator of the server.",
    }
    /// The URL begins with `http` and the server requires `https`.
    PlainHttp "oauth/plain-http" {
        title: "{base_url} begins with `http://`, but the server requires `https://`.",
        evidence: "The response is a redirect to the same URL with `https`; Postman follows it with GET and without the body, so the result is 404, 405 or a missing parameter. Or the response is 400 with a page that mentions plain HTTP and an HTTPS port.",
        fix: "Write `https://` in {base_url}. The requests so far went over the network in clear text: change the password.",
    }
    /// The server redirects the request.
    Redirected "oauth/redirected" {
        title: "The server redirects the request to another URL.",
        evidence: "The status is 301, 302, 307 or 308. Postman follows the first two with GET and without the body, and it drops the Authorization header if the host is another one.",
        fix: "Put the target of the redirect into {base_url}, if the target belongs to the API.",
    }
    /// The response did not come in time.
    ResponseTimeout "oauth/response-timeout" {
        title: "The server accepted the request but did not respond in time.",
        evidence: "The connection was established, so the network works. Postman shows `ESOCKETTIMEDOUT`, or waits forever.",
        fix: "Try again later; if the problem persists, report the request and its time to the operator of the API.",
    }
    /// The connection closed before a response.
    ConnectionClosed "oauth/connection-closed" {
        title: "The connection closed before a response came.",
        evidence: "Postman shows `socket hang up` or `ECONNRESET`.",
        fix: "Try again. If the problem persists, a proxy or firewall rejects the request, or the server fails.",
    }
    /// The response is incomplete.
    ResponseTruncated "oauth/response-truncated" {
        title: "The response is incomplete.",
        evidence: "The body has fewer bytes than the response's `Content-Length`, or its JSON is not closed. Postman shows `aborted` or a JSON error.",
        fix: "Try again. If the problem persists, a proxy on the way cuts responses off.",
    }
    /// The response is too large.
    ResponseTooLarge "oauth/response-too-large" {
        title: "The response is far larger than this endpoint should return.",
        evidence: "The response was cut off at the size limit, so the rest of it is unknown.",
        fix: "Check that {base_url} is the URL of the API and not of a download.",
    }
    /// The response is not HTTP.
    ResponseMalformed "oauth/response-malformed" {
        title: "The server's response is not HTTP.",
        evidence: "Postman shows `Parse Error`. The port belongs to another service, or `http://` was used on an encrypted port.",
        fix: "Check the scheme and the port in {base_url}.",
    }
    /// The response is neither JSON nor a web page.
    ResponseNotJson "oauth/response-not-json" {
        title: "The response is not JSON, or its Content-Type is not JSON.",
        evidence: "The response is complete and is not a web page: the body is empty, starts with a program's warning, or is JSON with another Content-Type.",
        fix: "Check that {base_url} leads to the API; if it does, report the request and its time to the operator of the API.",
    }
    /// The response is a web page instead of JSON.
    WebPage "oauth/web-page" {
        title: "The response is a web page instead of JSON.",
        evidence: "The body begins with `<`. Usually it is the login page of a proxy or of a hotel's network, or {base_url} is the URL of the web application and lacks the path of its API.",
        fix: "Open {base_url} in a browser: if a login page of the network appears, log in there; otherwise copy the URL from the API's documentation.",
    }
    /// This request should not get this status.
    OddStatus "oauth/odd-status" {
        title: "The server returns a status that is unexpected for this request.",
        evidence: "The OAuth life cycle does not use this status. A proxy or firewall on the way may have sent it.",
        fix: "Read the message in the response, check {base_url}, and ask the operator of the API.",
    }
    /// Too many requests.
    RateLimited "oauth/rate-limited" {
        title: "You sent too many requests.",
        evidence: "The status is 429; the header `Retry-After` gives the time to wait.",
        fix: "Wait as long as `Retry-After` says, then continue. In the collection runner, set a delay between requests.",
    }
    /// A gateway reports that the server behind it is down.
    GatewayError "oauth/gateway-error" {
        title: "A gateway cannot reach the server behind it.",
        evidence: "The status is 502, 503 or 504, with a web page instead of the API's JSON. Nothing checked the credentials.",
        fix: "Try again later. You do not need to change anything.",
    }
    /// The server failed.
    ServerError "oauth/server-error" {
        title: "The server failed.",
        evidence: "The status is 500 or above, in the API's own error format. The credentials are not the cause.",
        fix: "Try again later; if the problem persists, report the request and its time to the operator of the API.",
    }
    /// The base URL has the wrong path.
    BaseUrlPath "oauth/base-url-path" {
        title: "{base_url} has the wrong path: the part that leads to the API, usually `/api`, is missing, repeated or not needed.",
        evidence: "The token endpoint returns 404 or a web page, or the API returns a web page with 404. Usually the same host has a token endpoint under another path.",
        fix: "Write {base_url} as the API's documentation gives it, with `/api` once or not at all.",
    }
    /// The base URL ends with a slash.
    TrailingSlash "oauth/trailing-slash" {
        title: "{base_url} ends with a slash, so request URLs contain two slashes in a row.",
        evidence: "The same URL without the double slash works.",
        fix: "Remove the slash at the end.",
    }
    /// The token request's body is not urlencoded.
    BodyNotUrlencoded "oauth/body-not-urlencoded" {
        title: "The body of the token request is not `application/x-www-form-urlencoded`.",
        evidence: "The response is 400 `invalid_request`, although the request has every parameter. Usually the body is JSON.",
        fix: "Choose *Body > x-www-form-urlencoded*, enter the parameters as rows, and remove the Content-Type header that you added.",
    }
    /// A parameter of the token request is missing or empty.
    ParameterMissing "oauth/parameter-missing" {
        title: "A parameter of the token request is missing or empty.",
        evidence: "The response is 400 `invalid_request`, although the body has the right media type. Postman sends a variable without a value as an empty parameter.",
        fix: "Send `grant_type`, `client_id` and `client_secret`, and with the grant `password` also `username` and `password`; give every variable a value.",
    }
    /// The server does not offer the grant to this client.
    GrantNotAllowed "oauth/grant-not-allowed" {
        title: "The server does not offer this grant, or does not offer it to this client.",
        evidence: "The error is `unsupported_grant_type` or `unauthorized_client`: the server recognized the client itself.",
        fix: "Check `grant_type` in {login}, and ask the owner of the API client to allow the grant.",
    }
    /// The client id or secret is wrong.
    InvalidClient "oauth/invalid-client" {
        title: "The client id or the client secret is wrong.",
        evidence: "The error is `invalid_client`, usually with status 401; the server did not check the user name and the password. Right credentials of another environment give the same error: compare {base_url} with the place you copied them from.",
        fix: "Copy {client_id} and {client_secret} again, both from the same API client. A new secret makes the old one invalid.",
    }
    /// The user name or password is wrong.
    WrongPassword "oauth/wrong-password" {
        title: "The user name or the password is wrong.",
        evidence: "The error is `invalid_grant`: the client id and the client secret are right, or the error would be `invalid_client`. Accounts that log in through another service (single sign-on) have no password of their own.",
        fix: "Log in on the web site with the same {username} and {password}; if that fails as well, set a new password. Do not try many times: the account could be locked.",
    }
    /// The account is locked, disabled or requires a second factor.
    AccountBlocked "oauth/account-blocked" {
        title: "The account is locked or disabled, or requires more than a password.",
        evidence: "The error is `invalid_grant`, as for a wrong password, and its description mentions the account, a second factor or a password that you must change.",
        fix: "Log in on the web site and do what it asks for. If it requires a second factor, you cannot use this grant: ask for another kind of access.",
    }
    /// The credentials belong to another environment.
    WrongEnvironment "oauth/wrong-environment" {
        title: "The credentials are right, but belong to another environment.",
        evidence: "The server refuses them, and they were copied from somewhere else: from staging for production, or from another organization.",
        fix: "Select the environment that they belong to, or enter the credentials that belong to this {base_url}.",
    }
    /// The status is 200 and the body contains an error.
    ErrorInSuccess "oauth/error-in-success" {
        title: "The server returns status 200 with an error in the body.",
        evidence: "The body has a member `error` instead of the token, so the status alone does not show the failure.",
        fix: "Treat the error as if it had come with status 400. The scripts of this collection do so, and they keep the stored token.",
        manual_fix: "Treat the error as if it had come with status 400, and keep the token that you have.",
    }
    /// The token response has no usable access token.
    NoAccessToken "oauth/no-access-token" {
        title: "The response has no usable `access_token`.",
        evidence: "The status is 200 and the body is JSON, but the member is missing, empty, or not a text that a header can hold.",
        fix: "Check that {token_url} is the token endpoint; if it is, report the problem to the operator of the API.",
    }
    /// The token response does not say when the token expires.
    NoLifetime "oauth/no-lifetime" {
        title: "The response does not say when the token expires.",
        evidence: "`expires_in` is missing, or is not a number of seconds above 0 (RFC 6749 recommends it).",
        fix: "You do not need to change anything: the scripts assume one hour. If requests return 401 earlier, send {login} again.",
        manual_fix: "When requests start to return 401, send {login} again.",
    }
    /// The token response has no refresh token.
    NoRefreshToken "oauth/no-refresh-token" {
        title: "The response has no refresh token.",
        evidence: "`refresh_token` is missing in the response to a login. In the response to a refresh it may be missing: the old refresh token stays valid.",
        fix: "When the access token expires, send {login} again; or ask the operator of the API to allow refresh tokens for this client.",
    }
    /// The server writes the token type in another way.
    TokenTypeSpelling "oauth/token-type-spelling" {
        title: "The server writes the token type differently from the Authorization header.",
        evidence: "`token_type` is `bearer`, but the header needs `Bearer`. Many servers refuse the header in lower case.",
        fix: "You do not need to change anything: the scripts write `Bearer`. In your own scripts, do not copy `token_type` into the header.",
        manual_fix: "Write `Bearer` in the header, even if `token_type` differs.",
    }
    /// The client header is missing.
    ClientHeaderMissing "oauth/client-header-missing" {
        title: "The header {client_header} is missing.",
        evidence: "The status is 401 although the token is valid: the same request with the header works.",
        fix: "Send {client_header} with every request. The collection's pre-request script does so; add the header yourself to a request outside the collection or to one copied as cURL.",
        manual_fix: "Send {client_header} with every request.",
    }
    /// The client header has another value.
    ClientHeaderWrong "oauth/client-header-wrong" {
        title: "The header {client_header} has another value, or is sent twice.",
        evidence: "The status is 401 although the token is valid and the request has a header of this name.",
        fix: "Send exactly {client_header}, once. Remove the header that you added, because the script already sets it.",
        manual_fix: "Send exactly {client_header}, once.",
    }
    /// The Authorization header is missing or malformed.
    MalformedAuthorization "oauth/malformed-authorization" {
        title: "The Authorization header is missing or malformed.",
        evidence: "The header must be `Bearer`, exactly one space, and the token. If the token is missing, if the word is repeated or in lower case, or if there are quotes or a line break, the status is 401, as for an expired token.",
        fix: "Let the script set the header: choose *Auth > Inherit* (or *No Auth*) on the request, and remove the Authorization header that you added.",
        manual_fix: "Set the header in one place only: under *Auth* of the collection, with *Inherit* on the request, or as a header. Write `Bearer`, one space and the token.",
    }
    /// The access token has expired.
    TokenExpired "oauth/token-expired" {
        title: "The access token has expired.",
        evidence: "The stored expiry time has passed, or the response says so. A new token works.",
        fix: "Send any request of the collection: its script refreshes the token. If you have no refresh token, send {login}.",
        manual_fix: "Send {login} again, and store the new token where requests read it.",
    }
    /// The access token was revoked, or another server issued it.
    TokenUnknown "oauth/token-unknown" {
        title: "The API does not know the access token: it was revoked, or another server issued it.",
        evidence: "The status is 401 although the token has not reached its expiry time and both headers are right.",
        fix: "Select the environment that you got the token in, then send {login}.",
    }
    /// The token belongs to an application, and the endpoint needs a user.
    ApplicationToken "oauth/application-token" {
        title: "The token belongs to the application, but this endpoint needs a user's token.",
        evidence: "The token comes from the grant `client_credentials`. The status is 401 or 403 for everything that belongs to a user.",
        fix: "Send {login}, which gets a token with the grant `password`.",
    }
    /// The user has no rights in this organization.
    WrongOrganization "oauth/wrong-organization" {
        title: "The user or the API client has no rights in this organization.",
        evidence: "The status is 403 for URLs that contain the organization, while `/me` works.",
        fix: "Check the organization id: the request that lists your organizations shows those you belong to. Organization ids differ between environments more often than base URLs do.",
    }
    /// The API has no such endpoint.
    UnknownEndpoint "oauth/unknown-endpoint" {
        title: "The API has no such endpoint.",
        evidence: "The token endpoint works, so {base_url} leads to the API; only this URL returns 404.",
        fix: "Check the path of the request, and check that the ids in it have values.",
    }
    /// The refresh token has expired or was revoked.
    RefreshTokenDead "oauth/refresh-token-dead" {
        title: "The refresh token has expired or was revoked.",
        evidence: "The refresh returns `invalid_grant`, with the same client id and secret that work for the login.",
        fix: "Send {login}: it returns a new pair of tokens.",
    }
    /// The refresh token was used already and replaced.
    RefreshTokenRotated "oauth/refresh-token-rotated" {
        title: "The refresh token was used already, and the server issued a new one in its place.",
        evidence: "The refresh returns `invalid_grant` although the token is new, and every refresh returns a new `refresh_token`. Two people or two machines that share one environment make each other's refresh token invalid.",
        fix: "Send {login}, keep the tokens in your own environment, and store the new `refresh_token` after each refresh, as the scripts of this collection do.",
        manual_fix: "Send {login}, keep the tokens in your own environment, and store the new `refresh_token` after each refresh.",
    }
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

    /// The problem, in one sentence.
    pub fn title(self, terms: &ApiTerms) -> String {
        terms.fill(self.text().title)
    }

    /// What distinguishes it from similar problems.
    pub fn evidence(self, terms: &ApiTerms) -> String {
        terms.fill(self.text().evidence)
    }

    /// What to do in a collection that has our scripts.
    pub fn fix(self, terms: &ApiTerms) -> String {
        terms.fill(self.text().fix)
    }

    /// What to do in a collection without our scripts: one that Postsmith did not build.
    pub fn manual_fix(self, terms: &ApiTerms) -> String {
        let text = self.text();
        terms.fill(text.manual_fix.unwrap_or(text.fix))
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
    fn no_manual_fix_refers_to_a_script() {
        let terms = ApiTerms::default();
        for &cause in Cause::ALL {
            assert!(!cause.manual_fix(&terms).contains("script"), "{cause}");
        }
    }

    #[test]
    fn every_cause_has_a_unique_id_and_complete_sentences() {
        let terms = ApiTerms::default();
        let mut ids = HashSet::new();
        for &cause in Cause::ALL {
            assert!(ids.insert(cause.id()), "{cause}");
            assert_eq!(Cause::from_id(cause.id()), Some(cause));
            for text in [cause.title(&terms), cause.evidence(&terms), cause.fix(&terms), cause.manual_fix(&terms)] {
                let plain = text.replace("`{{`", "");
                assert!(text.ends_with('.') && !plain.contains(['{', '}']), "{cause}: {text}");
                assert!(text.starts_with(|first: char| first.is_uppercase() || first == '`'), "{cause}: {text}");
            }
        }
    }
}
