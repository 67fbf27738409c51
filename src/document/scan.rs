//! Eight bytes at a time: where white space ends, where a string needs a closer look.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Reads the eight bytes at `at` as a little-endian word.
#[inline]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|chunk| u64::from_le_bytes(*chunk))
}

/// High bit set in the lowest byte of `word` that is zero (bits above it may be set by borrow: only the lowest counts).
#[inline]
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// Index of the lowest marked byte.
#[inline]
const fn lowest(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// Offset of the first `"`, `\` or control character (below 0x20) at or behind `at`; the length when there is none.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = word(bytes, at) {
        let quote = zero_bytes(word ^ (ONES * u64::from(b'"')));
        let escape = zero_bytes(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let marks = quote | escape | control;
        if marks != 0 {
            return at + lowest(marks);
        }
        at += 8;
    }
    bytes[at..]
        .iter()
        .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20)
        .map_or(bytes.len(), |offset| at + offset)
}

/// Offset of the first byte at or behind `at` that is not JSON white space.
#[inline]
pub(super) fn non_blank(bytes: &[u8], mut at: usize) -> usize {
    // Most gaps are none, one space, or a line break with its indentation.
    match bytes.get(at) {
        Some(&byte) if byte > b' ' => return at,
        Some(b' ') if bytes.get(at + 1).is_some_and(|&byte| byte > b' ') => return at + 1,
        None => return at,
        _ => {}
    }
    while let Some(word) = word(bytes, at) {
        let blank = exact_zero_bytes(word ^ (ONES * u64::from(b' ')))
            | exact_zero_bytes(word ^ (ONES * u64::from(b'\n')))
            | exact_zero_bytes(word ^ (ONES * u64::from(b'\t')))
            | exact_zero_bytes(word ^ (ONES * u64::from(b'\r')));
        let other = !blank & HIGHS;
        if other != 0 {
            return at + lowest(other);
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')) {
        at += 1;
    }
    at
}

/// Like [`zero_bytes`], but exact in every byte: for when the marks are inverted.
#[inline]
const fn exact_zero_bytes(word: u64) -> u64 {
    const LOWS: u64 = !HIGHS;
    !(((word & LOWS) + LOWS) | word | LOWS)
}

#[cfg(test)]
mod tests {
    use super::{non_blank, special};

    /// Every byte value at every offset of a word, with every neighbour that could borrow into it.
    #[test]
    fn agrees_with_a_plain_loop() {
        for value in 0..=255_u8 {
            for offset in 0..20 {
                for fill in [b'a', b' ', b'\n', 0x1f, 0x20, 0x21, b'"', b'#', b'\\', 0x80, 0xff] {
                    let mut bytes = [fill; 23];
                    bytes[offset] = value;
                    let naive = |stop: fn(u8) -> bool| bytes.iter().position(|&byte| stop(byte)).unwrap_or(bytes.len());
                    assert_eq!(special(&bytes, 0), naive(|byte| byte == b'"' || byte == b'\\' || byte < 0x20));
                    assert_eq!(non_blank(&bytes, 0), naive(|byte| !matches!(byte, b' ' | b'\n' | b'\t' | b'\r')));
                }
            }
        }
    }
}
