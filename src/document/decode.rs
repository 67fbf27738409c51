//! JSON string escapes.

/// The characters that a JSON string's bytes between its quotes stand for. `inner` was accepted by the reader.
/// A lone surrogate reads as U+FFFD.
pub(super) fn unescape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let mut taken = 2;
        out.push(match escape.as_bytes().first() {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let (letter, length) = unicode(escape);
                taken = 1 + length;
                letter
            }
            Some(&other) => char::from(other),
            None => break,
        });
        rest = &rest[at + taken..];
    }
    out.push_str(rest);
    out
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
