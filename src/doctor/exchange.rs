//! A request with its response, masked before anything can show it.

use super::DoctorStep;
use super::body_summary::summarize_body;
use super::mask::Mask;
use crate::http::{ClientFailure, ClientRequest, ClientResponse};
use std::time::Duration;
use zeroize::Zeroizing;

/// Response headers whose values are shown: they help and hold no secret. Of all others only the name is shown.
const SHOWN_HEADERS: &[&str] = &[
    "allow",
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "retry-after",
    "server",
    "transfer-encoding",
    "via",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
];
/// Most headers that are shown.
const MAX_HEADERS: usize = 40;

/// A request and its response, without a secret in them.
#[derive(Debug, Clone)]
pub struct MaskedExchange {
    /// The step that sent the request.
    pub step: DoctorStep,
    /// The method and the URL.
    pub request: String,
    /// The headers of the request, each `Name: value`.
    pub request_headers: Vec<String>,
    /// The names of the parameters in the request's body.
    pub request_body: Option<String>,
    /// The status of the response, or why there is none.
    pub response: String,
    /// The headers of the response, each `name: value`.
    pub response_headers: Vec<String>,
    /// The structure of the response's body.
    pub response_body: Option<String>,
    /// How long it took.
    pub duration: Duration,
}

impl MaskedExchange {
    pub(super) fn new(
        step: DoctorStep,
        request: &ClientRequest,
        response: &Result<ClientResponse, ClientFailure>,
        mask: &Mask,
        duration: Duration,
    ) -> Self {
        let (status, headers, body) = match response {
            Ok(response) => {
                (response.status.to_string(), response_headers(response, mask), Some(summarize_body(response, mask)))
            }
            Err(failure) => {
                let status = failure.status.map(|status| format!("{status}, then ")).unwrap_or_default();
                (format!("{status}{}", failure.kind), Vec::new(), None)
            }
        };
        Self {
            step,
            request: format!("{} {}", request.method, mask.known(&request.url.to_string())),
            request_headers: request.headers.iter().map(|(name, value)| request_header(name, value, mask)).collect(),
            request_body: request.body.as_ref().map(|body| parameter_names(body, mask)),
            response: status,
            response_headers: headers,
            response_body: body,
            duration,
        }
    }
}

/// The parameters of an urlencoded body by their names; of the grant type the value as well.
fn parameter_names(body: &[u8], mask: &Mask) -> String {
    let body = Zeroizing::new(String::from_utf8_lossy(body).into_owned());
    let shown = body.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
        Some(("grant_type", grant)) => format!("grant_type={grant}"),
        Some((name, "")) => format!("{name} (empty)"),
        Some((name, _)) => format!("{name}=..."),
        None => pair.to_owned(),
    });
    mask.known(&shown.collect::<Vec<_>>().join("&"))
}

/// A header that we sent: its secrets are known, so they are masked; a credential is left out in any case.
fn request_header(name: &str, value: &str, mask: &Mask) -> String {
    let value = match name.to_ascii_lowercase().as_str() {
        "authorization" | "proxy-authorization" => {
            let scheme = value.split(' ').next().filter(|_| value.contains(' ')).unwrap_or_default();
            format!("{scheme} ...")
        }
        "cookie" => "...".to_owned(),
        _ => mask.known(value),
    };
    format!("{}: {value}", mask.known(name))
}

fn response_headers(response: &ClientResponse, mask: &Mask) -> Vec<String> {
    let shown = |(name, value): &(String, Zeroizing<String>)| {
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            shown if SHOWN_HEADERS.contains(&shown) => mask.foreign(value),
            // The query may hold a code or a token.
            "location" => mask.foreign(value.split(['?', '#']).next().unwrap_or_default()),
            "www-authenticate" => format!("{} ...", mask.foreign(value.split(' ').next().unwrap_or_default())),
            _ => "...".to_owned(),
        };
        format!("{}: {value}", mask.foreign(&name))
    };
    response.headers.iter().take(MAX_HEADERS).map(shown).collect()
}
