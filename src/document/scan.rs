//! Fast searches of the JSON reader, eight bytes at a time: the end of whitespace, and the next special byte of a string.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The eight bytes at `at` as a number, the first one lowest.
#[inline]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// A word of eight equal bytes.
#[inline]
const fn repeated(byte: u8) -> u64 {
    ONES * byte as u64
}

/// The index of the lowest byte that is not zero.
#[inline]
const fn lowest(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// The offset of the first `"`, `\` or control character (below 0x20) from `at` on; the length without one.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        // A subtraction borrows into the high bit of a smaller byte. The borrow may run into the bytes above, but only the lowest mark counts.
        // Bytes with the high bit are parts of characters.
        let quote = (word ^ repeated(b'"')).wrapping_sub(ONES);
        let escape = (word ^ repeated(b'\\')).wrapping_sub(ONES);
        let control = word.wrapping_sub(repeated(b' '));
        let marks = (quote | escape | control) & !word & HIGHS;
        if marks != 0 {
            return at + lowest(marks);
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|&byte| byte != b'"' && byte != b'\\' && byte >= b' ') {
        at += 1;
    }
    at
}

/// The offset of the first byte from `at` on that is not JSON whitespace; the length without one.
#[inline]
pub(super) fn non_whitespace(bytes: &[u8], at: usize) -> usize {
    // Most gaps are empty, one space, or a line break with its indentation.
    match bytes.get(at) {
        Some(&byte) if byte > b' ' => at,
        Some(b' ') if bytes.get(at + 1).is_some_and(|&byte| byte > b' ') => at + 1,
        _ => after_whitespace(bytes, at),
    }
}

fn after_whitespace(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b'\n' | b'\r') => at += 1,
            Some(&byte @ (b' ' | b'\t')) => at = after_run(bytes, at, byte),
            _ => return at,
        }
    }
}

/// The offset of the first byte from `at` on that is not `byte`.
#[inline]
fn after_run(bytes: &[u8], mut at: usize, byte: u8) -> usize {
    while let Some(word) = word(bytes, at) {
        let others = word ^ repeated(byte);
        if others != 0 {
            return at + lowest(others);
        }
        at += 8;
    }
    while bytes.get(at) == Some(&byte) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::{non_whitespace, special};

    /// Checks every byte value at every offset of a word, with every neighbour that could borrow into it.
    #[test]
    fn every_search_agrees_with_a_plain_loop() {
        for value in 0..=255_u8 {
            for offset in 0..20 {
                for fill in [b'a', b' ', b'\t', b'\n', 0x1f, 0x20, 0x21, b'"', b'#', b'\\', 0x80, 0xff] {
                    let mut bytes = [fill; 23];
                    bytes[offset] = value;
                    let naive = |stop: fn(u8) -> bool| bytes.iter().position(|&byte| stop(byte)).unwrap_or(bytes.len());
                    assert_eq!(special(&bytes, 0), naive(|byte| byte == b'"' || byte == b'\\' || byte < 0x20));
                    assert_eq!(non_whitespace(&bytes, 0), naive(|byte| !matches!(byte, b' ' | b'\n' | b'\t' | b'\r')));
                }
            }
        }
    }
}
