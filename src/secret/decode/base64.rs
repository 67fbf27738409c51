//! Base64 (RFC 4648) as tokens and headers write it: both alphabets, with or without padding.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD, STANDARD as PADDED};

/// Takes no padding, which is cut off before, and ignores bits behind the last byte: many writers leave them set.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(&STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

/// The bytes that `text` encodes, in the standard or the URL-safe alphabet. None when it is no base64.
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    if text.contains(['-', '_']) {
        return TOLERANT.decode(text.replace('-', "+").replace('_', "/")).ok();
    }
    TOLERANT.decode(text).ok()
}

/// The UTF-8 text that `text` encodes. None when it is no base64 or no UTF-8.
pub fn decode_base64_text(text: &str) -> Option<String> {
    String::from_utf8(decode_base64(text)?).ok()
}

/// `bytes` in the standard alphabet with padding.
pub fn encode_base64(bytes: &[u8]) -> String {
    PADDED.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode_base64, encode_base64};

    #[test]
    fn encoded_bytes_decode_to_themselves() {
        for (plain, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(encode_base64(plain.as_bytes()), encoded);
            assert_eq!(decode_base64(encoded).unwrap(), plain.as_bytes());
        }
    }

    #[test]
    fn both_alphabets_and_any_padding_decode() {
        for text in ["+/-_", "-_+/"] {
            assert_eq!(decode_base64(text).unwrap(), decode_base64(&text.replace('-', "+").replace('_', "/")).unwrap());
        }
        for text in ["Zm8", "Zm8=", "Zm8===", "Zm9="] {
            assert_eq!(decode_base64(text).unwrap(), b"fo", "{text}");
        }
        for text in ["Z", "Zm9vY", "Zm=8", "Zm8 ", "Zm8.", "é"] {
            assert_eq!(decode_base64(text), None, "{text}");
        }
    }
}
