//! The JSON reader (RFC 8259): one pass without recursion.

use super::arena::{Arena, MAX_COUNT, MAX_DEPTH, Text};
use super::error::Failure;
use super::token::{self, fail, unexpected};
use super::{Kind, scan};
use crate::text::Span;

/// An array or object whose end is not read yet.
struct OpenBracket {
    handle: usize,
    count: usize,
    /// The closing bracket.
    end: u8,
}

/// Reads `text`.
pub(super) fn read(text: &str) -> Result<Arena, Failure> {
    let bytes = text.as_bytes();
    let mut arena = Arena::with_capacity(text.len());
    let mut open: Vec<OpenBracket> = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    loop {
        at = scan::non_whitespace(bytes, at);
        let bracket = match bytes.get(at) {
            Some(b'"') => {
                at = string(bytes, at, &mut arena)?;
                None
            }
            Some(b'{') => Some((Kind::Object, b'}')),
            Some(b'[') => Some((Kind::Array, b']')),
            Some(_) => {
                let (kind, end) = scalar(bytes, at)?;
                arena.leaf(kind, Text::Plain, Span::new(at, end));
                at = end;
                None
            }
            None => return Err(unexpected(bytes, at, "a value")),
        };
        if let Some((kind, end)) = bracket {
            if open.len() == MAX_DEPTH {
                return Err(fail(bytes, at, format!("arrays and objects are nested more than {MAX_DEPTH} deep")));
            }
            let handle = arena.open(kind, at);
            at = scan::non_whitespace(bytes, at + 1);
            if bytes.get(at) == Some(&end) {
                at += 1;
                arena.close(handle, at, 0);
            } else {
                open.push(OpenBracket { handle, count: 0, end });
                if end == b'}' {
                    at = key(bytes, at, &mut arena)?;
                }
                continue;
            }
        }
        // After a value: close what ends here, up to the next value.
        loop {
            at = scan::non_whitespace(bytes, at);
            let Some(inner) = open.last_mut() else {
                return if at == bytes.len() { Ok(arena) } else { Err(unexpected(bytes, at, "the end of the file")) };
            };
            inner.count += 1;
            match bytes.get(at) {
                Some(b',') => {
                    at += 1;
                    if inner.end == b'}' {
                        at = key(bytes, scan::non_whitespace(bytes, at), &mut arena)?;
                    }
                    break;
                }
                Some(&byte) if byte == inner.end => {
                    if inner.count > MAX_COUNT {
                        return Err(fail(bytes, at, format!("more than {MAX_COUNT} entries in an array or object")));
                    }
                    at += 1;
                    arena.close(inner.handle, at, inner.count);
                    open.pop();
                }
                _ => return Err(unexpected(bytes, at, if inner.end == b'}' { "`,` or `}`" } else { "`,` or `]`" })),
            }
        }
    }
}

/// Reads the string at `at`. Returns the offset after it.
#[inline]
fn string(bytes: &[u8], at: usize, arena: &mut Arena) -> Result<usize, Failure> {
    let (end, text) = token::string(bytes, at)?;
    arena.leaf(Kind::String, text, Span::new(at, end));
    Ok(end)
}

/// Reads a key and its colon. Returns the offset after them.
#[inline]
fn key(bytes: &[u8], at: usize, arena: &mut Arena) -> Result<usize, Failure> {
    if bytes.get(at) != Some(&b'"') {
        return Err(unexpected(bytes, at, "a key in double quotes"));
    }
    let behind = string(bytes, at, arena)?;
    arena.tag_last(&bytes[at + 1..behind - 1]);
    let end = scan::non_whitespace(bytes, behind);
    if bytes.get(end) != Some(&b':') {
        return Err(unexpected(bytes, end, "`:` after the key"));
    }
    Ok(end + 1)
}

/// Reads a number or a literal. Returns its kind, and the offset after it.
fn scalar(bytes: &[u8], at: usize) -> Result<(Kind, usize), Failure> {
    match bytes[at] {
        b'-' | b'0'..=b'9' => Ok((Kind::Number, token::number(bytes, at)?)),
        b't' => Ok((Kind::Bool(true), token::word(bytes, at, b"true")?)),
        b'f' => Ok((Kind::Bool(false), token::word(bytes, at, b"false")?)),
        b'n' => Ok((Kind::Null, token::word(bytes, at, b"null")?)),
        _ => Err(unexpected(bytes, at, "a value")),
    }
}
