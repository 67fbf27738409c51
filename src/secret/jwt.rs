//! JSON Web Tokens (RFC 7519): signed with three parts, encrypted with five.

use super::base64::decode_text;
use super::cursor::is_behind_escape;
use super::strength::is_random;
use std::ops::Range;

/// Longest one that is read.
const LONGEST: usize = 1 << 14;

/// The token that begins at `start` of `text`, where `eyJ` stands: its header must decode, and it must have a signature.
pub(super) fn token(text: &str, start: usize) -> Option<Range<usize>> {
    let before = |back: usize| start.checked_sub(back).map(|at| text.as_bytes()[at]);
    let is_inside = before(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_inside && !is_behind_escape(text.as_bytes(), start) {
        return None;
    }
    // A later part of another one.
    if before(1) == Some(b'.') && before(2).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = text.as_bytes().get(start..)?;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'=');
    let length = rest.iter().take(LONGEST).take_while(|byte| is_part(byte)).count();
    let token = text[start..start + length].trim_end_matches(['.', '=']);
    let mut parts = token.split('.');
    let header = parts.next().filter(|header| header.len() >= 12)?;
    let rest: Vec<&str> = parts.collect();
    if !matches!(rest.len(), 2 | 4) || rest.last().is_none_or(|signature| signature.len() < 22 || !is_random(signature))
    {
        return None;
    }
    is_header(header).then(|| start..start + token.len())
}

/// The claims of `token` as JSON text, when it is a signed JSON Web Token. They are not verified.
pub fn claims(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, _] = parts.as_slice() else { return None };
    is_header(header).then(|| decode_text(claims)).flatten()
}

fn is_header(part: &str) -> bool {
    let header = decode_text(part).unwrap_or_default();
    header.starts_with('{') && (header.contains("\"alg\"") || header.contains("\"enc\"") || header.contains("\"typ\""))
}

/// Whether `value` is only the beginning of one: documentations cut them.
pub(super) fn is_cut(value: &str) -> bool {
    value.starts_with("eyJ") && value.split('.').next().is_some_and(is_header) && token(value, 0).is_none()
}

/// Whether it is one that documentations show: jwt.io's people.
pub(super) fn is_sample(token: &str) -> bool {
    let Some(claims) = token.split('.').nth(1).and_then(decode_text) else { return false };
    claims.contains("John Doe") || claims.contains("\"sub\":\"1234567890\"")
}
