//! Steps through a text: whitespace, quotes and their ends, values without quotes. The text may contain the escapes of a JSON string.

use std::ops::Range;

/// Length in bytes of the longest value; a longer one is no credential.
pub(super) const VALUE: usize = 8_192;
/// Most bytes of a statement that are read.
const STATEMENT: usize = 200;
/// Most bytes of a key or value of a member between a name and its value.
const MEMBER: usize = 80;

/// Moves `at` behind a quote and the backslashes before it: returns the number of backslashes and the quote.
pub(super) fn opening(bytes: &[u8], at: &mut usize) -> Option<(usize, u8)> {
    let slashes = bytes[*at..].iter().take(16).take_while(|byte| **byte == b'\\').count();
    let quote = *bytes.get(*at + slashes)?;
    matches!(quote, b'"' | b'\'' | b'`').then(|| {
        *at += slashes + 1;
        (slashes, quote)
    })
}

/// The end of the value that begins at `at`: before the same quote with as many backslashes.
pub(super) fn closing(bytes: &[u8], at: usize, slashes: usize, quote: u8) -> Option<usize> {
    let window = &bytes[at..bytes.len().min(at + VALUE)];
    memchr::memchr_iter(quote, window).find_map(|found| {
        let before = window[..found].iter().rev().take_while(|byte| **byte == b'\\').count();
        (before <= slashes).then(|| at + found - before)
    })
}

/// Whether the byte before `at` ends an escape `\n`, `\r` or `\t`: it belongs to no word.
pub(in crate::secret) fn is_behind_escape(bytes: &[u8], at: usize) -> bool {
    at >= 2 && bytes[at - 2] == b'\\' && matches!(bytes[at - 1], b'n' | b'r' | b't')
}

/// Whether the byte before `at` ends an escape `\n`, `\r` or `\t`, or a percent-encoded character such as `%20`.
pub(in crate::secret) fn is_behind_encoded(bytes: &[u8], at: usize) -> bool {
    let is_percent = |before: &[u8]| matches!(before, [.., b'%', one, other] if one.is_ascii_hexdigit() && other.is_ascii_hexdigit());
    is_behind_escape(bytes, at) || is_percent(&bytes[..at])
}

/// Moves `at` behind whitespace and the escapes of line ends and tabs.
pub(in crate::secret) fn skip_whitespace(bytes: &[u8], at: &mut usize) {
    loop {
        match bytes.get(*at) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => *at += 1,
            Some(b'\\') => {
                let slashes = bytes[*at..].iter().take(16).take_while(|byte| **byte == b'\\').count();
                if !matches!(bytes.get(*at + slashes), Some(b'n' | b'r' | b't')) {
                    return;
                }
                *at += slashes + 1;
            }
            _ => return,
        }
    }
}

/// Moves `at` behind `"value":` and returns true, if it is there.
pub(super) fn skip_value_key(bytes: &[u8], at: &mut usize) -> bool {
    let mut behind = *at;
    let _ = opening(bytes, &mut behind);
    if !bytes[behind..].starts_with(b"value") {
        return false;
    }
    behind += "value".len();
    let _ = opening(bytes, &mut behind);
    skip_whitespace(bytes, &mut behind);
    if bytes.get(behind) != Some(&b':') {
        return false;
    }
    *at = behind + 1;
    true
}

/// Moves `at` behind a short member such as `"type": "text",`, if the value follows it.
pub(super) fn skip_member(bytes: &[u8], at: &mut usize) {
    let mut behind = *at;
    for _ in 0..2 {
        let Some((slashes, quote)) = opening(bytes, &mut behind) else { return };
        let window = &bytes[behind..bytes.len().min(behind + MEMBER)];
        let Some(end) = memchr::memchr(quote, window).filter(|end| *end <= 16 + slashes) else { return };
        behind += end + 1;
        skip_whitespace(bytes, &mut behind);
        if !matches!(bytes.get(behind), Some(b':' | b',')) {
            return;
        }
        behind += 1;
        skip_whitespace(bytes, &mut behind);
    }
    let mut key = behind;
    if skip_value_key(bytes, &mut key) {
        *at = behind;
    }
}

/// The literals in quotes of the expression that begins at `at`, up to the end of its line or statement.
pub(super) fn literals(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let limit = line_end(bytes, at).min(at + STATEMENT);
    let mut at = at;
    std::iter::from_fn(move || {
        while at < limit && bytes[at] != b';' {
            let mut inner = at;
            if let Some((slashes, quote)) = opening(bytes, &mut inner) {
                let end = closing(bytes, inner, slashes, quote)?;
                at = end + slashes + 1;
                return Some(inner..end);
            }
            at += 1;
        }
        None
    })
}

/// The end of a value without quotes.
pub(super) fn bare_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(
                byte,
                b'&' | b',' | b';' | b')' | b'}' | b']' | b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b'('
            )
    };
    // `}}` ends a variable and not the value.
    let mut end = at;
    while end < bytes.len() && end - at < VALUE {
        if bytes[end..].starts_with(b"}}") {
            end += 2;
        } else if ends(&bytes[end]) {
            break;
        } else {
            end += 1;
        }
    }
    end.min(bytes.len())
}

/// The end of a token behind a scheme. It may contain characters that end the value of a form field.
pub(super) fn token_end(bytes: &[u8], at: usize) -> usize {
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b')' | b']' | b'}' | b',' | b';')
    };
    let window = &bytes[at..bytes.len().min(at + VALUE)];
    at + window.iter().position(ends).unwrap_or(window.len())
}

/// The end of the line: a line end or the escape of one.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    let window = &bytes[at..bytes.len().min(at + VALUE)];
    let is_end = |index: usize| {
        matches!(window[index], b'\n' | b'\r')
            || window[index] == b'\\' && matches!(window.get(index + 1), Some(b'n' | b'r'))
    };
    at + (0..window.len()).find(|index| is_end(*index)).unwrap_or(window.len())
}
