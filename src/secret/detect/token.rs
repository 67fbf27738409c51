//! What a token looks like: the one definition for detection and masks.
//!
//! A mask asks [`is_token_like`]: the shape alone, so that it hides too much rather than too little. Detection asks [`is_random`]: the same
//! shape, and characters as chance puts them.

use crate::secret::lexicon::placeholders::is_uninformative;
use crate::secret::lexicon::words::words;
use std::collections::HashSet;

/// Length in bytes of the shortest token. Shorter keys exist, but so do many words, ids and versions of that length.
pub const SHORTEST_TOKEN: usize = 16;
/// Length in bytes of the shortest token without a digit: base64 of that length nearly always has many changes of case.
const SHORTEST_WITHOUT_DIGIT: usize = 20;
/// Length in bytes of the shortest value that looks random in a slot for tokens.
const SHORTEST_IN_SLOT: usize = 8;
/// The same for a value of letters of one case.
const SHORTEST_OF_LETTERS: usize = 12;
/// The same for a value of digits: shorter ones are ids and numbers of telephones.
const SHORTEST_OF_DIGITS: usize = 16;
/// Length in bytes of the shortest part of a token that was cut off and is still worth hiding.
const SHORTEST_PART: usize = 6;
/// Bytes of a value that are examined; the rest of a longer value is like its beginning.
const EXAMINED: usize = 512;

/// Whether `word` has the shape of a token: at least [`SHORTEST_TOKEN`] bytes with letters and a digit among them, or at least 20 whose case
/// changes all the time and that are no words.
///
/// UUIDs, paths and URLs may have the shape too: a caller that knows that a word is one leaves it out.
///
/// ```
/// use postsmith::secret::is_token_like;
///
/// assert!(is_token_like("s4mpl3-0nly-n0t-l1v3"));
/// assert!(!is_token_like("s4mpl3"), "too short");
/// assert!(!is_token_like("getStudentByIdAndName"), "words");
/// ```
pub fn is_token_like(word: &str) -> bool {
    let examined = &word[..word.floor_char_boundary(EXAMINED)];
    let has = |test: fn(&u8) -> bool| examined.as_bytes().iter().any(test);
    examined.len() >= SHORTEST_TOKEN
        && has(u8::is_ascii_alphabetic)
        && (has(u8::is_ascii_digit) || changes_case_often(examined) && !is_of_words(examined))
}

/// Whether `word` may be part of a token that was cut off: its length says nothing then.
pub(in crate::secret) fn may_be_part_of_token(word: &str) -> bool {
    word.len() >= SHORTEST_PART && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a machine made `value`: it has the shape of a token, its characters come as chance puts them, and it has no words.
pub(in crate::secret) fn is_random(value: &str) -> bool {
    let examined = &value[..value.floor_char_boundary(EXAMINED)];
    is_token_like(examined)
        && examined.bytes().all(|byte| byte.is_ascii_graphic())
        && !examined.contains("://")
        && has_mixed_characters(examined)
        && entropy(examined) >= least_entropy(examined)
        && !is_of_words(examined)
}

/// Whether `value` looks random although it is too short or has too few sorts of characters for [`is_random`]: hex of 8 characters, 20 small
/// letters, 16 digits. In a slot for tokens that is enough.
pub(in crate::secret) fn is_short_random(value: &str) -> bool {
    let count = |kind: Sort| value.bytes().filter(|byte| sort(*byte) == kind).count();
    let (digits, signs) = (count(Sort::Digit), count(Sort::Sign));
    let letters = value.len() - digits - signs;
    let is_of_one_case = count(Sort::Small) == 0 || count(Sort::Capital) == 0;
    let changes = value.as_bytes().windows(2).filter(|pair| sort(pair[0]) != sort(pair[1])).count();
    let distinct = value.bytes().collect::<HashSet<u8>>().len();
    if value.len() < SHORTEST_IN_SLOT || signs > 0 || distinct * 3 < value.len().min(12) {
        return false;
    }
    match (letters, digits) {
        (0, _) => digits >= SHORTEST_OF_DIGITS,
        (_, 0) if is_of_one_case => letters >= SHORTEST_OF_LETTERS && !is_pronounceable(&value.to_ascii_lowercase()),
        (_, 0) => changes * 2 >= value.len() && !is_of_words(value),
        _ if is_of_one_case && value.bytes().all(|byte| byte.is_ascii_hexdigit()) => digits >= 2,
        // A word with a number behind it has one change: `hunter2031`.
        _ => changes >= 2 && !is_of_words(value),
    }
}

/// Whether `value` might be a password that a generator made: characters of three sorts or more, which change all the time.
pub(in crate::secret) fn is_mixed(value: &str) -> bool {
    if value.len() < 8 || !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let sorts: Vec<Sort> = value.bytes().map(sort).collect();
    let kinds =
        [Sort::Small, Sort::Capital, Sort::Digit, Sort::Sign].iter().filter(|kind| sorts.contains(kind)).count();
    // A capital before small letters begins a word.
    let begins_word = |pair: &[Sort]| pair[0] == Sort::Capital && pair[1] == Sort::Small;
    let changes = sorts.windows(2).filter(|pair| pair[0] != pair[1] && !begins_word(pair)).count();
    kinds >= 3 && changes * 5 >= value.len() * 2
}

/// Whether letters and at least two digits are mixed with few signs, or the case changes as chance has it.
fn has_mixed_characters(value: &str) -> bool {
    let count = |kind: Sort| value.bytes().filter(|byte| sort(*byte) == kind).count();
    let letters = count(Sort::Small) + count(Sort::Capital);
    if letters == 0 || count(Sort::Sign) * 3 > value.len() {
        return false;
    }
    count(Sort::Digit) >= 2 || changes_case_often(value)
}

/// Whether small letters and capitals follow each other as in base64. Base64 without a digit is rare but possible.
fn changes_case_often(value: &str) -> bool {
    let sorts: Vec<Sort> = value.bytes().map(sort).collect();
    let count = |kind: Sort| sorts.iter().filter(|sort| **sort == kind).count();
    let is_letter = |sort: Sort| matches!(sort, Sort::Small | Sort::Capital);
    let changes =
        sorts.windows(2).filter(|pair| pair[0] != pair[1] && is_letter(pair[0]) && is_letter(pair[1])).count();
    value.len() >= SHORTEST_WITHOUT_DIGIT
        && count(Sort::Small) > 2
        && count(Sort::Capital) > 2
        && changes * 4 >= value.len()
}

/// A sort of character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Small,
    Capital,
    Digit,
    Sign,
}

const fn sort(byte: u8) -> Sort {
    match byte {
        b'a'..=b'z' => Sort::Small,
        b'A'..=b'Z' => Sort::Capital,
        b'0'..=b'9' => Sort::Digit,
        _ => Sort::Sign,
    }
}

/// Entropy that random values of this length and alphabet nearly always reach.
fn least_entropy(value: &str) -> f32 {
    let is_hex = value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    match value.len() {
        ..20 => 2.8,
        20..40 => 3.0,
        _ if is_hex => 3.2,
        _ => 3.5,
    }
}

/// Shannon entropy in bits a character.
pub(in crate::secret) fn entropy(value: &str) -> f32 {
    let mut counts = [0_u16; 256];
    for byte in value.bytes() {
        counts[usize::from(byte)] = counts[usize::from(byte)].saturating_add(1);
    }
    let all = u16::try_from(value.len()).unwrap_or(u16::MAX);
    let share = |count: u16| f32::from(count) / f32::from(all);
    counts.iter().filter(|count| **count > 0).map(|count| -share(*count) * share(*count).log2()).sum()
}

/// Whether three quarters of `value` are pronounceable words: it is the name of a key and no key.
pub(in crate::secret) fn is_of_words(value: &str) -> bool {
    let words = words(value);
    let is_word = |word: &&String| is_pronounceable(word) || word.len() > 3 && is_uninformative(word);
    let in_words: usize = words.iter().filter(is_word).map(String::len).sum();
    let all = |test: fn(&u8) -> bool| value.bytes().filter(test).count();
    let (letters, digits) = (all(u8::is_ascii_alphabetic), all(u8::is_ascii_digit));
    // In a path or a name with parts the numbers do not count.
    let parts = value.bytes().filter(|byte| matches!(byte, b'/' | b'_' | b':' | b'.')).count();
    let counted = if parts >= 2 && digits < letters { letters } else { letters + digits };
    counted > 0 && in_words * 4 >= counted * 3
}

/// Consonants that hardly ever stand beside another consonant in a word.
const RARE: &[u8] = b"jqvxz";
/// Pairs in which they do.
const RARE_PAIRS: [&[u8; 2]; 22] = [
    b"dj", b"nj", b"dv", b"lv", b"nv", b"rv", b"sv", b"vr", b"xc", b"xp", b"xt", b"xs", b"lx", b"nx", b"lz", b"nz",
    b"rz", b"tz", b"zz", b"sz", b"cz", b"dz",
];

/// Whether the letters of `pair` hardly ever follow each other in a word.
fn is_rare(pair: &[u8]) -> bool {
    let is_consonant = |letter: u8| !matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    pair[0] == b'q' && pair[1] != b'u'
        || pair.iter().all(|letter| is_consonant(*letter))
            && pair.iter().any(|letter| RARE.contains(letter))
            && !RARE_PAIRS.iter().any(|known| pair == *known)
}

/// Whether `word` has at least three letters, vowels among them, never four consonants in a row, and no pair that is rare in words.
fn is_pronounceable(word: &str) -> bool {
    let is_vowel = |letter: &u8| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let vowels = word.bytes().filter(|letter| is_vowel(letter)).count();
    let runs = word.as_bytes().split(is_vowel).map(<[u8]>::len).max().unwrap_or_default();
    word.len() >= 3
        && word.bytes().all(|letter| letter.is_ascii_lowercase())
        && runs < 4
        && !word.as_bytes().windows(2).any(is_rare)
        && vowels * 5 >= word.len()
        && vowels * 3 <= word.len() * 2
}

/// Whether `value` is the name of something in code: `segment1Passenger2OfferItemId`.
pub(in crate::secret) fn is_identifier(value: &str) -> bool {
    let words = words(value);
    words.len() >= 4
        && is_of_words(value)
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && value.as_bytes()[0].is_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, is_mixed, is_of_words, is_random, is_token_like};

    /// Characters from a small generator, so that no fixture looks like a live credential.
    fn made(alphabet: &str, length: usize, seed: u64) -> String {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let alphabet = alphabet.as_bytes();
        let mut character = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(alphabet[(state >> 33) as usize % alphabet.len()])
        };
        (0..length).map(|_| character()).collect()
    }

    const ALL: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    #[test]
    fn random_values_are_recognised() {
        for (alphabet, length) in
            [(ALL, 20), (ALL, 40), ("0123456789abcdef", 32), ("abcdefghijklmnopqrstuvwxyz0123456789", 24), (ALL, 400)]
        {
            let missed = (0..1_000).filter(|seed| !is_random(&made(alphabet, length, *seed))).count();
            assert!(missed <= 20, "{missed} of 1000 of {length} characters of {alphabet}");
        }
    }

    #[test]
    fn words_ids_and_dates_are_not_random() {
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
    fn generated_passwords_are_mixed() {
        assert!(is_mixed("eH8+K*1e") && is_mixed("5R&h+f7n=Xz:Y"));
        for weak in ["Admin.2020", "SecurePassword123!", "dbs@1234", "password1", "short"] {
            assert!(!is_mixed(weak), "{weak}");
        }
    }

    #[test]
    fn every_random_value_is_token_like() {
        for seed in 0..200 {
            for length in [16, 20, 40, 600] {
                let value = made(ALL, length, seed);
                assert!(!is_random(&value) || is_token_like(&value), "seed {seed}, {length} characters");
            }
        }
        assert!(is_token_like("a1b2c3d4e5f6a7b8") && is_token_like("QwErTyUiOpAsDfGhJkLz"));
        for word in ["", "a1b2c3d4e5f6a7b", "1234567890123456", "correct horse battery", "getStudentByIdAndName"] {
            assert!(!is_token_like(word), "{word}");
        }
    }
}
