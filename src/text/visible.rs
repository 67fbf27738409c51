//! Letters that move a terminal or mislead a reader, made visible.

/// Whether `letter` is a control character, turns the direction of writing around, or is not seen at all.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// `text` on one line, with U+FFFD for every hidden letter: for what comes out of files and is shown to people.
pub fn visible(text: &str) -> String {
    text.chars().map(|letter| if is_hidden(letter) { '\u{fffd}' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_people_write_stays_and_what_misleads_is_seen() {
        assert_eq!(visible("Größe 寸 – “x”"), "Größe 寸 – “x”");
        assert_eq!(visible("a\u{1b}[2J\n\u{202e}b\u{200b}"), "a\u{fffd}[2J\u{fffd}\u{fffd}b\u{fffd}");
    }
}
