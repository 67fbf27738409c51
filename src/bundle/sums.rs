//! `SHA256SUMS`, as `sha256sum -c` reads it.

use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// The SHA-256 of `bytes` in hex.
pub(super) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The lines for `files` (name, content).
pub(super) fn write<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> String {
    files.into_iter().fold(String::new(), |text, (name, bytes)| text + &sum(bytes) + "  " + name + "\n")
}

/// The lines of `text`: name and sum, or none for a line that is neither.
pub(super) fn read(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    text.lines().map(|line| {
        let (sum, name) = line.split_once("  ")?;
        let is_sum = sum.len() == 64 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (is_sum && !name.is_empty()).then_some((name, sum))
    })
}

#[cfg(test)]
mod tests {
    use super::{read, sum, write};

    #[test]
    fn what_is_written_is_read() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sum(b""), empty);
        let text = write([("a b.json", &b""[..])]);
        assert_eq!(text, format!("{empty}  a b.json\n"));
        assert_eq!(read(&text).collect::<Vec<_>>(), [Some(("a b.json", empty))]);
        assert_eq!(read("nothing\n").collect::<Vec<_>>(), [None]);
    }
}
