//! Masks live output: known values in every encoding, and what looks like a token. The doctor shows nothing without it.

use crate::secret::decode::{encodings, normalize};
use crate::secret::{SHORTEST_TOKEN, is_token_like};
use crate::text::is_hidden;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use zeroize::Zeroizing;

/// Most bytes of a text of a server that are shown.
const LONGEST_SHOWN: usize = 300;
/// A value shorter than this is hidden as a whole word only: as a part of words it appears everywhere.
const SHORT: usize = 5;
/// How many consecutive characters of a secret are hidden, fewer of a short one.
const PART: usize = 6;
/// The same for a secret of a few characters.
const SHORTEST_PART: usize = 4;
/// The same in an encoding: base64 writes six bytes as eight characters.
const ENCODED_PART: usize = 8;
/// A word longer than this is hidden: no ordinary word is so long.
const LONGEST_WORD: usize = 60;

/// Known secret values, and how to hide them.
#[derive(Default)]
pub struct LiveMask {
    /// Each value in every encoding, with the text that replaces it; the longest first.
    encodings: Vec<(Zeroizing<String>, String)>,
    /// The normal form of each value, forwards and backwards.
    normal: Vec<Zeroizing<String>>,
    /// The hashes of all parts of the secrets and of their encodings, by the number of characters of a part.
    parts: BTreeMap<usize, HashSet<u64>>,
}

impl LiveMask {
    /// Adds `value`, which `<name>` replaces in every text.
    pub fn learn(&mut self, name: &str, value: &str) {
        let trimmed = value.trim();
        if trimmed.trim_matches(':').is_empty() {
            return;
        }
        let normal = normalize(trimmed);
        if normal.len() >= SHORT {
            self.normal.push(Zeroizing::new(normal.chars().rev().collect()));
            self.normal.push(normal);
        }
        let name = format!("<{name}>");
        for value in [value, trimmed] {
            let encoded = encodings(value).into_iter();
            self.encodings.extend(encoded.map(|encoded| (Zeroizing::new(encoded), name.clone())));
        }
        self.encodings.sort_by(|(one, a), (other, b)| {
            other.len().cmp(&one.len()).then_with(|| one.as_str().cmp(other.as_str()).then_with(|| a.cmp(b)))
        });
        self.encodings.dedup();
    }

    /// Adds `value` like [`LiveMask::learn`]. Of a secret, a text of a server must not show a part either: an echo may lack a character, or be cut.
    pub fn learn_secret(&mut self, name: &str, value: &str) {
        self.learn(name, value);
        let normal = normalize(value);
        let part = PART.min(normal.chars().count() / 2).max(SHORTEST_PART);
        // Encodings that keep most characters are covered by the normal form.
        let beginning: String = value.trim().chars().take(SHORTEST_PART).collect();
        for encoded in encodings(value.trim()).into_iter().filter(|encoded| !encoded.contains(&beginning)) {
            self.learn_parts(&Zeroizing::new(encoded.to_lowercase()), ENCODED_PART);
        }
        self.learn_parts(&normal, part);
    }

    fn learn_parts(&mut self, text: &str, length: usize) {
        self.parts.entry(length).or_default().extend(parts(text, length));
    }

    /// `text` of this program without known values.
    pub fn known(&self, text: &str) -> String {
        self.without(text, |_| true, |name| name)
    }

    /// `text` of this program with parts of a server that are masked already. A value that is a plain word stays: in our sentences it reveals
    /// nothing, and a mask in its place would.
    pub fn once_more(&self, text: &str) -> String {
        let is_word = |encoded: &str| encoded.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        self.without(text, |encoded| !(is_word(encoded) && encoded.len() < SHORTEST_TOKEN), |name| name)
    }

    /// `text` with what `shown` makes of its name in the place of each known value that `counts`.
    fn without<'m>(&'m self, text: &str, counts: impl Fn(&str) -> bool, shown: impl Fn(&'m str) -> &'m str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let is_here = |encoded: &str| rest.starts_with(encoded) && counts(encoded) && is_whole(text, at, encoded);
            let found = self.encodings.iter().find(|(encoded, _)| is_here(encoded));
            if let Some((encoded, name)) = found {
                out.push_str(shown(name));
                at += encoded.len();
            } else {
                let character = rest.chars().next().unwrap_or_default();
                out.push(character);
                at += character.len_utf8();
            }
        }
        out
    }

    /// Whether `text` shows consecutive characters of a secret beside the whole values.
    fn shows_part(&self, text: &str) -> bool {
        let rest = self.without(text, |_| true, |_| " ");
        let (normal, lower) = (normalize(&rest), rest.to_lowercase());
        let shares = |text: &str, (length, known): (&usize, &HashSet<u64>)| !parts(text, *length).is_disjoint(known);
        self.parts.iter().any(|one| shares(&normal, one) || shares(&lower, one))
    }

    /// `text` of a server without known values, e-mail addresses and token-like words, on one line of at most 300 bytes.
    pub fn foreign(&self, text: &str) -> String {
        // Masked before it is cut off: half a secret would not be recognised.
        if text.len() > LONGEST_SHOWN * 20 {
            return format!("a text of {} bytes", text.len());
        }
        let known = self.known(text);
        // In an encoding that nobody listed its first and last byte are unknown.
        let normal = normalize(&known);
        let is_in_text = |secret: &Zeroizing<String>| normal.contains(secret.as_str());
        if self.normal.iter().any(is_in_text) || self.shows_part(text) {
            return "<a text with one of your values in it>".to_owned();
        }
        let mut out = String::new();
        for word in known.split_inclusive(is_border) {
            let (word, border) = word.split_at(word.trim_end_matches(is_border).len());
            let is_mail = word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            if is_mail {
                out.push_str("<e-mail>");
            } else if may_be_token(word) {
                out.push_str("<...>");
            } else {
                out.push_str(word);
            }
            out.extend(border.chars().map(|character| if character.is_whitespace() { ' ' } else { character }));
        }
        out.retain(|character| !is_hidden(character));
        if out.len() > LONGEST_SHOWN {
            out.truncate(out.floor_char_boundary(LONGEST_SHOWN));
            out.push_str("...");
        }
        out
    }
}

/// The hashes of all `length` consecutive characters of `text`.
fn parts(text: &str, length: usize) -> HashSet<u64> {
    let characters = Zeroizing::new(text.chars().collect::<Vec<char>>());
    let hash = |part: &[char]| {
        let mut hasher = DefaultHasher::new();
        part.hash(&mut hasher);
        hasher.finish()
    };
    // A part of letters is a word as often as a secret, unless the secret has nothing else.
    let is_made = |part: &&[char]| !part.iter().all(|one| one.is_alphabetic() || matches!(one, '_' | '-' | ' '));
    let made: HashSet<u64> = characters.windows(length).filter(is_made).map(hash).collect();
    if made.is_empty() || length >= ENCODED_PART { characters.windows(length).map(hash).collect() } else { made }
}

const fn is_border(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '=' | '&' | '?' | '|'
        )
}

/// Whether a word is longer than any ordinary one, or token-like with a part that is long enough: `https://a.example/v2/users` has none.
fn may_be_token(word: &str) -> bool {
    let has_long_part = || word.split(['/', ':', '.']).any(|part| part.len() >= SHORTEST_TOKEN);
    word.len() > LONGEST_WORD || is_token_like(word) && has_long_part()
}

/// Whether `encoded` may be hidden at `at`: a short value only where no word goes on beside it.
fn is_whole(text: &str, at: usize, encoded: &str) -> bool {
    if encoded.len() >= SHORT {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + encoded.len()..].chars().next();
    ![before, after].into_iter().flatten().any(|beside| beside.is_alphanumeric() || beside == '_')
}

#[cfg(test)]
mod tests {
    use super::LiveMask;
    use crate::secret::decode::encode_base64;
    use crate::text::percent;

    #[test]
    fn a_known_value_is_hidden_in_every_encoding() {
        let secret = "p&ss \"w/rd\" +é'1";
        let mut mask = LiveMask::default();
        mask.learn("PASSWORD", secret);
        let encoded = percent::encode(secret);
        for (index, written) in [
            secret.to_owned(),
            format!("a{secret}b"),
            encoded.clone(),
            encoded.to_lowercase(),
            encoded.replace("%20", "+"),
            percent::encode(&encoded),
            serde_json::to_string(secret).unwrap(),
            encode_base64(secret.as_bytes()),
            encode_base64(format!("u:{secret}").as_bytes()),
            encode_base64(format!("us:{secret}:x").as_bytes()),
            encode_base64(format!("use{secret}xy").as_bytes()).replace('+', "-").replace('/', "_"),
        ]
        .iter()
        .enumerate()
        {
            for shown in [mask.known(written), mask.foreign(written)] {
                assert!(shown.contains("<PASSWORD>"), "{index}: {shown}");
                assert!(shown.len() < written.len() + 12 && !shown.contains("w/rd"), "{index}: {shown}");
            }
        }
    }

    #[test]
    fn an_unlisted_encoding_hides_the_whole_text() {
        let secret = "ZqP\u{e4}\"S&s+w%=Kd";
        let mut mask = LiveMask::default();
        mask.learn("PASSWORD", secret);
        for written in [
            r#"no: ZqP\u00e4\"S&s+w%=Kd"#,
            r#"no: ZqPä\"S\u0026s+w%=Kd"#,
            "no: ZqPä&#34;S&amp;s+w%=Kd",
            "no: ZqP&#228;&quot;S&s+w%=Kd",
            "no: ZQPÄ\"S&S+W%=KD",
            "no: dK=%w+s&S\"äPqZ",
            r#"no: ZqP\xc3\xa4"S&s+w%=Kd"#,
        ] {
            let shown = mask.foreign(written);
            assert!(!shown.contains("Kd") && !shown.contains("KD") && !shown.contains("dK"), "{written}: {shown}");
        }
        assert_eq!(mask.foreign("the user is not known"), "the user is not known");
    }

    #[test]
    fn no_part_of_a_secret_is_shown() {
        let secret = "Tr0ub\"4dor#Zeb-91!kP";
        let mut mask = LiveMask::default();
        mask.learn_secret("PASSWORD", secret);
        for written in [
            "no: Tr0ub\"4dor#Zeb91!kP",
            "no: Tr0ub\"\"4dor#Zeb-91!kP",
            "no: Tr0ub\"4dor",
            "https://a.example/login?p=Tr0ub%224dor",
            "no: T\u{ad}r\u{2060}0ub\"4d\u{200b}or#Zeb-91!kP",
            "no: tr0ub\"4D",
            &format!("no: {}", &encode_base64(secret.as_bytes())[..12]),
        ] {
            let shown = mask.foreign(written);
            assert_eq!(shown, "<a text with one of your values in it>", "{written}");
        }
        for plain in ["the password is wrong", "no user with this name", "<PASSWORD> is wrong"] {
            assert_eq!(mask.foreign(plain), plain);
        }
        assert_eq!(mask.foreign(&format!("not {secret} today")), "not <PASSWORD> today");
    }

    #[test]
    fn a_password_that_is_a_plain_word_stays_in_our_sentences() {
        let mut mask = LiveMask::default();
        mask.learn("PASSWORD", "answer");
        assert_eq!(mask.once_more("the answer is 400"), "the answer is 400");
        assert_eq!(mask.foreign("your answer is wrong"), "your <PASSWORD> is wrong");
        mask.learn("CLIENT_SECRET", "k7Jq9x");
        assert_eq!(mask.once_more("it was k7Jq9x"), "it was <CLIENT_SECRET>");
    }

    #[test]
    fn short_values_are_hidden_as_words_and_token_like_words_always() {
        let mut mask = LiveMask::default();
        mask.learn("CLIENT_ID", "12");
        assert_eq!(mask.known("12 a12 12345 (12)"), "<CLIENT_ID> a12 12345 (<CLIENT_ID>)");
        assert_eq!(mask.foreign("ask ana@example.com\r\nfor a1b2c3d4e5f6a7b8c9"), "ask <e-mail>  for <...>");
        assert_eq!(mask.foreign("the Authorization header is malformed"), "the Authorization header is malformed");
        assert!(mask.foreign(&"x ".repeat(1000)).len() < 310);
        assert_eq!(mask.foreign(&"12 ".repeat(10_000)), "a text of 30000 bytes");
    }
}
