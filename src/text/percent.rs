//! Percent-encoding (RFC 3986) and urlencoded forms, decoded as servers do: a `%` without two hex digits stays, invalid UTF-8 becomes U+FFFD.

/// Decodes a path segment; a `+` stays.
pub fn decode(text: &str) -> String {
    unescape(text.as_bytes(), false)
}

/// The names and values of a urlencoded form or query, in order; a `+` is a space.
pub fn pairs(form: &[u8]) -> Vec<(String, String)> {
    form.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &pair[pair.len()..]),
            };
            (unescape(name, true), unescape(value, true))
        })
        .collect()
}

/// Encodes `text` as a value of a urlencoded form: everything but ASCII letters, digits and `-._~` is escaped.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])));
        }
    }
    out
}

fn unescape(text: &[u8], plus_is_space: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(digit(*high) << 4 | digit(*low));
                rest = after;
            }
            (b'+', _) if plus_is_space => out.push(b' '),
            _ => out.push(*first),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The value of an ASCII hex digit.
const fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        _ => (hex | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, pairs};

    #[test]
    fn an_encoded_value_decodes_to_itself() {
        let hard = "& + =%#?é\"'$~-_.\n\u{0}";
        assert_eq!(pairs(format!("a={}", encode(hard)).as_bytes()), [("a".to_owned(), hard.to_owned())]);
        assert_eq!(encode("a b/ü"), "a%20b%2F%C3%BC");
    }

    #[test]
    fn passwords_with_special_characters_are_decoded() {
        let form = b"password=%26+%2B%20%3D%25%23%3f%C3%A9%22%27%24&&a=b=c&empty=&name&bad=%&bad=%4&bad=%zz&cut=%ff";
        let expected = [
            ("password", "& + =%#?é\"'$"),
            ("a", "b=c"),
            ("empty", ""),
            ("name", ""),
            ("bad", "%"),
            ("bad", "%4"),
            ("bad", "%zz"),
            ("cut", "\u{fffd}"),
        ];
        assert_eq!(pairs(form), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(decode("a+b%2Fc%40d"), "a+b/c@d");
        assert!(pairs(b"").is_empty());
    }
}
