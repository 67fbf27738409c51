//! Hides credentials that people write into names of folders, requests and examples.

use super::suspicious;
use crate::secret::detect::token::may_be_part_of_token;
use crate::secret::{Position, Risk, scan_text};

/// `breadcrumb` (names joined with ` / `) with an asterisk for every character of a credential in it.
pub fn mask_breadcrumb(breadcrumb: &str) -> String {
    let names: Vec<String> = breadcrumb.split(" / ").map(mask_name).collect();
    names.join(" / ")
}

/// One name. A long name was cut off, and its last word may be half a credential.
fn mask_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    // Most names hold no credential: the scan is left out then.
    if !words.iter().any(|word| may_be_part_of_token(word)) && !suspicious::is_secret(name) {
        return name.to_owned();
    }
    let mut shown = name.to_owned();
    for secret in scan_text(name, Position::Description).iter().filter(|secret| secret.risk >= Risk::Medium) {
        let value = &name[secret.range.clone()];
        shown = shown.replace(value, &asterisks(value));
    }
    match words.last().and_then(|word| word.strip_suffix('…')) {
        Some(cut) if may_be_part_of_token(cut) => shown.replace(cut, &asterisks(cut)),
        _ => shown,
    }
}

fn asterisks(value: &str) -> String {
    "*".repeat(value.chars().count())
}

#[cfg(test)]
mod tests {
    use super::mask_breadcrumb;

    #[test]
    fn only_credentials_are_masked() {
        let kept = "Auth / Get token / header 2 / value";
        assert_eq!(mask_breadcrumb(kept), kept);
        assert_eq!(mask_breadcrumb("login password: kJ8s2mQ9x / R"), "login password: ********* / R");
        let cut = format!("Send it with {}…", "a1b2c3d4".repeat(3));
        assert_eq!(mask_breadcrumb(&cut), format!("Send it with {}…", "*".repeat(24)));
    }
}
