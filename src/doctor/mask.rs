//! Takes secrets out of every text that is shown: known values in all the ways in which they can be written, and what looks like one.

use super::normalize::normalize;
use super::{DoctorTarget, VariableValues};
use crate::secret::forms;
use crate::source::manifest::Role;
use crate::text::is_hidden;
use zeroize::Zeroizing;

/// Longest text of a server that is shown.
const LONGEST: usize = 300;
/// A value shorter than this is masked as a whole word only: as a part of words it stands everywhere.
const SHORT: usize = 5;
/// A run of letters and digits this long may be a token that nobody knows here.
const RUN: usize = 16;

/// What is known to be secret.
#[derive(Default)]
pub(super) struct Mask {
    /// How it may be written, with what stands in its place; the longest first.
    forms: Vec<(Zeroizing<String>, String)>,
    /// What it says, forwards and backwards, whatever the spelling.
    said: Vec<Zeroizing<String>>,
}

impl Mask {
    /// Every value of a person or script but the base URL: what is shared with everybody needs no mask.
    pub(super) fn new(target: &DoctorTarget, values: &VariableValues) -> Self {
        let mut mask = Self::default();
        let base_url = target.variable(Role::BaseUrl);
        let open = [target.variable(Role::TokenType), target.variable(Role::TokenLifetime)];
        for (name, value) in
            values.iter().filter(|(name, _)| *name != base_url && !open.iter().any(|open| open == name))
        {
            mask.learn(name, value);
        }
        let value = |role| values.get(&target.variable(role)).unwrap_or_default();
        for (user, password) in [(Role::ClientId, Role::ClientSecret), (Role::Username, Role::Password)] {
            mask.learn("credentials", &format!("{}:{}", value(user), value(password)));
        }
        mask
    }

    /// `value` is secret, and is called `name`.
    pub(super) fn learn(&mut self, name: &str, value: &str) {
        let trimmed = value.trim();
        if trimmed.trim_matches(':').is_empty() {
            return;
        }
        let said = normalize(trimmed);
        if said.len() >= SHORT {
            self.said.push(Zeroizing::new(said.chars().rev().collect()));
            self.said.push(said);
        }
        let name = format!("<{name}>");
        for value in [value, trimmed] {
            self.forms.extend(forms(value).into_iter().map(|form| (Zeroizing::new(form), name.clone())));
        }
        self.forms.sort_by(|(one, a), (other, b)| {
            other.len().cmp(&one.len()).then_with(|| one.as_str().cmp(other.as_str()).then_with(|| a.cmp(b)))
        });
        self.forms.dedup();
    }

    /// `text` of our own without what is known to be secret.
    pub(super) fn known(&self, text: &str) -> String {
        self.without(text, |_| true)
    }

    /// `text` whose foreign parts are masked already, once more. A secret that is a plain word stays: in our own words it tells nothing, and
    /// a mask in its place would.
    pub(super) fn once_more(&self, text: &str) -> String {
        let is_word = |form: &str| form.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        self.without(text, |form| !(is_word(form) && form.len() < RUN))
    }

    fn without(&self, text: &str, counts: impl Fn(&str) -> bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let is_here = |form: &str| rest.starts_with(form) && counts(form) && is_whole(text, at, form);
            let found = self.forms.iter().find(|(form, _)| is_here(form));
            if let Some((form, name)) = found {
                out.push_str(name);
                at += form.len();
            } else {
                let letter = rest.chars().next().unwrap_or_default();
                out.push(letter);
                at += letter.len_utf8();
            }
        }
        out
    }

    /// `text` of a server: without what is secret or may be, on one line, and not too long.
    pub(super) fn foreign(&self, text: &str) -> String {
        // It is masked before it is cut: half a secret is one that nobody recognises.
        if text.len() > LONGEST * 20 {
            return format!("a text of {} bytes", text.len());
        }
        let known = self.known(text);
        // In a spelling that nobody listed there is no telling where it begins and ends.
        let said = normalize(&known);
        if self.said.iter().any(|secret| said.contains(secret.as_str())) {
            return "<a text with one of your values in it>".to_owned();
        }
        let mut out = String::new();
        for word in known.split_inclusive(is_border) {
            let (word, border) = word.split_at(word.trim_end_matches(is_border).len());
            let is_mail = word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            if is_mail {
                out.push_str("<e-mail>");
            } else if is_run(word) {
                out.push_str("<...>");
            } else {
                out.push_str(word);
            }
            out.extend(border.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }));
        }
        out.retain(|letter| !is_hidden(letter));
        if out.len() > LONGEST {
            out.truncate(out.floor_char_boundary(LONGEST));
            out.push_str("...");
        }
        out
    }
}

const fn is_border(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '=' | '&' | '?' | '|'
        )
}

/// A long run in which letters and digits are mixed, or that holds too few vowels to be a word.
fn is_run(word: &str) -> bool {
    let any = |test: fn(&u8) -> bool| word.bytes().any(|byte| test(&byte));
    let is_long = word.split(['/', ':', '.']).any(|part| part.len() >= RUN);
    is_long && any(u8::is_ascii_alphabetic) && any(u8::is_ascii_digit) || word.len() > 60
}

/// A short value counts only where no word goes on beside it.
fn is_whole(text: &str, at: usize, form: &str) -> bool {
    if form.len() >= SHORT {
        return true;
    }
    let before = text[..at].chars().next_back();
    let after = text[at + form.len()..].chars().next();
    ![before, after].into_iter().flatten().any(|letter| letter.is_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use crate::secret::base64;
    use crate::text::percent;

    #[test]
    fn a_secret_is_found_however_it_is_written() {
        let secret = "p&ss \"w/rd\" +é'1";
        let mut mask = Mask::default();
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
            base64::encode(secret.as_bytes()),
            base64::encode(format!("u:{secret}").as_bytes()),
            base64::encode(format!("us:{secret}:x").as_bytes()),
            base64::encode(format!("use{secret}xy").as_bytes()).replace('+', "-").replace('/', "_"),
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
    fn spellings_that_nobody_listed_hide_the_whole_text() {
        let secret = "ZqP\u{e4}\"S&s+w%=Kd";
        let mut mask = Mask::default();
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
    fn our_own_words_do_not_tell_which_of_them_is_the_password() {
        let mut mask = Mask::default();
        mask.learn("PASSWORD", "answer");
        assert_eq!(mask.once_more("the answer is 400"), "the answer is 400");
        assert_eq!(mask.foreign("your answer is wrong"), "your <PASSWORD> is wrong");
        mask.learn("CLIENT_SECRET", "k7Jq9x");
        assert_eq!(mask.once_more("it was k7Jq9x"), "it was <CLIENT_SECRET>");
    }

    #[test]
    fn short_values_are_words_and_what_looks_like_a_token_goes() {
        let mut mask = Mask::default();
        mask.learn("CLIENT_ID", "12");
        assert_eq!(mask.known("12 a12 12345 (12)"), "<CLIENT_ID> a12 12345 (<CLIENT_ID>)");
        assert_eq!(mask.foreign("ask ana@example.com\r\nfor a1b2c3d4e5f6a7b8c9"), "ask <e-mail>  for <...>");
        assert_eq!(mask.foreign("the Authorization header is malformed"), "the Authorization header is malformed");
        assert!(mask.foreign(&"x ".repeat(1000)).len() < 310);
        assert_eq!(mask.foreign(&"12 ".repeat(10_000)), "a text of 30000 bytes");
    }
}
