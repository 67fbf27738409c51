//! The words of a name.

use std::collections::HashSet;

/// The words of `name` in lower case: `accessToken`, `access_token` and `ACCESS-TOKEN` have the same; digits end a word.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = name.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let is_last_of_capitals =
            before.is_uppercase() && letter.is_uppercase() && letters.peek().is_some_and(|after| after.is_lowercase());
        let begins = letter.is_uppercase() && !before.is_uppercase()
            || is_last_of_capitals
            || letter.is_ascii_digit() != before.is_ascii_digit();
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The words of a list that is written in one.
pub(super) fn set(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn every_way_of_writing_has_the_same_words() {
        for name in ["accessToken", "access_token", "ACCESS-TOKEN", "Access token", "AccessTOKEN"] {
            assert_eq!(words(name), ["access", "token"], "{name}");
        }
        assert_eq!(words("JWTToken2x"), ["jwt", "token", "2", "x"]);
        assert_eq!(words("été_ÉTÉ"), ["été", "été"]);
        assert!(words("").is_empty() && words("--").is_empty());
    }
}
