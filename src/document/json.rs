//! The JSON reader (RFC 8259): one pass, no recursion.

use super::arena::{Arena, MAX_COUNT, MAX_DEPTH, Text};
use super::error::Failure;
use super::token::{self, fail, unexpected};
use super::{Kind, scan};
use crate::text::Span;

/// An array or object that is still open.
struct Open {
    handle: usize,
    count: usize,
    /// The bracket that ends it.
    end: u8,
}

/// Reads the whole of `text`.
pub(super) fn read(text: &str) -> Result<Arena, Failure> {
    let bytes = text.as_bytes();
    let mut arena = Arena::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    loop {
        at = scan::non_blank(bytes, at);
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
            at = scan::non_blank(bytes, at + 1);
            if bytes.get(at) == Some(&end) {
                at += 1;
                arena.close(handle, at, 0);
            } else {
                open.push(Open { handle, count: 0, end });
                if end == b'}' {
                    at = key(bytes, at, &mut arena)?;
                }
                continue;
            }
        }
        // Behind a value: close what ends here, up to where the next value begins.
        loop {
            at = scan::non_blank(bytes, at);
            let Some(inner) = open.last_mut() else {
                return if at == bytes.len() { Ok(arena) } else { Err(unexpected(bytes, at, "the end of the file")) };
            };
            inner.count += 1;
            match bytes.get(at) {
                Some(b',') => {
                    at += 1;
                    if inner.end == b'}' {
                        at = key(bytes, scan::non_blank(bytes, at), &mut arena)?;
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

/// Reads the string at `at`: the offset behind it.
#[inline]
fn string(bytes: &[u8], at: usize, arena: &mut Arena) -> Result<usize, Failure> {
    let (end, text) = token::string(bytes, at)?;
    arena.leaf(Kind::String, text, Span::new(at, end));
    Ok(end)
}

/// Reads a key and its colon: the offset behind them.
#[inline]
fn key(bytes: &[u8], at: usize, arena: &mut Arena) -> Result<usize, Failure> {
    if bytes.get(at) != Some(&b'"') {
        return Err(unexpected(bytes, at, "a key in double quotes"));
    }
    let behind = string(bytes, at, arena)?;
    arena.tag_last(&bytes[at + 1..behind - 1]);
    let end = scan::non_blank(bytes, behind);
    if bytes.get(end) != Some(&b':') {
        return Err(unexpected(bytes, end, "`:` behind the key"));
    }
    Ok(end + 1)
}

/// Reads a number or a word: its kind, and the offset behind it.
fn scalar(bytes: &[u8], at: usize) -> Result<(Kind, usize), Failure> {
    match bytes[at] {
        b'-' | b'0'..=b'9' => Ok((Kind::Number, token::number(bytes, at)?)),
        b't' => Ok((Kind::Bool(true), token::word(bytes, at, b"true")?)),
        b'f' => Ok((Kind::Bool(false), token::word(bytes, at, b"false")?)),
        b'n' => Ok((Kind::Null, token::word(bytes, at, b"null")?)),
        _ => Err(unexpected(bytes, at, "a value")),
    }
}
