//! The tokens of JSON: strings, numbers and literals.

use super::arena::Text;
use super::error::Failure;
use super::scan;
use crate::text::Span;

/// Reads the string whose opening quote is at `start`. Returns the offset after its closing quote, and whether it has escapes.
#[inline]
pub(super) fn string(bytes: &[u8], start: usize) -> Result<(usize, Text), Failure> {
    let mut text = Text::Plain;
    let mut at = start + 1;
    loop {
        at = scan::special(bytes, at);
        match bytes.get(at) {
            Some(b'"') => return Ok((at + 1, text)),
            Some(b'\\') => {
                text = Text::Escaped;
                let short = matches!(bytes.get(at + 1), Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'));
                at = if short { at + 2 } else { code_unit(bytes, at)? };
            }
            _ => return Err(broken_string(bytes, start, at)),
        }
    }
}

/// Reads `\uXXXX` at `at`. Returns the offset after it.
#[inline(never)]
fn code_unit(bytes: &[u8], at: usize) -> Result<usize, Failure> {
    if bytes.get(at + 1) != Some(&b'u') {
        return Err(fail(bytes, at, "this is not a JSON escape; write a backslash as `\\\\`"));
    }
    match bytes.get(at + 2..at + 6) {
        Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(at + 6),
        _ => Err(fail(bytes, at, "`\\u` needs four hexadecimal digits")),
    }
}

#[cold]
fn broken_string(bytes: &[u8], start: usize, at: usize) -> Failure {
    if at == bytes.len() {
        return Failure::new(Span::new(start, start + 1), "this string has no closing quote");
    }
    fail(bytes, at, "a control character in a string; write it as an escape such as \\n or \\u0000")
}

/// Reads the number that begins at `at` with a digit or `-`. Returns the offset after it.
pub(super) fn number(bytes: &[u8], mut at: usize) -> Result<usize, Failure> {
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    if bytes.get(at) == Some(&b'0') {
        at += 1;
        if bytes.get(at).is_some_and(u8::is_ascii_digit) {
            return Err(fail(bytes, at, "a number must not begin with 0"));
        }
    } else {
        at = digits(bytes, at)?;
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let signed = matches!(bytes.get(at + 1), Some(b'+' | b'-'));
        at = digits(bytes, at + 1 + usize::from(signed))?;
    }
    Ok(at)
}

/// Reads one or more digits. Returns the offset after them.
fn digits(bytes: &[u8], start: usize) -> Result<usize, Failure> {
    let count = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 { Err(unexpected(bytes, start, "a digit")) } else { Ok(start + count) }
}

/// Reads `true`, `false` or `null`. Returns the offset after it.
#[inline]
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, Failure> {
    let end = at + word.len();
    if bytes.get(at..end) == Some(word) { Ok(end) } else { Err(unexpected(bytes, at, "a value")) }
}

/// The failure for a text that does not continue with `wanted` at `at`.
#[cold]
pub(super) fn unexpected(bytes: &[u8], at: usize, wanted: &str) -> Failure {
    if at == bytes.len() {
        Failure::new(Span::at(at), format!("the file ends where {wanted} is expected"))
    } else {
        fail(bytes, at, format!("expected {wanted}"))
    }
}

/// The failure at the character that begins at `at`.
#[cold]
pub(super) fn fail(bytes: &[u8], at: usize, message: impl Into<String>) -> Failure {
    let length = bytes.get(at).map_or(0, |first| match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    });
    Failure::new(Span::new(at, at + length), message)
}
