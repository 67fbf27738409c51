//! Whether the value of a field is a credential, by the name of the field and its looks.

use super::base64::decode_text;
use super::name::Class;
use super::placeholder::is_placeholder;
use super::sample::is_sample;
use super::strength::{Strength, is_identifier, is_mixed, is_random};
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

/// The credential in `value`, the value of a field whose name says `class`.
pub(super) fn judge(class: Class, value: &str) -> Option<Found> {
    let (start, bare) = without_quotes(value);
    if let Some((scheme, rest)) = bare.split_once(' ') {
        let skipped = start + scheme.len() + 1 + (rest.len() - rest.trim_start().len());
        let rest = rest.trim();
        let scheme = scheme.trim_end_matches(':').to_ascii_lowercase();
        if scheme == "basic" {
            return basic(rest).map(|found| shifted(&found, skipped));
        }
        if SCHEMES.contains(&scheme.as_str()) && !rest.contains(char::is_whitespace) {
            return of_scheme(rest).map(|found| shifted(&found, skipped));
        }
    }
    judge_bare(class, bare).map(|found| shifted(&found, start))
}

/// A value behind a scheme that takes a token.
pub(super) fn of_scheme(token: &str) -> Option<Found> {
    let (start, bare) = without_quotes(token);
    judge_bare(Class::Token, bare).map(|found| shifted(&found, start))
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
            if is_sample(password)
                || jwt::is_sample(password)
                || is_placeholder(&text)
                || (password.is_empty() && !is_random(user))
            {
                return None;
            }
            let says_nothing = is_placeholder(password) && (is_placeholder(user) || user.contains("user"));
            if says_nothing || is_enclosed(password) || is_identifier(password) {
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
    if class == Class::Other || is_told_by_form || is_placeholder(value) || is_sample(value) {
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
pub(super) fn declared(value: &str) -> Option<Found> {
    let (start, bare) = without_quotes(value);
    if is_placeholder(bare) || is_sample(bare) || is_identifier(bare) || jwt::token(bare, 0).is_some() {
        return None;
    }
    let strength = if is_strong(bare) { Strength::Strong } else { Strength::Weak };
    Some(Found { range: start..start + bare.len(), kind: Kind::Variable, strength })
}

fn is_strong(value: &str) -> bool {
    is_random(value) || is_mixed(value) && !is_identifier(value) && !is_of_code(value)
}

/// A version, a date, a type of a medium, a path: of several sorts of signs and no password.
fn is_of_code(value: &str) -> bool {
    value.contains("://")
        || value.starts_with('/')
        || value.bytes().filter(|byte| matches!(byte, b'/' | b':' | b'.')).count() > 3
}

/// What people may have thought up as a password.
fn is_thought_up(value: &str) -> bool {
    let blanks = value.matches(char::is_whitespace).count();
    (4..=LONGEST).contains(&value.len())
        && blanks <= 2
        && !is_of_code(value)
        && !is_identifier(value)
        && !matches!(value, "true" | "false" | "TRUE" | "FALSE" | "True" | "False")
        && !value.starts_with("data:")
        && !value.contains(['(', '<', '{', '\\', '\n'])
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

fn shifted(found: &Found, by: usize) -> Found {
    Found { range: found.range.start + by..found.range.end + by, ..*found }
}
