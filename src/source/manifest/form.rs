//! `form`: what the value of a variable looks like, where that can be told.

use crate::text::url::SplitUrl;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What form a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Digits only.
    Number,
    /// An e-mail address.
    Email,
    /// The address of an API: `http://` or `https://` and a host, without a query.
    Url,
}

impl Form {
    /// What a value of this form is, for messages.
    pub const fn what(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Email => "an e-mail address",
            Self::Url => "an address with `https://` (or `http://`) and a host",
        }
    }

    /// Whether `value` has this form.
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Number => !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()),
            Self::Email => is_email(value),
            Self::Url => is_address(value),
        }
    }
}

/// One `@`, something before it, and behind it a host. What else is right only the server knows.
fn is_email(value: &str) -> bool {
    let is_plain =
        |text: &str| !text.is_empty() && !text.contains(|letter: char| letter.is_whitespace() || letter == '@');
    value.split_once('@').is_some_and(|(user, host)| {
        is_plain(user) && is_plain(host) && !host.starts_with('.') && !host.ends_with('.') && !value.contains("{{")
    })
}

fn is_address(value: &str) -> bool {
    let url = SplitUrl::new(value);
    let is_web = url.scheme.is_some_and(|scheme| ["https", "http"].iter().any(|web| scheme.eq_ignore_ascii_case(web)));
    let is_stray =
        |letter: char| letter.is_whitespace() || letter.is_control() || matches!(letter, '?' | '#' | '{' | '}' | '@');
    is_web && !url.host.is_empty() && !value.contains(is_stray)
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn forms_are_told() {
        for (form, right, wrong) in [
            (Form::Number, &["7", "0012"][..], &["", "a", "1 ", "1.5", "-1", "{{ID}}"][..]),
            (
                Form::Email,
                &["a@b", "ana.silva@example.com"],
                &["", "ana", "@b", "a@", "a@b@c", "a @b", "a@b.", "{{A}}@b"],
            ),
            (
                Form::Url,
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
            assert!(right.iter().all(|value| form.fits(value)), "{form:?}");
            for value in wrong {
                assert!(!form.fits(value), "{form:?} {value:?}");
            }
        }
    }
}
