//! Whether the value of a field is a credential, by the name of the field and its looks.

use super::base64::decode_text;
use super::dictionary::is_of_message;
use super::name::{Class, class};
use super::placeholder::{is_masked, is_placeholder, stands_in};
use super::sample::is_sample;
use super::strength::{Strength, is_identifier, is_mixed, is_random};
use super::words::words;
use super::{Kind, jwt};
use std::ops::Range;

/// What stands before a token in a header.
const SCHEMES: &[&str] = &[
    "bearer",
    "token",
    "jwt",
    "apikey",
    "api-key",
    "key",
    "bot",
    "sso-key",
    "oauth",
    "ssws",
    "zoho-oauthtoken",
    "genie-key",
    "splunk",
    "accesskey",
    "secret",
    "pve-api-token",
];
/// Longest password that people think up.
const LONGEST: usize = 64;

/// A credential in a value: its bytes, and what it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    pub(super) strength: Strength,
}

impl Found {
    /// The same in a text that has `by` bytes more before it.
    pub(super) fn shifted(self, by: usize) -> Self {
        Self { range: self.range.start + by..self.range.end + by, ..self }
    }
}

/// The credential in `value`, the value of a field whose name says `class`.
pub(super) fn judge(class: Class, value: &str) -> Option<Found> {
    let (start, bare) = without_quotes(value);
    if let Some((scheme, rest)) = bare.split_once(' ') {
        let skipped = start + scheme.len() + 1 + (rest.len() - rest.trim_start().len());
        let rest = rest.trim();
        let scheme = scheme.trim_end_matches(':').to_ascii_lowercase();
        if scheme == "basic" {
            return basic(rest).map(|found| found.shifted(skipped));
        }
        if SCHEMES.contains(&scheme.as_str()) && !rest.contains(char::is_whitespace) {
            return of_scheme(rest).map(|found| found.shifted(skipped));
        }
    }
    let named = if bare.starts_with("key=") { "key=".len() } else { 0 };
    judge_bare(class, &bare[named..]).map(|found| found.shifted(start + named))
}

/// Whether `word` is a scheme that a token stands behind.
pub(super) fn is_scheme(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    SCHEMES.contains(&word.as_str()) && word != "secret" && word != "key"
}

/// A value behind a scheme that takes a token.
pub(super) fn of_scheme(token: &str) -> Option<Found> {
    // `Token token="..."` of Rails, `key=...` of Firebase.
    let named = ["token=", "key="].iter().find(|name| token.starts_with(**name)).map_or(0, |name| name.len());
    let (start, bare) = without_quotes(&token[named..]);
    judge_bare(Class::Token, bare).map(|found| found.shifted(named + start))
}

/// What stands behind `Basic`: base64 of `user:password` (RFC 7617).
pub(super) fn basic(value: &str) -> Option<Found> {
    let (start, bare) = without_quotes(value);
    if bare.contains("{{") || is_sample(bare) || bare.len() < 4 {
        return None;
    }
    let found = |strength| Some(Found { range: start..start + bare.len(), kind: Kind::Named, strength });
    match decode_text(bare).filter(|text| !text.chars().any(char::is_control)) {
        Some(text) => {
            let (user, password) = text.split_once(':')?;
            if is_sample(password) || jwt::is_sample(password) || (password.is_empty() && !is_random(user)) {
                return None;
            }
            let is_shown = matches!(user, "user" | "username") && matches!(password, "pass" | "password" | "passwd");
            let is_asked =
                stands_in(Class::Password, password) && password.contains(['{', '<', '*', '_', '-', '.', ' ']);
            if is_shown
                || is_asked
                || is_masked(password)
                || is_enclosed(password)
                || is_identifier(password)
                || is_asking(password)
            {
                return None;
            }
            found(if is_strong(password) || password.is_empty() { Strength::Strong } else { Strength::Weak })
        }
        // A server may take whatever it likes.
        None if is_random(bare) && !is_placeholder(bare) => found(Strength::Strong),
        None => None,
    }
}

fn judge_bare(class: Class, value: &str) -> Option<Found> {
    // The form of a web token says all: whoever looks at the text finds it there.
    let is_told_by_form = value.starts_with("eyJ") && jwt::token(value, 0).is_some();
    if class == Class::Other || is_told_by_form || jwt::is_cut(value) || stands_in(class, value) || is_sample(value) {
        return None;
    }
    let strength = match class {
        Class::Session => (value.len() >= 6 && !value.contains(' ')).then_some(Strength::Ephemeral)?,
        _ if is_strong(value) => Strength::Strong,
        Class::Password if is_thought_up(value) => Strength::Weak,
        Class::Token if is_thought_up(value) && has_signs_of_a_password(value) => Strength::Weak,
        _ => return None,
    };
    let kind = if strength == Strength::Ephemeral { Kind::Session } else { Kind::Named };
    Some(Found { range: 0..value.len(), kind, strength })
}

/// The value of a variable of the type `secret`: whoever made it said what it is.
pub(super) fn declared(name: &str, value: &str) -> Option<Found> {
    let (start, bare) = without_quotes(value);
    if is_placeholder(bare) || is_sample(bare) || is_identifier(bare) || jwt::token(bare, 0).is_some() {
        return None;
    }
    let is_known = class(name) != Class::Other;
    let is_public = !is_known && (bare.contains("://") || bare.contains('@') || is_public_name(name));
    let strength = if is_strong(bare) && !is_public { Strength::Strong } else { Strength::Weak };
    Some(Found { range: start..start + bare.len(), kind: Kind::Variable, strength })
}

fn is_strong(value: &str) -> bool {
    let is_made = is_random(value) || is_mixed(value) && !is_identifier(value) && !is_of_code(value);
    is_made && !is_public_form(value) && !is_leet(value)
}

/// A word with signs for letters: `P@ssw0rd`.
fn is_leet(value: &str) -> bool {
    let letter = |letter: char| match letter {
        '@' | '4' => 'a',
        '$' | '5' => 's',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        other => other.to_ascii_lowercase(),
    };
    let plain: String = value.chars().map(letter).collect();
    value.len() < 24 && ["passw", "admin", "welcome", "secret"].iter().any(|word| plain.contains(word))
}

/// A date, or an address of a chain.
fn is_public_form(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_date =
        bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit);
    is_date || value.len() == 42 && value.starts_with("0x")
}

/// A version, a type of a medium, a path: of several sorts of signs and no password.
fn is_of_code(value: &str) -> bool {
    is_public_form(value)
        || value.contains("://")
        || value.starts_with('/')
        || value.bytes().filter(|byte| matches!(byte, b'/' | b':' | b'.')).count() > 3
}

/// What people may have thought up as a password.
fn is_thought_up(value: &str) -> bool {
    let has = |test: fn(&char) -> bool| value.chars().any(|letter| test(&letter));
    (4..=LONGEST).contains(&value.len())
        && has(char::is_ascii_alphanumeric)
        && !is_sentence(value)
        && !is_of_code(value)
        && !is_identifier(value)
        && !matches!(value, "true" | "false" | "TRUE" | "FALSE" | "True" | "False" | "sha256" | "base64" | "bcrypt")
        && !value.starts_with("data:")
        && !value.starts_with(['$', '*', '#'])
        && !value.starts_with("0x")
        && !value.contains(['(', '<', '{', '\\', '\n', '|', '\u{a0}'])
}

/// Words about a password: `Password required`, `nueva contraseña`; a rule: `min:8`.
fn is_sentence(value: &str) -> bool {
    let words = words(value);
    let blanks = value.matches(char::is_whitespace).count();
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    blanks > 2
        || blanks > 0 && (!has_digit || words.iter().any(|word| is_of_message(word) && word.len() > 6))
        || ["min:", "max:", "same:", "required"].iter().any(|rule| value.contains(rule))
        || value.ends_with(['?', ':'])
}

/// `changeme`, `your...`: what asks for a value whoever reads it.
fn is_asking(value: &str) -> bool {
    is_placeholder(value) && words(value).iter().any(|word| super::dictionary::asks(word) || word == "changeme")
}

/// Letters, digits and a sign that stands in passwords and not in names.
fn has_signs_of_a_password(value: &str) -> bool {
    let has = |test: fn(&u8) -> bool| value.as_bytes().iter().any(test);
    value.len() >= 8
        && !value.contains(' ')
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && has(|byte| matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'?'))
}

/// The name of what others may know: an id, a user, an address.
fn is_public_name(name: &str) -> bool {
    let last = words(name).pop().unwrap_or_default();
    matches!(last.as_str(), "id" | "url" | "uri" | "host" | "user" | "username" | "email" | "name" | "phone" | "region")
}

fn is_enclosed(value: &str) -> bool {
    value.starts_with(['<', '[', '{']) && value.ends_with(['>', ']', '}'])
}

/// The value without blanks and one pair of quotes around it, and where it begins.
fn without_quotes(value: &str) -> (usize, &str) {
    let start = value.len() - value.trim_start().len();
    let trimmed = value.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = trimmed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return (start + 1, inner);
        }
    }
    (start, trimmed)
}
