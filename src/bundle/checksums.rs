//! `SHA256SUMS`, the checksums of the files of a bundle, in the format of `sha256sum -c`. Packing writes it and verification reads it.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The SHA-256 of `bytes` in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The lines for `files` (name, content).
pub(super) fn write_lines<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> String {
    files.into_iter().fold(String::new(), |text, (name, bytes)| text + &sha256(bytes) + "  " + name + "\n")
}

/// Reads the lines of `text` as name and checksum; none for a malformed line.
pub(super) fn read_lines(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    text.lines().map(|line| {
        let (checksum, name) = line.split_once("  ")?;
        let is_sha256 = checksum.len() == 64 && checksum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (is_sha256 && !name.is_empty()).then_some((name, checksum))
    })
}

#[cfg(test)]
mod tests {
    use super::{read_lines, sha256, write_lines};

    #[test]
    fn written_lines_read_back() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
        let text = write_lines([("a b.json", &b""[..])]);
        assert_eq!(text, format!("{empty}  a b.json\n"));
        assert_eq!(read_lines(&text).collect::<Vec<_>>(), [Some(("a b.json", empty))]);
        assert_eq!(read_lines("nothing\n").collect::<Vec<_>>(), [None]);
    }
}
