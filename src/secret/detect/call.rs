//! Credentials that a call gets as a literal: `btoa('user:password')`, the key of an HMAC.

use super::cursor::{closing, opening, skip_whitespace};
use super::field_name::FieldClass;
use super::field_value::check_value;
use super::text_scan::{TextSecret, in_text};
use super::userinfo::password_beside;
use std::ops::Range;

/// Most bytes between the name of a call and its bracket.
const NAME: usize = 16;
/// Most bytes of the first argument.
const ARGUMENT: usize = 200;

/// The password in `user:password`, the first argument of the call whose bracket ends at `start`. The call encodes it.
pub(super) fn encoded_user(text: &str, start: usize) -> Option<TextSecret> {
    let literal = literal(text, start)?;
    let written = text.get(literal.clone())?;
    let colon = literal.start + written.find(':')?;
    let is_user = !written.contains(char::is_whitespace) && colon > literal.start;
    is_user.then(|| password_beside(text, &(literal.start..colon), colon + 1..literal.end)).flatten()
}

/// The key of the HMAC whose name contains the word that ends at `start`: the second argument.
pub(super) fn hmac_key(text: &str, start: usize) -> Option<TextSecret> {
    let bytes = text.as_bytes();
    let window = &bytes[start..bytes.len().min(start + NAME)];
    let name = window.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if window.get(name) != Some(&b'(') {
        return None;
    }
    let from = start + name + 1;
    let literal = literal(text, from + second_argument(&bytes[from..bytes.len().min(from + ARGUMENT)])?)?;
    let found = check_value(FieldClass::Token, text.get(literal.clone())?)?;
    Some(in_text(found, literal.start, "HMAC key"))
}

/// The offset behind the comma after the first argument.
fn second_argument(arguments: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in arguments.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => return Some(at + 1),
            b';' | b'\n' => return None,
            _ => {}
        }
    }
    None
}

/// The literal in quotes that begins at `at`, as a whole argument.
fn literal(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = at;
    skip_whitespace(bytes, &mut at);
    let (slashes, quote) = opening(bytes, &mut at)?;
    let end = closing(bytes, at, slashes, quote)?;
    let mut behind = end + slashes + 1;
    skip_whitespace(bytes, &mut behind);
    let is_whole = matches!(bytes.get(behind), Some(b')' | b','));
    (is_whole && !text.get(at..end)?.contains("${")).then_some(at..end)
}
