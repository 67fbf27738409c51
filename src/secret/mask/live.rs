//! Masks live output: known values in every encoding, and what looks like a token. The doctor shows nothing without it.

use crate::secret::decode::{encodings, normalize};
use crate::secret::{SHORTEST_TOKEN, is_token_like};
use crate::text::is_hidden;
use zeroize::Zeroizing;

/// Most bytes of a text of a server that are shown.
const LONGEST_SHOWN: usize = 300;
/// A value shorter than this is hidden as a whole word only: as a part of words it appears everywhere.
const SHORT: usize = 5;
/// A word longer than this is hidden: no ordinary word is so long.
const LONGEST_WORD: usize = 60;

/// Known secret values, and how to hide them.
#[derive(Default)]
pub struct LiveMask {
    /// Each value in every encoding, with the text that replaces it; the longest first.
    encodings: Vec<(Zeroizing<String>, String)>,
    /// The normal form of each value, forwards and backwards.
    normal: Vec<Zeroizing<String>>,
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

    /// `text` of this program without known values.
    pub fn known(&self, text: &str) -> String {
        self.without(text, |_| true)
    }

    /// `text` of this program with parts of a server that are masked already. A value that is a plain word stays: in our sentences it reveals
    /// nothing, and a mask in its place would.
    pub fn once_more(&self, text: &str) -> String {
        let is_word = |encoded: &str| encoded.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        self.without(text, |encoded| !(is_word(encoded) && encoded.len() < SHORTEST_TOKEN))
    }

    fn without(&self, text: &str, counts: impl Fn(&str) -> bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let is_here = |encoded: &str| rest.starts_with(encoded) && counts(encoded) && is_whole(text, at, encoded);
            let found = self.encodings.iter().find(|(encoded, _)| is_here(encoded));
            if let Some((encoded, name)) = found {
                out.push_str(name);
                at += encoded.len();
            } else {
                let character = rest.chars().next().unwrap_or_default();
                out.push(character);
                at += character.len_utf8();
            }
        }
        out
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
        if self.normal.iter().any(|secret| normal.contains(secret.as_str())) {
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
