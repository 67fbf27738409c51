//! JSON Web Tokens (RFC 7519): signed with three parts, encrypted with five.

use super::decode_base64_text;
use crate::secret::detect::is_behind_escape;
use crate::secret::detect::token::is_random;
use std::ops::Range;

/// Length in bytes of the longest token that is read.
const LONGEST: usize = 1 << 14;

/// The token that begins with `eyJ` at `start` of `text`. Its header must decode, and it must have a signature.
pub(in crate::secret) fn token(text: &str, start: usize) -> Option<Range<usize>> {
    let before = |back: usize| start.checked_sub(back).map(|at| text.as_bytes()[at]);
    let is_inside = before(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_inside && !is_behind_escape(text.as_bytes(), start) {
        return None;
    }
    // A later part of another token.
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

/// The claims of `token` as JSON text, not verified. None when it is no signed JSON Web Token.
pub fn claims(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, _] = parts.as_slice() else { return None };
    is_header(header).then(|| decode_base64_text(claims)).flatten()
}

fn is_header(part: &str) -> bool {
    let header = decode_base64_text(part).unwrap_or_default();
    header.starts_with('{') && (header.contains("\"alg\"") || header.contains("\"enc\"") || header.contains("\"typ\""))
}

/// Whether `value` is only the beginning of a token: documentation cuts them off.
pub(in crate::secret) fn is_cut(value: &str) -> bool {
    value.starts_with("eyJ") && value.split('.').next().is_some_and(is_header) && token(value, 0).is_none()
}

/// Whether `token` is the sample of jwt.io, which documentation repeats.
pub(in crate::secret) fn is_sample(token: &str) -> bool {
    let Some(claims) = token.split('.').nth(1).and_then(decode_base64_text) else { return false };
    claims.contains("John Doe") || claims.contains("\"sub\":\"1234567890\"")
}
