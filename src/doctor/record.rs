//! A request and its answer as they are shown: masked from the first moment.

use super::Step;
use super::mask::Mask;
use super::shape::shape;
use crate::http::{Answer, Failed, Request};
use std::time::Duration;
use zeroize::Zeroizing;

/// Headers of answers whose values tell something and hold no secret; of all others the name is shown.
const TOLD: &[&str] = &[
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
const MOST: usize = 40;

/// A request and its answer without a secret in them.
#[derive(Debug, Clone)]
pub struct Record {
    /// The step that needed it.
    pub step: Step,
    /// The method and address.
    pub request: String,
    /// The headers of the request.
    pub request_headers: Vec<String>,
    /// What its body holds: the names of the parameters.
    pub request_body: Option<String>,
    /// The status, or why there is none.
    pub answer: String,
    /// The headers of the answer.
    pub answer_headers: Vec<String>,
    /// What its body is made of.
    pub answer_body: Option<String>,
    /// How long it took.
    pub took: Duration,
}

impl Record {
    pub(super) fn new(
        step: Step,
        request: &Request,
        answer: &Result<Answer, Failed>,
        mask: &Mask,
        took: Duration,
    ) -> Self {
        let body = request.body.as_ref().map(|body| {
            let shown = body.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
                Some(("grant_type", grant)) => format!("grant_type={grant}"),
                Some((name, "")) => format!("{name} (empty)"),
                Some((name, _)) => format!("{name}=..."),
                None => pair.to_owned(),
            });
            mask.known(&shown.collect::<Vec<_>>().join("&"))
        });
        let (status, headers, shape) = match answer {
            Ok(answer) => (answer.status.to_string(), answer_headers(answer, mask), Some(shape(answer, mask))),
            Err(failed) => {
                let status = failed.status.map(|status| format!("{status}, then ")).unwrap_or_default();
                (format!("{status}{}", super::judge::words(&failed.failure)), Vec::new(), None)
            }
        };
        Self {
            step,
            request: format!("{} {}", request.method, mask.known(&request.to.to_string())),
            request_headers: request.headers.iter().map(|(name, value)| request_header(name, value, mask)).collect(),
            request_body: body,
            answer: status,
            answer_headers: headers,
            answer_body: shape,
            took,
        }
    }
}

/// What we send is known, so what is secret in it is as well; a credential is left out whatever it is.
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

fn answer_headers(answer: &Answer, mask: &Mask) -> Vec<String> {
    let shown = |(name, value): &(String, Zeroizing<String>)| {
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            told if TOLD.contains(&told) => mask.foreign(value),
            // Its query is another server's business.
            "location" => mask.foreign(value.split(['?', '#']).next().unwrap_or_default()),
            "www-authenticate" => format!("{} ...", mask.foreign(value.split(' ').next().unwrap_or_default())),
            _ => "...".to_owned(),
        };
        format!("{}: {value}", mask.foreign(&name))
    };
    answer.headers.iter().take(MOST).map(shown).collect()
}
