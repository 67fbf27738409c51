//! The step `values`: whether the values that a person filled in are complete and well formed. Nothing is sent.

use super::diagnosis::Diagnosis;
use super::{DoctorTarget, VariableValues};
use crate::http::HttpUrl;
use crate::oauth::Cause;
use crate::requirements::RequiredVariable;
use crate::secret::{FieldClass, field_class, is_placeholder};
use crate::source::manifest::{Role, ValueFormat};
use std::time::{Duration, SystemTime};

/// The result of checking the values.
pub(super) struct CheckedValues {
    /// What must be fixed.
    pub(super) errors: Diagnosis,
    /// What is good to know.
    pub(super) notes: Diagnosis,
    /// How many values were checked.
    pub(super) count: usize,
}

/// Checks the values that `target` needs.
pub(super) fn check_values(target: &DoctorTarget, values: &VariableValues, now: SystemTime) -> CheckedValues {
    let required = target.required_variables();
    let mut checked =
        CheckedValues { errors: Diagnosis::default(), notes: Diagnosis::default(), count: required.len() };
    let base_url = target.variable(Role::BaseUrl);
    for variable in required {
        match check_value(target, variable, values.get(&variable.name), variable.name == base_url) {
            Some((cause, what)) => checked.errors.add(cause, format!("{}: {what}", variable.name)),
            None if variable.name == base_url => note_base_url(values, &base_url, &mut checked.notes),
            None => {}
        }
    }
    if checked.errors.is_empty() && target.url(values).is_none() {
        checked.errors.add(Cause::BaseUrlForm, format!("{}: this is not a usable URL", target.terms.token_url));
    }
    let expiry = values.get(&target.variable(Role::TokenExpiry)).and_then(|value| value.trim().parse().ok());
    if let Some(expiry) = expiry.filter(|_| values.get(&target.variable(Role::AccessToken)).is_some())
        && SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(expiry)).is_some_and(|expires| expires < now)
    {
        checked.notes.add(Cause::TokenExpired, format!("{}: this time has passed", target.variable(Role::TokenExpiry)));
    }
    checked
}

/// What is wrong with one value, and how to say so without showing the value.
fn check_value(
    target: &DoctorTarget,
    variable: &RequiredVariable,
    value: Option<&str>,
    is_base_url: bool,
) -> Option<(Cause, &'static str)> {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
        return Some((Cause::ValueMissing, "the value is empty"));
    };
    if is_placeholder_text(variable, value) {
        return Some((Cause::ValuePlaceholder, "the value is still the placeholder"));
    }
    let is_invisible = |character: char| {
        character.is_whitespace() || character.is_control() || matches!(character, '\u{feff}' | '\u{200b}')
    };
    if value.starts_with(is_invisible) || value.ends_with(is_invisible) || value.contains(['\n', '\r']) {
        return Some((Cause::StrayBlank, "whitespace or a line break surrounds the value"));
    }
    if variable.secret && value.contains("{{") {
        return Some((Cause::BracesInSecret, "the value contains `{{`"));
    }
    let format = if is_base_url { Some(ValueFormat::Url) } else { variable.format };
    let is_client = variable.name == target.variable(Role::ClientId);
    match format {
        Some(ValueFormat::Url)
            if !value.contains("{{")
                && (!ValueFormat::Url.fits(value) || is_base_url && HttpUrl::parse(value).is_none()) =>
        {
            Some((Cause::BaseUrlForm, "the value is not a URL with `https://` and a host"))
        }
        Some(ValueFormat::Number) if is_client && !ValueFormat::Number.fits(value) => {
            Some((Cause::ClientIdForm, "the value is not a number"))
        }
        Some(ValueFormat::Email) if !ValueFormat::Email.fits(value) => {
            Some((Cause::UsernameForm, "the value is not an e-mail address"))
        }
        _ => None,
    }
}

/// Whether the value is still the text that stood there before a person filled it in. A password may be any word, so fewer texts count.
fn is_placeholder_text(variable: &RequiredVariable, value: &str) -> bool {
    let value = value.trim();
    let is_bracketed = value.starts_with('<') && value.ends_with('>');
    let is_named = value == variable.name || value.trim_matches(['{', '}']) == variable.name;
    let is_example = variable.format.is_none() && variable.example.as_deref() == Some(value) && value.contains(' ');
    let lower = value.to_ascii_lowercase();
    let asks = ["your-", "your_", "your "].iter().any(|word| lower.starts_with(word));
    let is_word = variable.secret
        && field_class(&variable.name) != FieldClass::Password
        && is_placeholder(value)
        && !value.contains("{{");
    is_bracketed || is_named || is_example || asks || is_word
}

/// Notes what is unusual about a well-formed base URL.
fn note_base_url(values: &VariableValues, name: &str, notes: &mut Diagnosis) {
    let url = values.fill(&format!("{{{{{name}}}}}"));
    if url.ends_with('/') {
        notes.add(Cause::TrailingSlash, format!("{name}: the URL ends with a slash"));
    }
    if HttpUrl::parse(&url).is_some_and(|url| !url.is_https && !url.is_loopback()) {
        notes.add(Cause::PlainHttp, format!("{name}: requests are sent unencrypted"));
    }
}
