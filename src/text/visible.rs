//! Hidden characters: those that move a terminal, reorder a line or are not seen. What shows text of files to people uses this.

/// Whether `character` is a control character (C0, DEL or C1), changes the direction of writing, or is invisible.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
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

/// `text` on one line, with U+FFFD for every hidden character.
pub fn visible(text: &str) -> String {
    text.chars().map(|character| if is_hidden(character) { '\u{fffd}' } else { character }).collect()
}

/// `text` on one line, for a terminal: a space for every line break and tab, `\u{1b}` and the like for every other hidden character.
/// Line breaks at the end are dropped.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.trim_end_matches(['\n', '\r']).chars() {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => shown.push(' '),
            _ => push_escaped(&mut shown, character),
        }
    }
    shown
}

/// The lines of `text`, for a terminal: line feeds and tabs stay, every other hidden character shows as `\u{1b}` and the like.
pub fn printable_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => shown.push(character),
            _ => push_escaped(&mut shown, character),
        }
    }
    shown
}

fn push_escaped(shown: &mut String, character: char) {
    if is_hidden(character) {
        shown.extend(character.escape_unicode());
    } else {
        shown.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_lines, visible};

    #[test]
    fn visible_replaces_hidden_characters_only() {
        assert_eq!(visible("Größe 寸 – “x”"), "Größe 寸 – “x”");
        assert_eq!(visible("a\u{1b}[2J\n\u{202e}b\u{200b}"), "a\u{fffd}[2J\u{fffd}\u{fffd}b\u{fffd}");
    }

    #[test]
    fn printable_escapes_hidden_characters_and_joins_lines() {
        assert_eq!(printable("\u{1b}[2Jgone\u{7}\u{9b}1m\u{7f}"), r"\u{1b}[2Jgone\u{7}\u{9b}1m\u{7f}");
        assert_eq!(printable("a\u{202e}b\u{2066}c\u{200b}"), r"a\u{202e}b\u{2066}c\u{200b}");
        assert_eq!(printable("one\r\ntwo\tthree\u{2028}four\n"), "one  two three four");
        assert_eq!(printable("Grüße, 世界"), "Grüße, 世界");
    }

    #[test]
    fn printable_lines_keeps_line_feeds_and_tabs() {
        assert_eq!(printable_lines("a\tb\r\n\u{9b}\u{2028}\n"), "a\tb\\u{d}\n\\u{9b}\\u{2028}\n");
    }
}
