//! Characters that control a terminal or mislead a reader, and the one function that makes them harmless. The command line and every printer of
//! findings call it for each text that comes from a file.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether `character` is a control character (C0, DEL, C1), a line separator, changes the direction of writing, or has no visible shape.
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

/// `text` as one line that a terminal prints as it is: line breaks, line separators and tabs become spaces, every other hidden character
/// ([`is_hidden`]) becomes its escape, `\u{1b}`.
pub fn escape_hidden(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_hidden) else { return Cow::Borrowed(text) };
    let mut escaped = String::with_capacity(text.len() + 8);
    escaped.push_str(&text[..first]);
    for character in text[first..].chars() {
        match character {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => escaped.push(' '),
            _ if is_hidden(character) => escaped.extend(character.escape_unicode()),
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// A JSON text in which every hidden character that JSON allows in a string is written as an escape: a report that is printed must not steer a terminal either. Such characters
/// are only in the strings of a JSON text.
pub fn escape_hidden_json(json: String) -> String {
    let is_escaped = |character: char| character > '~' && is_hidden(character);
    if !json.contains(is_escaped) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// The lines of `text` as a terminal prints them: line feeds and tabs stay, every other hidden character becomes its escape.
pub fn escape_hidden_lines(text: &str) -> Cow<'_, str> {
    let is_escaped = |character| is_hidden(character) && !matches!(character, '\n' | '\t');
    if !text.contains(is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_escaped(character) {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::{escape_hidden, escape_hidden_lines, is_hidden};
    use std::borrow::Cow;

    #[test]
    fn visible_text_is_borrowed_unchanged() {
        for text in ["", "Größe 寸 – “x”", "Grüße, 世界", "👍 a b"] {
            assert!(matches!(escape_hidden(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn control_and_direction_characters_are_escaped() {
        assert_eq!(escape_hidden("\u{1b}[2Jgone\u{7}\u{9b}1m\u{7f}"), r"\u{1b}[2Jgone\u{7}\u{9b}1m\u{7f}");
        assert_eq!(escape_hidden("a\u{202e}b\u{2066}c\u{200b}"), r"a\u{202e}b\u{2066}c\u{200b}");
        assert_eq!(escape_hidden("\u{0}\u{feff}"), r"\u{0}\u{feff}");
    }

    #[test]
    fn line_feeds_and_tabs_of_several_lines_stay() {
        assert!(matches!(escape_hidden_lines("a\tb\n"), Cow::Borrowed("a\tb\n")));
        assert_eq!(escape_hidden_lines("a\tb\r\n\u{9b}\u{2028}\n"), "a\tb\\u{d}\n\\u{9b}\\u{2028}\n");
    }

    #[test]
    fn the_result_is_one_line_without_hidden_characters() {
        assert_eq!(escape_hidden("one\r\ntwo\tthree\u{2028}four\u{2029}"), "one  two three four ");
        let all: String = (0..=0xe_0100).filter_map(char::from_u32).collect();
        assert!(!escape_hidden(&all).contains(is_hidden));
    }
}
