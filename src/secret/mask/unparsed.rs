//! What is hidden in a text whose structure is unknown, because it does not parse: every value. Keys and punctuation stay, so that the place of a mistake
//! can be read.

use crate::secret::is_token_like;
use std::ops::Range;

/// Longest key that is shown.
const LONGEST_KEY: usize = 60;
/// Words that are values of no one's making.
const LITERALS: &[&str] = &["true", "false", "null", "None", "True", "False", "NaN", "Infinity", "undefined"];
/// Words before a key at the start of a line.
const EXPORT: &str = "export ";

/// The values of a text in JSON, YAML, TOML or the format of `.env` files.
pub(super) fn values_of_data(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        values_of_line(line, at, &mut hidden);
        at += line.len();
    }
    hidden
}

fn values_of_line(line: &str, offset: usize, hidden: &mut Vec<Range<usize>>) {
    let indent = line.len() - line.trim_start().len();
    let mut at = if line[indent..].starts_with(EXPORT) { indent + EXPORT.len() } else { 0 };
    // The last sign before `at`; a letter for a word.
    let mut before = None;
    while let Some(next) = line[at..].chars().next() {
        let start = at;
        if matches!(next, '"' | '\'') {
            at = quoted_end(line, start, next);
            let inside = inside_quotes(line, start..at);
            let may_be_key = matches!(before, None | Some('{' | ',' | '[' | '-'));
            if !(may_be_key && is_key(&line[inside.clone()]) && is_followed_by_value(&line[at..])) {
                hidden.push(offset + inside.start..offset + inside.end);
            }
            before = Some(next);
        } else if is_word(next) {
            at += line[at..].find(|character| !is_word(character)).unwrap_or(line.len() - at);
            let word = &line[start..at];
            let may_be_key = before.is_none_or(|before| before == '-');
            let is_key = may_be_key && is_key(word) && is_followed_by_value(&line[at..]);
            let is_sign = !word.contains(char::is_alphanumeric);
            if !is_key && !is_sign && !LITERALS.contains(&word) {
                hidden.push(offset + start..offset + at);
            }
            before = Some('w');
        } else {
            // Brackets, colons, commas and spaces.
            at += next.len_utf8();
            before = if next.is_whitespace() { before } else { Some(next) };
        }
    }
}

/// The texts in quotes, the comments and the numbers of a script. Names and operators stay.
pub(super) fn values_of_script(text: &str) -> Vec<Range<usize>> {
    let mut hidden = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let end = match next {
            '"' | '\'' | '`' => {
                let end = if next == '`' { at + template_end(rest) } else { quoted_end(text, at, next) };
                hidden.push(inside_quotes(text, at..end));
                end
            }
            '/' if rest.starts_with("//") => {
                let end = at + rest.find('\n').unwrap_or(rest.len());
                hidden.push(at + 2..end);
                end
            }
            '/' if rest.starts_with("/*") => {
                let end = at + rest.find("*/").map_or(rest.len(), |length| length + 2);
                hidden.push(at + 2..end);
                end
            }
            _ if is_word(next) => {
                let end = at + rest.find(|character| !is_word(character)).unwrap_or(rest.len());
                let word = &text[at..end];
                if word.starts_with(|first: char| first.is_ascii_digit()) || is_token_like(word) && has_digit(word) {
                    hidden.push(at..end);
                }
                end
            }
            _ => at + next.len_utf8(),
        };
        at = end;
    }
    hidden
}

/// The end of the text in quotes that begins at `start`: behind its closing quote, or the end of its line.
fn quoted_end(text: &str, start: usize, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in text[start + 1..].char_indices() {
        match character {
            '\n' => return start + 1 + at,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if character == quote => return start + 1 + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The text between the quotes of `quoted`, whose closing quote may be missing.
fn inside_quotes(text: &str, quoted: Range<usize>) -> Range<usize> {
    let is_closed = quoted.len() > 1 && text[quoted.clone()].chars().next_back() == text[quoted.clone()].chars().next();
    quoted.start + 1..if is_closed { quoted.end - 1 } else { quoted.end }
}

/// The length of the template literal at the start of `text`, or of all of it.
fn template_end(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '`' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || !character.is_ascii() && !character.is_whitespace()
        || matches!(character, '_' | '$' | '.' | '+' | '/' | '\\' | '%' | '@' | '~' | '^' | '!' | '&' | '*' | '?' | '|')
}

/// Whether a word is written like a key, and not like a credential.
fn is_key(word: &str) -> bool {
    let is_letter = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '$' | '.' | ' ');
    word.len() <= LONGEST_KEY && word.chars().all(is_letter) && !(is_token_like(word) && has_digit(word))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a colon or an equals sign comes next.
fn is_followed_by_value(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t']).starts_with([':', '='])
}

#[cfg(test)]
mod tests {
    use super::{values_of_data, values_of_script};
    use crate::secret::mask::MaskedText;

    #[test]
    fn every_value_of_broken_data_is_hidden_and_keys_stay() {
        for (text, expected) in [
            ("{\"key\": \"password\",\n \"value\": \"pw 1\",,\n", "{\"key\": \"********\",\n \"value\": \"** *\",,\n"),
            ("{\"a\": pw1, \"b\": 42}", "{\"a\": ***, \"b\": **}"),
            ("{\"value\": \"pw\\\"1\" \"x\"", "{\"value\": \"***\"*\" \"*\""),
            ("values:\n  - key: API\n    value: pw1: pw2\n", "values:\n  - key: ***\n    value: ***: ***\n"),
            ("  value: \"pw1\n", "  value: \"***\n"),
            ("token = \"pw1\nname = 'n'\n", "token = \"***\nname = '*'\n"),
            ("export API_KEY=pw1\nX=\"pw 2\"\n", "export API_KEY=***\nX=\"** *\"\n"),
            ("pw1\n", "***\n"),
            ("{\"a\": None, \"b\": [true]}", "{\"a\": None, \"b\": [true]}"),
            ("{\"pw1\"}", "{\"***\"}"),
            ("// pw1 pw2\n", "// *** ***\n"),
        ] {
            let shown = MaskedText::hiding(text, 0, values_of_data(text));
            assert_eq!(shown.as_str(), expected);
        }
    }

    #[test]
    fn every_literal_of_a_broken_script_is_hidden() {
        for (text, expected) in [
            ("pm.globals.set('token', 'pw1';", "pm.globals.set('*****', '***';"),
            ("let a = `pw1 ${b} pw2`; // pw3\n", "let a = `*** **** ***`; // ***\n"),
            ("const x = 4711 + y", "const x = **** + y"),
            ("let a = \"pw1", "let a = \"***"),
        ] {
            let shown = MaskedText::hiding(text, 0, values_of_script(text));
            assert_eq!(shown.as_str(), expected);
        }
    }
}
