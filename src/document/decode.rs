//! JSON string escapes.

use std::ops::Range;

/// The characters that a JSON string's bytes between its quotes stand for. `inner` was accepted by the reader.
/// A lone surrogate reads as U+FFFD.
pub(super) fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let Some((letter, taken)) = escape(&rest[at..]) else { break };
        out.push(letter);
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
}

/// The offset in `inner` of what byte `decoded` of the unescaped text was read from. `from` is a place before it that is known: how much
/// is decoded before it, and from how many bytes.
pub(super) fn offset_of(inner: &str, decoded: usize, from: (usize, usize)) -> usize {
    raw_range(inner, decoded, from).start
}

/// The offset in `inner` behind what the byte before `decoded` of the unescaped text was read from.
pub(super) fn end_of(inner: &str, decoded: usize, from: (usize, usize)) -> usize {
    decoded.checked_sub(1).map_or(0, |last| raw_range(inner, last, from).end)
}

/// Places in `inner`, at least `stride` decoded bytes apart: how much is decoded before each, and from how many bytes.
pub(super) fn marks(inner: &str, stride: usize) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    let (mut raw, mut done) = (0, 0);
    let mut next = stride;
    while let Some(plain) = memchr::memchr(b'\\', &inner.as_bytes()[raw..]) {
        let Some((letter, taken)) = escape(&inner[raw + plain..]) else { break };
        (raw, done) = (raw + plain + taken, done + plain + letter.len_utf8());
        if done >= next {
            marks.push((done, raw));
            next = done + stride;
        }
    }
    marks
}

/// The bytes of `inner` that byte `decoded` of the unescaped text was read from: one byte, or a whole escape.
fn raw_range(inner: &str, decoded: usize, from: (usize, usize)) -> Range<usize> {
    let (mut done, mut raw) = from;
    while let Some(plain) = memchr::memchr(b'\\', &inner.as_bytes()[raw..]) {
        if decoded < done + plain {
            break;
        }
        let Some((letter, taken)) = escape(&inner[raw + plain..]) else { break };
        (raw, done) = (raw + plain, done + plain);
        if decoded < done + letter.len_utf8() {
            return raw..raw + taken;
        }
        (raw, done) = (raw + taken, done + letter.len_utf8());
    }
    let at = (raw + (decoded - done)).min(inner.len());
    at..(at + 1).min(inner.len())
}

/// The character of the escape that `rest` begins with, and how many bytes it takes.
fn escape(rest: &str) -> Option<(char, usize)> {
    let letter = match rest.as_bytes().get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let (letter, length) = unicode(&rest[1..]);
            return Some((letter, 1 + length));
        }
        &other => char::from(other),
    };
    Some((letter, 2))
}

/// The character of `uXXXX` or of the pair `uXXXX\uXXXX`, and how many bytes it took.
fn unicode(escape: &str) -> (char, usize) {
    const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;
    let unit = |from: usize| escape.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let first = unit(1).unwrap_or(0);
    if (0xd800..0xdc00).contains(&first) && escape.get(5..7) == Some("\\u") {
        let second = unit(7).unwrap_or(0);
        if (0xdc00..0xe000).contains(&second) {
            let scalar = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            return (char::from_u32(scalar).unwrap_or(REPLACEMENT), 11);
        }
    }
    (char::from_u32(first).unwrap_or(REPLACEMENT), 5)
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn every_escape_is_decoded() {
        assert_eq!(unescape(r#"\"\\\/\b\f\n\r\té"#), "\"\\/\u{8}\u{c}\n\r\té");
        assert_eq!(unescape(r"\u0041\u00e9\ud834\udd1e"), "Aé𝄞");
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        assert_eq!(unescape(r"\ud834x"), "\u{fffd}x");
        assert_eq!(unescape(r"\udd1e\ud834"), "\u{fffd}\u{fffd}");
        assert_eq!(unescape(r"\ud834\ud834\udd1e"), "\u{fffd}𝄞");
        assert_eq!(unescape(r"\ud834\n"), "\u{fffd}\n");
    }
}
