//! Texts that stand where a value belongs.

/// Words that say so.
const WORDS: &[&str] = &[
    "your",
    "changeme",
    "change_me",
    "change-me",
    "placeholder",
    "todo",
    "example",
    "dummy",
    "xxxx",
    "redacted",
    "insert",
    "enter",
    "replace",
];

/// Whether `value` is none, a variable, or a text that asks for one: `<password>`, `your-token`, `changeme`, `xxxx`, `{{OTHER}}`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    if value.is_empty() || value.contains("{{") {
        return true;
    }
    let first = value.as_bytes()[0];
    let closed =
        matches!((first, value.as_bytes()[value.len() - 1]), (b'<', b'>') | (b'[', b']') | (b'{' | b'$', b'}'));
    let is_repeated = value.len() > 2 && value.bytes().all(|byte| byte == first)
        || value.bytes().all(|byte| matches!(byte, b'*' | b'.' | b'x' | b'X' | b'-' | b'_'));
    let lower = value.to_lowercase();
    closed
        || is_repeated
        || WORDS.iter().any(|word| lower.contains(word))
        || matches!(lower.as_str(), "null" | "undefined" | "none" | "string" | "value")
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn placeholders_are_told_from_values() {
        for value in [
            "",
            " ",
            "{{A}}",
            "<password>",
            "your-token",
            "YOUR_KEY_HERE",
            "changeme",
            "xxxx",
            "***",
            "[token]",
            "${TOKEN}",
            "null",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "k-sample-k", "abc", "5"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
