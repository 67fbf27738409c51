//! What a text says, in whatever spelling: escapes of URLs, HTML, JSON and programs undone, in small letters, without blanks.

use crate::text::{entity, percent};
use zeroize::Zeroizing;

/// How often escapes are undone: texts stand in texts.
const DEEPEST: usize = 4;

/// `text` as it would be read aloud.
pub(super) fn plain(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(text.to_owned());
    for _ in 0..DEEPEST {
        let next = Zeroizing::new(percent::decode(&unescaped(&entity::decode(&plain))));
        if *next == *plain {
            break;
        }
        plain = next;
    }
    let letters = plain.chars().filter(|letter| !letter.is_whitespace() && *letter != '\\');
    Zeroizing::new(letters.flat_map(char::to_lowercase).collect())
}

/// `\u0026` and `\xc3` of JSON and programs; bytes become those of a URL, which are undone next.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = |from: usize, count: usize| after.get(from..from + count).filter(|part| is_hex(part));
        let unit = after.starts_with(['u', 'U']).then(|| digits(1, 4)).flatten();
        let letter = unit.and_then(|unit| char::from_u32(u32::from_str_radix(unit, 16).ok()?));
        let byte = after.starts_with(['x', 'X']).then(|| digits(1, 2)).flatten();
        if let Some(letter) = letter {
            out.push(letter);
            rest = &after[5..];
        } else if let Some(byte) = byte {
            out.push('%');
            out.push_str(byte);
            rest = &after[3..];
        } else {
            out.push('\\');
            rest = after;
        }
    }
    out + rest
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn every_spelling_says_the_same() {
        let said = plain("P&ss \"wörd\"");
        for spelling in [
            "p&ss \"wörd\"",
            "P\\u0026ss \\\"w\\u00f6rd\\\"",
            "P&amp;ss &quot;w&#246;rd&#x22;",
            "P%26ss%20%22w%c3%B6rd%22",
            "P&ss \\\\\"w\\xc3\\xb6rd\\\\\"",
            "P%2526ss %22W%C3%B6RD\"",
            "P&ss\r\n \"WÖRD\"",
        ] {
            assert_eq!(*plain(spelling), *said, "{spelling}");
        }
        for other in ["", "&", "&;", "\\", "\\u00", "%", "100% & more; \\x"] {
            assert!(plain(other).len() <= other.len(), "{other}");
        }
    }
}
