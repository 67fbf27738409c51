//! Answers that mean the same whatever was asked for.

use super::{Said, Verdict};
use crate::doctor::mask::Mask;
use crate::doctor::shape::is_page;
use crate::http::{Address, Answer};
use crate::oauth::Cause;

/// What an answer to a request to `asked` comes from, where the request itself does not matter. None: it matters.
pub(in crate::doctor) fn any(answer: &Answer, said: &Said, asked: &Address, mask: &Mask) -> Option<Verdict> {
    let page = is_page(answer) && said.json.is_none();
    let verdict = match answer.status {
        300..=399 => return Some(redirect(answer, asked, mask)),
        429 => {
            let wait = answer.header("retry-after").map(|wait| format!("Retry-After: {}", mask.foreign(wait)));
            let wait = wait.unwrap_or_else(|| "the answer does not say how long to wait".to_owned());
            Verdict::certain(Cause::RateLimited).fact(wait)
        }
        400 if !asked.secure && wants_tls(answer) => Verdict::certain(Cause::PlainHttp),
        408 => Verdict::certain(Cause::ResponseTimeout),
        413 | 431 => Verdict::certain(Cause::OddStatus),
        500..=599 if page => Verdict::certain(Cause::GatewayError),
        502..=504 if said.json.is_none() => Verdict::certain(Cause::GatewayError),
        500..=599 => Verdict::certain(Cause::ServerError),
        // A page about an address that is not there: whoever asked judges it.
        404 | 410 if page => return None,
        _ if page => Verdict::certain(Cause::WebPage),
        200..=299 if said.json.is_none() && answer.status != 204 => not_json(answer),
        200..=299 if said.is_error() => Verdict::certain(Cause::ErrorInSuccess),
        200..=499 => return None,
        _ => Verdict::certain(Cause::OddStatus),
    };
    Some(verdict.fact(said.shown(mask)))
}

/// How servers say that a port for `https` was called with `http://`: nginx, Apache and Go, in lower case.
const WANTS_TLS: &[&str] = &[
    "plain http request was sent to https",
    "plain http request was sent to an https",
    "speaking plain http",
    "http request to an https",
];
/// How much of a page is read for that.
const READ: usize = 4096;

fn wants_tls(answer: &Answer) -> bool {
    let text = String::from_utf8_lossy(&answer.body[..answer.body.len().min(READ)]).to_lowercase();
    WANTS_TLS.iter().any(|words| text.contains(words))
}

/// What is to be known of a good answer: its JSON is not labelled as such. Who reads the body is well, who trusts the label is not.
pub(in crate::doctor) fn label(answer: &Answer, mask: &Mask) -> Option<String> {
    let kind = answer.header("content-type")?.split(';').next().unwrap_or_default().trim();
    let is_json = kind.to_ascii_lowercase().ends_with("json") || answer.body.is_empty();
    (!is_json).then(|| format!("the JSON is labelled as `{}`", mask.foreign(kind)))
}

/// A success without JSON: cut off, or something else altogether.
fn not_json(answer: &Answer) -> Verdict {
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body).err();
    let is_cut = answer.body.trim_ascii_start().starts_with(b"{") && error.is_some_and(|error| error.is_eof());
    let kind = answer.header("content-encoding").filter(|coding| !coding.eq_ignore_ascii_case("identity"));
    let verdict = Verdict::certain(if is_cut { Cause::ResponseTruncated } else { Cause::ResponseNotJson });
    if kind.is_some() { verdict.fact("the body is compressed, though that was not asked for") } else { verdict }
}

/// No redirect is followed: its target decides what is wrong.
fn redirect(answer: &Answer, asked: &Address, mask: &Mask) -> Verdict {
    let to = answer.header("location").and_then(|location| asked.join(location));
    let said = format!("the answer is {}", answer.status);
    let Some(to) = to else {
        return Verdict::certain(Cause::Redirected).fact(format!("{said} and names no address that can be read"));
    };
    let path = |address: &Address| address.path.split('?').next().unwrap_or_default().to_owned();
    let same_host = to.host == asked.host;
    let cause = if same_host && to.secure && !asked.secure {
        Cause::PlainHttp
    } else if same_host && path(asked).contains("//") && path(&to) == path(asked).replace("//", "/") {
        Cause::TrailingSlash
    } else {
        Cause::Redirected
    };
    let shown = mask.known(to.to_string().split('?').next().unwrap_or_default());
    let how = match () {
        () if !same_host => ", another host",
        () if to.secure == asked.secure && path(&to) == path(asked) => ", which is where it was sent",
        () if path(&to).trim_end_matches('/') == path(asked).trim_end_matches('/') && to.secure == asked.secure => {
            ", which differs in the slash at its end"
        }
        () => "",
    };
    Verdict::certain(cause).fact(format!("{said} and leads to {}{how}; it was not followed", mask.foreign(&shown)))
}
