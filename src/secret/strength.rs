//! How much a value looks like a credential.

use super::dictionary::tells_nothing;
use super::words::words;

/// How much a credential is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// It dies by itself: a session's cookie, a signature.
    Ephemeral,
    /// People thought it up, or it is a default: a password.
    Weak,
    /// A machine made it, or it might as well be so.
    Strong,
}

/// Shortest token.
const TOKEN: usize = 16;
/// Longest value that is looked at closely; a longer one is like its beginning.
const LOOKED_AT: usize = 512;

/// Whether a machine made `value`: long enough, of letters and digits as they come by chance, and no words.
pub(super) fn is_random(value: &str) -> bool {
    let looked_at = &value[..value.floor_char_boundary(LOOKED_AT)];
    value.len() >= TOKEN
        && looked_at.bytes().all(|byte| byte.is_ascii_graphic())
        && !looked_at.contains("://")
        && has_many_signs(looked_at)
        && entropy(looked_at) >= least_entropy(looked_at)
        && !is_of_words(looked_at)
}

/// Whether `value` might be a password that was made and not thought up: of three sorts of signs or more, which change all the time.
pub(super) fn is_mixed(value: &str) -> bool {
    if value.len() < 8 || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let sorts: Vec<u8> = value.bytes().map(sort).collect();
    let kinds = (0..4).filter(|kind| sorts.contains(kind)).count();
    // A capital before small letters begins a word.
    let changes = sorts.windows(2).filter(|pair| pair[0] != pair[1] && !(pair[0] == 1 && pair[1] == 0)).count();
    kinds >= 3 && changes * 5 >= value.len() * 2
}

/// Digits beside letters, or capitals among small letters as chance puts them.
fn has_many_signs(value: &str) -> bool {
    let sorts: Vec<u8> = value.bytes().map(sort).collect();
    let count = |kind: u8| value.bytes().filter(|byte| sort(*byte) == kind).count();
    let letters = count(0) + count(1);
    let digits = count(2);
    let signs = count(3);
    if letters == 0 || signs * 3 > value.len() {
        return false;
    }
    if digits >= 2 {
        return true;
    }
    // Base64 without a digit is rare and possible; a word in capitals and small letters is not.
    let changes = sorts.windows(2).filter(|pair| pair[0] != pair[1] && pair[0] < 2 && pair[1] < 2).count();
    value.len() >= 20 && count(0) > 2 && count(1) > 2 && changes * 4 >= value.len()
}

const fn sort(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

/// What random values of this length and alphabet nearly always reach.
fn least_entropy(value: &str) -> f32 {
    let is_hex = value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    match value.len() {
        ..20 => 2.8,
        20..40 => 3.0,
        _ if is_hex => 3.2,
        _ => 3.5,
    }
}

/// Shannon's entropy in bits a character.
pub(super) fn entropy(value: &str) -> f32 {
    let mut counts = [0_u16; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] = counts[usize::from(byte)].saturating_add(1);
    }
    let all = u16::try_from(value.len()).unwrap_or(u16::MAX);
    let share = |count: u16| f32::from(count) / f32::from(all);
    counts.iter().filter(|count| **count > 0).map(|count| -share(*count) * share(*count).log2()).sum()
}

/// Whether three quarters of `value` are words that can be said: the name of a key, not one.
pub(super) fn is_of_words(value: &str) -> bool {
    let words = words(value);
    let is_said = |word: &&String| can_be_said(word) || word.len() > 3 && tells_nothing(word);
    let said: usize = words.iter().filter(is_said).map(String::len).sum();
    let all = |test: fn(&u8) -> bool| value.bytes().filter(test).count();
    let (letters, digits) = (all(u8::is_ascii_alphabetic), all(u8::is_ascii_digit));
    // Of a path or a name with parts the numbers do not count.
    let parts = value.bytes().filter(|byte| matches!(byte, b'/' | b'_' | b':' | b'.')).count();
    let written = if parts >= 2 && digits < letters { letters } else { letters + digits };
    written > 0 && said * 4 >= written * 3
}

/// A word of at least three letters with vowels among them, and never four consonants in a row.
fn can_be_said(word: &str) -> bool {
    let is_vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let vowels = word.bytes().filter(|letter| is_vowel(letter)).count();
    let runs = word.as_bytes().split(is_vowel).map(<[u8]>::len).max().unwrap_or_default();
    word.len() >= 3
        && word.bytes().all(|letter| letter.is_ascii_lowercase())
        && runs < 4
        && vowels * 5 >= word.len()
        && vowels * 3 <= word.len() * 2
}

/// Whether `value` is the name of something in code: `segment1Passenger2OfferItemId`.
pub(super) fn is_identifier(value: &str) -> bool {
    let words = words(value);
    words.len() >= 4
        && is_of_words(value)
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && value.as_bytes()[0].is_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, is_mixed, is_of_words, is_random};

    /// Letters by a small generator: no fixture that looks live.
    fn made(alphabet: &str, length: usize, seed: u64) -> String {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let alphabet = alphabet.as_bytes();
        let mut letter = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(alphabet[(state >> 33) as usize % alphabet.len()])
        };
        (0..length).map(|_| letter()).collect()
    }

    const ALL: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    #[test]
    fn what_a_machine_made_is_seen() {
        for (alphabet, length) in
            [(ALL, 20), (ALL, 40), ("0123456789abcdef", 32), ("abcdefghijklmnopqrstuvwxyz0123456789", 24), (ALL, 400)]
        {
            let missed = (0..1_000).filter(|seed| !is_random(&made(alphabet, length, *seed))).count();
            assert!(missed <= 20, "{missed} of 1000 of {length} letters of {alphabet}");
        }
    }

    #[test]
    fn what_people_write_is_not() {
        for text in [
            "segment1Passenger2OfferItemId",
            "shell_accountTab_options_updatePersDetails",
            "https://auth.example.com/connect/token",
            "unauthorized-user-token",
            "access_token_for_client_2",
            "2024-01-30T12:00:00.000Z",
            "11111111111111111111",
            "application/json",
            "AAAAAAAAAAAAAAAAAAAA1234",
        ] {
            assert!(!is_random(text), "{text}");
        }
        assert!(is_identifier("segment1Passenger2OfferItemId"));
        assert!(is_of_words("SecurePasswordHere"));
    }

    #[test]
    fn passwords_of_generators_are_mixed() {
        assert!(is_mixed("eH8+K*1e") && is_mixed("5R&h+f7n=Xz:Y"));
        for weak in ["Admin.2020", "SecurePassword123!", "dbs@1234", "password1", "short"] {
            assert!(!is_mixed(weak), "{weak}");
        }
    }
}
