//! What any response shows, independent of the request: redirects, rate limits, web pages, server errors, and the error text.

use super::Diagnosis;
use crate::doctor::body_summary::is_html;
use crate::doctor::mask::Mask;
use crate::doctor::tokens::JsonBody;
use crate::http::{ClientResponse, HttpUrl};
use crate::oauth::Cause;
use serde_json::Value;

/// The error that a response describes. The server may put any text into it, so only [`ErrorText::shown`] shows it, masked.
pub(in crate::doctor) struct ErrorText {
    pub(in crate::doctor) status: u16,
    /// The body, if it is JSON.
    pub(in crate::doctor) json: Option<JsonBody>,
    /// The error code.
    code: Option<String>,
    /// All texts of the error, in lower case.
    lower: String,
}

impl ErrorText {
    pub(in crate::doctor) fn new(response: &ClientResponse) -> Self {
        let json = JsonBody::parse(&response.body);
        let text = |key: &str| json.as_ref().and_then(|json| json.get(key)).and_then(Value::as_str).map(str::to_owned);
        // Some servers put the OAuth error one level down: `{"error": {"code": "...", "message": "..."}}`.
        let inner = |key: &str| {
            let inner = json.as_ref().and_then(|json| json.get("error")).filter(|error| error.is_object());
            inner.and_then(|error| error.get(key)).and_then(Value::as_str).map(str::to_owned)
        };
        let code = text("error").or_else(|| inner("code")).or_else(|| inner("type"));
        let texts = ["error_description", "message", "detail", "title", "code", "hint"].into_iter().filter_map(text);
        let challenge = response.header("www-authenticate").map(str::to_owned);
        let all: Vec<String> = code.clone().into_iter().chain(texts).chain(inner("message")).chain(challenge).collect();
        Self { status: response.status, lower: all.join(" | ").to_lowercase(), json, code }
    }

    /// The error code; empty where there is none.
    pub(in crate::doctor) fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// Whether the error contains any of `words`, which are in lower case.
    pub(in crate::doctor) fn contains(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.lower.contains(word))
    }

    /// Whether the body describes an error, independent of the status.
    pub(in crate::doctor) fn is_error(&self) -> bool {
        self.json.as_ref().and_then(|json| json.get("error")).is_some_and(|error| match error {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            _ => true,
        })
    }

    /// The status with the code and the text of the error, masked.
    pub(in crate::doctor) fn shown(&self, mask: &Mask) -> String {
        let text = |key: &str| self.json.as_ref().and_then(|json| json.get(key)).and_then(Value::as_str);
        let code = self.code.as_deref().map(|code| format!(" `{}`", mask.foreign(code))).unwrap_or_default();
        let message = ["error_description", "message", "detail"].into_iter().find_map(text);
        let message = message.map(|message| format!(": {}", mask.foreign(message))).unwrap_or_default();
        format!("the response is {}{code}{message}", self.status)
    }
}

/// The causes that do not depend on the kind of request. `url` is where the request went. `None`: the kind of request decides.
pub(in crate::doctor) fn diagnose_any_response(
    response: &ClientResponse,
    error: &ErrorText,
    url: &HttpUrl,
    mask: &Mask,
) -> Option<Diagnosis> {
    let is_page = is_html(response) && error.json.is_none();
    let diagnosis = match response.status {
        300..=399 => return Some(diagnose_redirect(response, url, mask)),
        429 => {
            let wait = response.header("retry-after").map(|wait| format!("Retry-After: {}", mask.foreign(wait)));
            let wait = wait.unwrap_or_else(|| "the response does not say how long to wait".to_owned());
            Diagnosis::certain(Cause::RateLimited).fact(wait)
        }
        400 if !url.is_https && requires_tls(response) => Diagnosis::certain(Cause::PlainHttp),
        408 => Diagnosis::certain(Cause::ResponseTimeout),
        413 | 431 => Diagnosis::certain(Cause::OddStatus),
        500..=599 if is_page => Diagnosis::certain(Cause::GatewayError),
        502..=504 if error.json.is_none() => Diagnosis::certain(Cause::GatewayError),
        500..=599 => Diagnosis::certain(Cause::ServerError),
        // A page that says "not found": which cause it is depends on the request.
        404 | 410 if is_page => return None,
        _ if is_page => Diagnosis::certain(Cause::WebPage),
        200..=299 if error.json.is_none() && response.status != 204 => diagnose_not_json(response),
        200..=299 if error.is_error() => Diagnosis::certain(Cause::ErrorInSuccess),
        200..=499 => return None,
        _ => Diagnosis::certain(Cause::OddStatus),
    };
    Some(diagnosis.fact(error.shown(mask)))
}

/// What nginx, Apache and Go respond when a port for `https` gets plain HTTP, in lower case.
const TLS_REQUIRED: &[&str] = &[
    "plain http request was sent to https",
    "plain http request was sent to an https",
    "speaking plain http",
    "http request to an https",
];
/// How much of a page is searched for that, in bytes.
const SEARCHED: usize = 4096;

fn requires_tls(response: &ClientResponse) -> bool {
    let text = String::from_utf8_lossy(&response.body[..response.body.len().min(SEARCHED)]).to_lowercase();
    TLS_REQUIRED.iter().any(|words| text.contains(words))
}

/// A note on a successful response whose body is JSON and whose Content-Type is not: some clients then do not parse it.
pub(in crate::doctor) fn note_content_type(response: &ClientResponse, mask: &Mask) -> Option<String> {
    let kind = response.header("content-type")?.split(';').next().unwrap_or_default().trim();
    let is_json = kind.to_ascii_lowercase().ends_with("json") || response.body.is_empty();
    (!is_json).then(|| format!("the body is JSON, and its Content-Type is `{}`", mask.foreign(kind)))
}

/// A success without JSON: the body was cut off, or is something else.
fn diagnose_not_json(response: &ClientResponse) -> Diagnosis {
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(&response.body).err();
    let is_cut = response.body.trim_ascii_start().starts_with(b"{") && error.is_some_and(|error| error.is_eof());
    let coding = response.header("content-encoding").filter(|coding| !coding.eq_ignore_ascii_case("identity"));
    let diagnosis = Diagnosis::certain(if is_cut { Cause::ResponseTruncated } else { Cause::ResponseNotJson });
    if coding.is_some() {
        diagnosis.fact("the body is compressed, which the request did not ask for")
    } else {
        diagnosis
    }
}

/// No redirect is followed: its target shows what is wrong.
fn diagnose_redirect(response: &ClientResponse, url: &HttpUrl, mask: &Mask) -> Diagnosis {
    let to = response.header("location").and_then(|location| url.join(location));
    let status = format!("the response is {}", response.status);
    let Some(to) = to else {
        return Diagnosis::certain(Cause::Redirected).fact(format!("{status} without a usable `Location`"));
    };
    let path = |url: &HttpUrl| url.path.split('?').next().unwrap_or_default().to_owned();
    let same_host = to.host == url.host;
    let cause = if same_host && to.is_https && !url.is_https {
        Cause::PlainHttp
    } else if same_host && path(url).contains("//") && path(&to) == path(url).replace("//", "/") {
        Cause::TrailingSlash
    } else {
        Cause::Redirected
    };
    let shown = mask.known(to.to_string().split('?').next().unwrap_or_default());
    let how = match () {
        () if !same_host => ", another host",
        () if to.is_https == url.is_https && path(&to) == path(url) => ", the URL that it was sent to",
        () if path(&to).trim_end_matches('/') == path(url).trim_end_matches('/') && to.is_https == url.is_https => {
            ", which differs only in the slash at its end"
        }
        () => "",
    };
    Diagnosis::certain(cause)
        .fact(format!("{status} and redirects to {}{how}; the redirect was not followed", mask.foreign(&shown)))
}
