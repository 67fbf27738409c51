//! The way to a value by names, without the credentials that people write into names.

use super::mask;
use postsmith::document::{Document, quote};
use postsmith::finding::Finding;
use postsmith::secret::{Strength, scan};

/// `finding` with its names masked, when one of them holds a credential.
pub(super) fn masked(mut finding: Finding) -> Finding {
    finding.location.breadcrumb = finding.location.breadcrumb.map(|names| names_of(&names));
    finding
}

fn names_of(names: &str) -> String {
    let parts: Vec<String> = names.split(" / ").map(name).collect();
    parts.join(" / ")
}

/// One name; long ones were cut, and what was cut may be half a credential.
fn name(name: &str) -> String {
    let is_mixed = |word: &str| word.len() >= 6 && word.contains(|letter: char| letter.is_ascii_digit());
    let words: Vec<&str> = name.split_whitespace().collect();
    // Most names hold none: not even looked at then.
    if !words.iter().any(|word| is_mixed(word)) && !mask::is_secret(name) {
        return name.to_owned();
    }
    let mut shown = name.to_owned();
    if let Ok(document) = Document::json("", format!("{{\"description\": {}}}", quote(name))) {
        for secret in scan(&document).iter().filter(|secret| secret.strength >= Strength::Weak) {
            shown = shown.replace(secret.value(), &stars(secret.value()));
        }
    }
    match words.last().and_then(|word| word.strip_suffix('…')) {
        Some(cut) if is_mixed(cut) => shown.replace(cut, &stars(cut)),
        _ => shown,
    }
}

fn stars(value: &str) -> String {
    "*".repeat(value.chars().count())
}

#[cfg(test)]
mod tests {
    use super::names_of;

    #[test]
    fn only_credentials_are_masked() {
        let kept = "Auth / Get token / header 2 / value";
        assert_eq!(names_of(kept), kept);
        assert_eq!(names_of("login password: kJ8s2mQ9x / R"), "login password: ********* / R");
        let cut = format!("Send it with {}…", "a1b2c3d4".repeat(3));
        assert_eq!(names_of(&cut), format!("Send it with {}…", "*".repeat(24)));
    }
}
