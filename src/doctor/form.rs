//! The step `values`: whether what somebody filled in is complete and well formed.

use super::judge::Verdict;
use super::{Target, Values};
use crate::http::Address;
use crate::oauth::Cause;
use crate::requirements::RequiredVariable;
use crate::secret::{Class, class, is_placeholder};
use crate::source::manifest::{Role, ValueFormat};
use std::time::{Duration, SystemTime};

/// What is wrong with the values, and what is only to be known.
pub(super) struct Judged {
    pub(super) wrong: Verdict,
    pub(super) noted: Verdict,
    /// How many values were looked at.
    pub(super) count: usize,
}

/// Looks at the values that `target` needs.
pub(super) fn judge(target: &Target, values: &Values, now: SystemTime) -> Judged {
    let needs = target.needed();
    let mut judged = Judged { wrong: Verdict::default(), noted: Verdict::default(), count: needs.len() };
    let base_url = target.variable(Role::BaseUrl);
    for need in needs {
        match fault(target, need, values.get(&need.name), need.name == base_url) {
            Some((cause, what)) => judged.wrong.add(cause, format!("{}: {what}", need.name)),
            None if need.name == base_url => note_address(values, &base_url, &mut judged.noted),
            None => {}
        }
    }
    if judged.wrong.is_empty() && target.address(values).is_none() {
        judged.wrong.add(Cause::BaseUrlForm, format!("{}: it leads to no address", target.words.token_url));
    }
    let expiry = values.get(&target.variable(Role::TokenExpiry)).and_then(|value| value.trim().parse().ok());
    if let Some(expiry) = expiry.filter(|_| values.get(&target.variable(Role::AccessToken)).is_some())
        && SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(expiry)).is_some_and(|end| end < now)
    {
        judged.noted.add(Cause::TokenExpired, format!("{}: it has passed", target.variable(Role::TokenExpiry)));
    }
    judged
}

/// What is wrong with one value, and what to say of it beside its name: never the value.
fn fault(
    target: &Target,
    need: &RequiredVariable,
    value: Option<&str>,
    is_base_url: bool,
) -> Option<(Cause, &'static str)> {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
        return Some((Cause::ValueMissing, "it is empty"));
    };
    if is_left(need, value) {
        return Some((Cause::ValuePlaceholder, "it is still the placeholder"));
    }
    let is_blank =
        |letter: char| letter.is_whitespace() || letter.is_control() || letter == '\u{feff}' || letter == '\u{200b}';
    if value.starts_with(is_blank) || value.ends_with(is_blank) || value.contains(['\n', '\r']) {
        return Some((Cause::StrayBlank, "a blank or line break stands around it"));
    }
    if need.secret && value.contains("{{") {
        return Some((Cause::BracesInSecret, "it holds `{{`"));
    }
    let form = if is_base_url { Some(ValueFormat::Url) } else { need.form };
    let is_client = need.name == target.variable(Role::ClientId);
    match form {
        Some(ValueFormat::Url)
            if !value.contains("{{")
                && (!ValueFormat::Url.fits(value) || is_base_url && Address::parse(value).is_none()) =>
        {
            Some((Cause::BaseUrlForm, "it is no address with `https://` and a host"))
        }
        Some(ValueFormat::Number) if is_client && !ValueFormat::Number.fits(value) => {
            Some((Cause::ClientIdForm, "it is not a number"))
        }
        Some(ValueFormat::Email) if !ValueFormat::Email.fits(value) => {
            Some((Cause::UsernameForm, "it is no e-mail address"))
        }
        _ => None,
    }
}

/// Whether the value is still the text that asks for one. A password may be any word, so little counts there.
fn is_left(need: &RequiredVariable, value: &str) -> bool {
    let value = value.trim();
    let enclosed = value.starts_with('<') && value.ends_with('>');
    let is_named = value == need.name || value.trim_matches(['{', '}']) == need.name;
    let is_example = need.form.is_none() && need.example.as_deref() == Some(value) && value.contains(' ');
    let low = value.to_ascii_lowercase();
    let asks = ["your-", "your_", "your "].iter().any(|word| low.starts_with(word));
    let is_word = need.secret && class(&need.name) != Class::Password && is_placeholder(value) && !value.contains("{{");
    enclosed || is_named || is_example || asks || is_word
}

/// What is to be known of a base URL that is one.
fn note_address(values: &Values, name: &str, noted: &mut Verdict) {
    let url = values.fill(&format!("{{{{{name}}}}}"));
    if url.ends_with('/') {
        noted.add(Cause::TrailingSlash, format!("{name}: it ends with a slash"));
    }
    if Address::parse(&url).is_some_and(|address| !address.secure && !address.is_loopback()) {
        noted.add(Cause::PlainHttp, format!("{name}: what is sent goes over the network in clear"));
    }
}
