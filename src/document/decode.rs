//! JSON string escapes: decoding, and the way from a decoded offset back to the bytes of the file.

use std::ops::Range;

/// Decodes `inner`: the bytes of a JSON string between its quotes, which the reader has accepted. A lone surrogate becomes U+FFFD.
pub(super) fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let Some((character, taken)) = escape(&rest[at..]) else { break };
        out.push(character);
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
}

/// The offset in `inner` at which the source of byte `decoded` of the decoded text begins. `from` is a known pair of offsets before it: in the decoded
/// text and in `inner`.
pub(super) fn offset_of(inner: &str, decoded: usize, from: (usize, usize)) -> usize {
    raw_range(inner, decoded, from).start
}

/// The offset in `inner` at which the source of the byte before `decoded` ends.
pub(super) fn end_of(inner: &str, decoded: usize, from: (usize, usize)) -> usize {
    decoded.checked_sub(1).map_or(0, |last| raw_range(inner, last, from).end)
}

/// Pairs of offsets, in the decoded text and in `inner`, at least `stride` decoded bytes apart.
pub(super) fn marks(inner: &str, stride: usize) -> Vec<(usize, usize)> {
    let mut marks = Vec::new();
    let (mut raw, mut done) = (0, 0);
    let mut next = stride;
    while let Some(plain) = memchr::memchr(b'\\', &inner.as_bytes()[raw..]) {
        let Some((character, taken)) = escape(&inner[raw + plain..]) else { break };
        (raw, done) = (raw + plain + taken, done + plain + character.len_utf8());
        if done >= next {
            marks.push((done, raw));
            next = done + stride;
        }
    }
    marks
}

/// The bytes of `inner` that make byte `decoded` of the decoded text: one byte, or a whole escape.
fn raw_range(inner: &str, decoded: usize, from: (usize, usize)) -> Range<usize> {
    let (mut done, mut raw) = from;
    while let Some(plain) = memchr::memchr(b'\\', &inner.as_bytes()[raw..]) {
        if decoded < done + plain {
            break;
        }
        let Some((character, taken)) = escape(&inner[raw + plain..]) else { break };
        (raw, done) = (raw + plain, done + plain);
        if decoded < done + character.len_utf8() {
            return raw..raw + taken;
        }
        (raw, done) = (raw + taken, done + character.len_utf8());
    }
    let at = (raw + (decoded - done)).min(inner.len());
    at..(at + 1).min(inner.len())
}

/// The character of the escape at the start of `rest`, and the length of the escape.
fn escape(rest: &str) -> Option<(char, usize)> {
    let character = match rest.as_bytes().get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let (character, length) = unicode(&rest[1..]);
            return Some((character, 1 + length));
        }
        &other => char::from(other),
    };
    Some((character, 2))
}

/// The character of `uXXXX` or of the surrogate pair `uXXXX\uXXXX`, and the length of the text.
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
