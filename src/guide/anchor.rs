//! Places in the page.

use std::collections::HashSet;

/// Gives each name an anchor of its own.
#[derive(Default)]
pub(super) struct Anchors(HashSet<String>);

impl Anchors {
    /// An anchor for `name`: its letters and digits in lower case, with hyphens; a number behind it when it is taken.
    pub(super) fn of(&mut self, kind: &str, name: &str) -> String {
        let mut slug = String::from(kind);
        for letter in name.chars() {
            if letter.is_alphanumeric() {
                slug.extend(letter.to_lowercase());
            } else if !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-').to_owned();
        let mut anchor = slug.clone();
        let mut number = 2;
        while !self.0.insert(anchor.clone()) {
            anchor = format!("{slug}-{number}");
            number += 1;
        }
        anchor
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn anchors_are_never_the_same() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.of("r-", "GET - List Ümlauts!"), "r-get-list-ümlauts");
        assert_eq!(anchors.of("r-", "get list ümlauts"), "r-get-list-ümlauts-2");
        assert_eq!(anchors.of("r-", ""), "r");
        assert_eq!(anchors.of("r-", "*"), "r-2");
    }
}
