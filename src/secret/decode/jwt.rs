//! JSON Web Tokens (RFC 7519): signed with three parts, encrypted with five.

use super::decode_base64_text;
use crate::secret::detect::token::is_random;
use crate::secret::detect::{is_behind_escape, skip_whitespace};
use std::ops::Range;

/// Length in bytes of the longest token that is read.
const LONGEST: usize = 1 << 14;
/// Length in bytes of the longest header of a token with whitespace in it.
const LONGEST_HEADER: usize = 400;
/// Most whitespace between two parts of a token.
const LONGEST_GAP: usize = 80;
/// Lengths of signatures in base64: of HS256, HS384, HS512, ES256, ES384, ES512 and `EdDSA`, and of RSA with keys of 2,048 to 4,096 bits.
const SIGNATURES: &[usize] = &[43, 64, 86, 128, 176, 342, 512, 683];

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
    let whole = is_token(token).then_some(token.len());
    let signature = token.rsplit('.').next().map_or(0, str::len);
    // A signature of another length may be the beginning of one.
    let length = match whole {
        Some(_) if SIGNATURES.contains(&signature) => whole,
        _ => broken(&text[start..text.floor_char_boundary(start + LONGEST)]).or(whole),
    };
    length.map(|length| start..start + length)
}

/// Whether `token` has a header that decodes and a signature.
fn is_token(token: &str) -> bool {
    let mut parts = token.split('.');
    let Some(header) = parts.next().filter(|header| header.len() >= 12) else { return false };
    let rest: Vec<&str> = parts.collect();
    let is_signed = rest.last().is_some_and(|signature| signature.len() >= 22 && is_random(signature));
    matches!(rest.len(), 2 | 4) && is_signed && is_header(header)
}

/// The length of the token at the beginning of `text` whose lines whitespace separates, or escapes of line ends.
fn broken(text: &str) -> Option<usize> {
    // The header alone decides for most texts.
    if !text.split('.').next().is_some_and(|header| header.len() <= LONGEST_HEADER && is_header(&joined(header))) {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut token, mut at, mut dots) = (String::new(), 0, 0);
    // Where the last part of the token begins.
    let mut last = 0;
    loop {
        let from = token.len();
        let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(byte)).count();
        token.push_str(&text[at..at + run]);
        at += run;
        let new = &token[from..];
        dots += new.matches('.').count();
        last = new.rfind('.').map_or(last, |dot| from + dot + 1);
        // A signature has one of a few lengths: what follows is no part of it.
        let is_whole = dots == 2 && SIGNATURES.contains(&(token.len() - last));
        let mut behind = at;
        skip_whitespace(bytes, &mut behind);
        let is_gap = (1..=LONGEST_GAP).contains(&(behind - at));
        if run == 0 || dots > 2 || !is_gap || is_whole {
            return (is_whole && is_token(&token)).then_some(at);
        }
        at = behind;
    }
}

/// `part` without whitespace and the escapes of it.
fn joined(part: &str) -> String {
    part.replace("\\n", "").replace("\\r", "").replace("\\t", "").split_ascii_whitespace().collect()
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
