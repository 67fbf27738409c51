//! `format`: what the values of a variable look like. Read by the checks of the manifest, `env` and `doctor`.

use crate::text::url::SplitUrl;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The format of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueFormat {
    /// Digits only.
    Number,
    /// An email address.
    Email,
    /// The URL of an API: `http://` or `https://` and a host, without a query.
    Url,
}

impl ValueFormat {
    /// Names a value of this format, for messages.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Email => "an email address",
            Self::Url => "a URL with `https://` (or `http://`) and a host",
        }
    }

    /// Whether `value` has this format.
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Number => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Email => is_email(value),
            Self::Url => is_url(value),
        }
    }
}

/// One `@` with a user before it and a host after it. Only the server knows whether the address exists.
fn is_email(value: &str) -> bool {
    let is_plain = |text: &str| !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@');
    value.split_once('@').is_some_and(|(user, host)| {
        is_plain(user) && is_plain(host) && !host.starts_with('.') && !host.ends_with('.') && !value.contains("{{")
    })
}

fn is_url(value: &str) -> bool {
    let url = SplitUrl::new(value);
    let is_web = url.scheme.is_some_and(|scheme| ["https", "http"].iter().any(|web| scheme.eq_ignore_ascii_case(web)));
    let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '{' | '}' | '@');
    is_web && !url.host.is_empty() && !value.contains(is_forbidden)
}

#[cfg(test)]
mod tests {
    use super::ValueFormat;

    #[test]
    fn formats_accept_and_refuse_values() {
        for (format, right, wrong) in [
            (ValueFormat::Number, &["7", "0012"][..], &["", "a", "1 ", "1.5", "-1", "{{ID}}"][..]),
            (
                ValueFormat::Email,
                &["a@b", "ana.silva@example.com"],
                &["", "ana", "@b", "a@", "a@b@c", "a @b", "a@b.", "{{A}}@b"],
            ),
            (
                ValueFormat::Url,
                &["https://go.example.com/api", "HTTP://localhost:80", "http://[::1]:80/"],
                &[
                    "",
                    "go.example.com",
                    "https://",
                    "https:///a",
                    "ftp://a",
                    "https://a b",
                    "https://a?b",
                    "{{BASE}}/a",
                    "https://u@a",
                    " https://a",
                ],
            ),
        ] {
            assert!(right.iter().all(|value| format.fits(value)), "{format:?}");
            for value in wrong {
                assert!(!format.fits(value), "{format:?} {value:?}");
            }
        }
    }
}
