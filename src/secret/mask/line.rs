//! Hides tokens in what the program says itself: a message, a help or a pointer quotes keys and names, and a person may have pasted a token there.

use crate::secret::{Position, SecretKind, scan_text};
use std::borrow::Cow;

/// The length of the shortest token that a vendor's pattern matches, in bytes.
const SHORTEST: usize = 14;

/// `text` with an asterisk for every character of a token that the pattern of a vendor matches. Its length stays the same, in characters and in bytes.
pub fn mask_tokens(text: &str) -> Cow<'_, str> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b'+' | b'=');
    // Most lines hold no long word: the scan is left out then.
    if !text.as_bytes().split(|byte| !is_part(*byte)).any(|word| word.len() >= SHORTEST) {
        return Cow::Borrowed(text);
    }
    let mut shown = Cow::Borrowed(text);
    for secret in scan_text(text, Position::Description) {
        if matches!(secret.kind, SecretKind::Vendor(_)) {
            let length = secret.range.len();
            shown.to_mut().replace_range(secret.range, &"*".repeat(length));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::mask_tokens;
    use support::random::Random;

    #[test]
    fn only_tokens_of_vendors_become_asterisks() {
        let token = Random::new("line").token("ghp_<a36>");
        let line = format!("unknown key `{token}` in /a/{token}/b");
        let stars = "*".repeat(token.len());
        assert_eq!(mask_tokens(&line), format!("unknown key `{stars}` in /a/{stars}/b"));
        let plain = "replace it with `{{GITHUB_TOKEN}}` in shop.postman_collection.json, Authorization: Bearer abc";
        assert_eq!(mask_tokens(plain), plain);
    }
}
