//! Splits a name into words; makes the sets of the word lists.

use std::collections::HashSet;

/// The words of `name` in lower case: `accessToken`, `access_token` and `ACCESS-TOKEN` have the same two; a digit ends a word.
pub(in crate::secret) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = name.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let is_last_of_capitals = before.is_uppercase()
            && character.is_uppercase()
            && characters.peek().is_some_and(|after| after.is_lowercase());
        let begins = character.is_uppercase() && !before.is_uppercase()
            || is_last_of_capitals
            || character.is_ascii_digit() != before.is_ascii_digit();
        if (begins || !character.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// The set of the words of `list`, which whitespace separates.
pub(in crate::secret) fn set(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn case_and_separators_do_not_change_the_words() {
        for name in ["accessToken", "access_token", "ACCESS-TOKEN", "Access token", "AccessTOKEN"] {
            assert_eq!(words(name), ["access", "token"], "{name}");
        }
        assert_eq!(words("JWTToken2x"), ["jwt", "token", "2", "x"]);
        assert_eq!(words("été_ÉTÉ"), ["été", "été"]);
        assert!(words("").is_empty() && words("--").is_empty());
    }
}
