//! The encodings of texts: UTF-8, and UTF-16, which Newman reads as well.

use super::arena::fits;

/// How the characters of a file are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

impl Encoding {
    /// The encoding of a text, by its byte-order mark or by the zero byte beside its first character.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, ..] => Self::Utf8,
            [0xff, 0xfe, ..] | [1..=255, 0, ..] => Self::Utf16Le,
            [0xfe, 0xff, ..] | [0, 1..=255, ..] => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }

    /// `text` in this encoding. A byte-order mark is a character of the text.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

/// Why bytes are no text.
pub(super) struct DecodeError {
    /// The text before the first wrong byte.
    pub(super) text: String,
    pub(super) message: &'static str,
}

/// Decodes `bytes`. A byte-order mark stays in the text, so that it is written again.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    let refuse = |text: &str, message| Err(DecodeError { text: text.to_owned(), message });
    if !fits(bytes.len()) {
        return refuse("", "the file is larger than 4 GiB");
    }
    if matches!(&bytes[..], [0xff, 0xfe, 0, 0, ..] | [0, 0, ..]) {
        return refuse("", "the text is UTF-32; save it as UTF-8");
    }
    let encoding = Encoding::of(&bytes);
    let unit: fn([u8; 2]) -> u16 = match encoding {
        Encoding::Utf8 => {
            return String::from_utf8(bytes).map(|text| (text, encoding)).or_else(|error| {
                let text = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
                refuse(&text, "a byte here is not UTF-8; save the file as UTF-8")
            });
        }
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match character {
            Ok(character) => text.push(character),
            Err(_) => return refuse(&text, "half of a UTF-16 surrogate pair is missing here; save the file as UTF-8"),
        }
    }
    if !rest.is_empty() {
        return refuse(&text, "the UTF-16 text ends in the middle of a character; save the file again");
    }
    if !fits(text.len()) {
        return refuse("", "the file is larger than 4 GiB");
    }
    Ok((text, encoding))
}

#[cfg(test)]
mod tests {
    use super::Encoding;
    use crate::document::Document;

    #[test]
    fn utf16_is_read_and_written_again() {
        let text = "{\"name\": \"é𝄞\"}";
        for (encoding, mark) in [
            (Encoding::Utf16Le, "\u{feff}"),
            (Encoding::Utf16Be, "\u{feff}"),
            (Encoding::Utf16Le, ""),
            (Encoding::Utf16Be, ""),
        ] {
            let bytes = encoding.encode(&format!("{mark}{text}"));
            let document = Document::json("a.json", bytes.clone()).unwrap();
            assert_eq!(document.root().get("name").unwrap().as_str().as_deref(), Some("é𝄞"));
            assert_eq!((document.encoding(), document.encoding().encode(document.text())), (encoding, bytes));
        }
    }

    #[test]
    fn broken_texts_have_a_place() {
        let error = |bytes: &[u8]| Document::json("a.json", bytes).unwrap_err().to_string();
        assert_eq!(
            error(b"{\0a\0\x00\xd8"),
            "a.json:1:3: half of a UTF-16 surrogate pair is missing here; save the file as UTF-8"
        );
        assert_eq!(
            error(b"{\0}\0 "),
            "a.json:1:3: the UTF-16 text ends in the middle of a character; save the file again"
        );
        assert!(error(b"\xff\xfe\0\0{\0\0\0").contains("UTF-32") && error(b"\0\0\xfe\xff").contains("UTF-32"));
        assert_eq!(error(b"{\"\xe9"), "a.json:1:3: a byte here is not UTF-8; save the file as UTF-8");
    }
}
