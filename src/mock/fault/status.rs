//! Answers that stand in place of the right one; the call is not handled.

use crate::mock::fault::{Row, Scope, any};
use crate::oauth::{Cause, Phase};

pub(super) const ANSWER: Row = Row {
    scope: Scope::Any,
    does: "Gives the ordered status, headers and body, and does nothing else.",
    seen: "Whatever was ordered.",
    cause: None,
    instead: &[],
};

pub(super) const HTML: Row = any(
    Cause::WebPage,
    "Answers 200 with an HTML page, as a proxy, a hotel's network or a login wall does.",
    "Status 200 and a body that is no JSON.",
);

pub(super) const BAD_GATEWAY: Row = any(
    Cause::GatewayError,
    "Answers 502 with an HTML page, as a gateway does whose server is down.",
    "Status 502 and a body that is no JSON.",
);

pub(super) const GATEWAY_TIMEOUT: Row = any(
    Cause::GatewayError,
    "Answers 504 with an HTML page, as a gateway does whose server takes too long.",
    "Status 504 and a body that is no JSON; the credentials were never looked at.",
);

pub(super) const SERVER_ERROR: Row = any(
    Cause::ServerError,
    "Answers 500 in JSON, as an application does that catches its own crash.",
    "Status 500 with a message in JSON.",
);

pub(super) const UNAVAILABLE: Row = any(
    Cause::ServerError,
    "Answers 503 in JSON, as an application does during maintenance.",
    "Status 503; the same request works later.",
);

pub(super) const RATE_LIMITED: Row = any(
    Cause::RateLimited,
    "Answers 429 with Retry-After (parameter `retry_after` in seconds, default 30).",
    "Status 429 with the code RATE_LIMIT_EXCEEDED and how long to wait.",
);

pub(super) const RATE_LIMITED_UNTIL: Row = any(
    Cause::RateLimited,
    "Answers 429 with a date in Retry-After, as RFC 9110 allows and some gateways do (parameter `retry_after` in seconds from now, default 30, at most 315360000).",
    "Status 429 with the code RATE_LIMIT_EXCEEDED and the moment from which calls are taken again.",
);

pub(super) const NOT_FOUND: Row = any(
    Cause::UnknownEndpoint,
    "Answers 404 in JSON, as an API does for a path that it does not have.",
    "Status 404 with the code ENDPOINT_NOT_FOUND.",
)
.instead(&[(Phase::Login, Cause::BaseUrlPath), (Phase::Renewal, Cause::OddStatus)]);

pub(super) const NOT_FOUND_HTML: Row = any(
    Cause::BaseUrlPath,
    "Answers 404 with an HTML page, as the web application does when the path of its API is missing in the base URL.",
    "Status 404 and a body that is no JSON; at a refresh odd, as the log-in was answered at the same address.",
)
.instead(&[(Phase::Renewal, Cause::OddStatus)]);

pub(super) const HTTPS_PORT: Row = any(
    Cause::PlainHttp,
    "Answers 400 with an HTML page, as nginx does when its port for https is called with `http://`.",
    "Status 400 and a page that speaks of the HTTPS port.",
);

pub(super) const REDIRECT_HTTPS: Row = any(
    Cause::PlainHttp,
    "Answers 301 to the same address with `https`, as most servers do when they are called with `http://`.",
    "Status 301 and a Location that differs in its scheme only.",
);

pub(super) const REDIRECT_SLASH: Row = any(
    Cause::Redirected,
    "Answers 301 to the same address with a slash at the end of its path, or without the one that is there, as web frameworks do to have one address for each page.",
    "Status 301 and a Location that differs in the slash only.",
);

pub(super) const REDIRECT_LOGIN: Row = any(
    Cause::Redirected,
    "Answers 302 to a log-in page on another host, as a company's single sign-on does in front of an API.",
    "Status 302 and a Location on login.example.com.",
);

pub(super) const REDIRECT_LOOP: Row = any(
    Cause::Redirected,
    "Answers 302 to the very same address, as a server does behind a proxy that hides `https` from it.",
    "Status 302 and a Location that leads to itself.",
);

pub(super) const PROXY_AUTH: Row = any(
    Cause::Proxy,
    "Answers 407 with Proxy-Authenticate, as a company's proxy does that wants to know who calls.",
    "Status 407, the header Proxy-Authenticate and an HTML page.",
);
