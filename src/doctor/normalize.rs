//! Brings a text to one normal form, so that a secret is found however it is encoded. `mask` compares texts in this form.

use crate::text::{entity, percent};
use zeroize::Zeroizing;

/// How many layers of encoding are decoded.
const MAX_LAYERS: usize = 4;

/// `text` with the escapes of URLs, HTML, JSON and JavaScript decoded, in lower case, without whitespace and backslashes.
pub(super) fn normalize(text: &str) -> Zeroizing<String> {
    let mut decoded = Zeroizing::new(text.to_owned());
    for _ in 0..MAX_LAYERS {
        let next = Zeroizing::new(percent::decode(&unescape(&entity::decode(&decoded))));
        if *next == *decoded {
            break;
        }
        decoded = next;
    }
    let kept = decoded.chars().filter(|character| !character.is_whitespace() && *character != '\\');
    Zeroizing::new(kept.flat_map(char::to_lowercase).collect())
}

/// Decodes `\u0026`, and rewrites `\xc3` as `%c3`, which is decoded next.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = |from: usize, count: usize| after.get(from..from + count).filter(|part| is_hex(part));
        let unit = after.starts_with(['u', 'U']).then(|| digits(1, 4)).flatten();
        let character = unit.and_then(|unit| char::from_u32(u32::from_str_radix(unit, 16).ok()?));
        let byte = after.starts_with(['x', 'X']).then(|| digits(1, 2)).flatten();
        if let Some(character) = character {
            out.push(character);
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
    use super::normalize;

    #[test]
    fn every_encoding_has_the_same_normal_form() {
        let expected = normalize("P&ss \"wörd\"");
        for encoded in [
            "p&ss \"wörd\"",
            "P\\u0026ss \\\"w\\u00f6rd\\\"",
            "P&amp;ss &quot;w&#246;rd&#x22;",
            "P%26ss%20%22w%c3%B6rd%22",
            "P&ss \\\\\"w\\xc3\\xb6rd\\\\\"",
            "P%2526ss %22W%C3%B6RD\"",
            "P&ss\r\n \"WÖRD\"",
        ] {
            assert_eq!(*normalize(encoded), *expected, "{encoded}");
        }
        for other in ["", "&", "&;", "\\", "\\u00", "%", "100% & more; \\x"] {
            assert!(normalize(other).len() <= other.len(), "{other}");
        }
    }
}
