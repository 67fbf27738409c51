//! Normal form of a text for comparison with a known value in an encoding that nobody listed.

use super::{Escapes, unescape};
use crate::text::{entity, is_hidden, percent};
use zeroize::Zeroizing;

/// Most rounds of decoding: a text may be encoded inside an encoded text.
const MOST_ROUNDS: usize = 4;

/// `text` without the escapes of URLs, HTML, JSON and programs, in lower case, without whitespace and characters that nobody sees.
pub(in crate::secret) fn normalize(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(text.to_owned());
    for _ in 0..MOST_ROUNDS {
        let next = Zeroizing::new(percent::decode(&unescape(&entity::decode(&plain), Escapes::Program)));
        if *next == *plain {
            break;
        }
        plain = next;
    }
    let is_seen = |character: &char| !character.is_whitespace() && !is_hidden(*character) && *character != '\\';
    let characters = plain.chars().filter(is_seen);
    Zeroizing::new(characters.flat_map(char::to_lowercase).collect())
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn every_encoding_has_the_same_normal_form() {
        let normal = normalize("P&ss \"wörd\"");
        for text in [
            "p&ss \"wörd\"",
            "P\\u0026ss \\\"w\\u00f6rd\\\"",
            "P&amp;ss &quot;w&#246;rd&#x22;",
            "P%26ss%20%22w%c3%B6rd%22",
            "P&ss \\\\\"w\\xc3\\xb6rd\\\\\"",
            "P%2526ss %22W%C3%B6RD\"",
            "P&ss\r\n \"WÖRD\"",
        ] {
            assert_eq!(*normalize(text), *normal, "{text}");
        }
        for other in ["", "&", "&;", "\\", "\\u00", "%", "100% & more; \\x"] {
            assert!(normalize(other).len() <= other.len(), "{other}");
        }
    }
}
