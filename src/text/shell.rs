//! Quoting for a POSIX shell: commands that a message tells the user to run.

/// `text` as one word of a command: in single quotes unless every character is harmless.
pub fn word(text: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '/' | ':' | '@' | '%' | '+' | ',')
    };
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// `path` as one word that a command does not read as an option: `./` goes before a leading `-`.
pub fn path(path: &str) -> String {
    if path.starts_with('-') { word(&format!("./{path}")) } else { word(path) }
}

#[cfg(test)]
mod tests {
    use super::{path, word};

    #[test]
    fn a_shell_reads_the_original_text() {
        for (text, quoted) in [
            ("a/b.json", "a/b.json"),
            ("a-b.postman_environment.json", "a-b.postman_environment.json"),
            ("", "''"),
            ("a b", "'a b'"),
            ("a b's.json", "'a b'\\''s.json'"),
            ("it's $(x)", "'it'\\''s $(x)'"),
            ("$(x)", "'$(x)'"),
            ("~/a", "'~/a'"),
            ("[CORE]*", "'[CORE]*'"),
        ] {
            assert_eq!(word(text), quoted);
        }
        assert_eq!((path("-a.json"), path("b c.json")), ("./-a.json".to_owned(), "'b c.json'".to_owned()));
    }
}
