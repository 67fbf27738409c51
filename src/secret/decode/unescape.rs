//! Removes the escapes of programs and Markdown. The text scan, the bundle and the mask of live output call it.

use crate::text::entity;

/// Whose escapes are removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escapes {
    /// Those of JSON and JavaScript strings, at any depth: backslashes, `\n`, `\u0026`, `\xc3`.
    Program,
    /// Those of Markdown: backslashes before punctuation, and entities, also an entity inside an entity.
    Markdown,
}

/// `text` without its escapes, as a reader sees it.
///
/// A backslash that escapes nothing stays in Markdown. A program has none, because a text may be a string inside strings.
///
/// ```
/// use postsmith::secret::decode::{Escapes, unescape};
///
/// assert_eq!(unescape(r#"a\\\"b\u0026c\n"#, Escapes::Program), "a\"b&c\n");
/// assert_eq!(unescape(r"a\_b &amp; c:\dir", Escapes::Markdown), r"a_b & c:\dir");
/// ```
pub fn unescape(text: &str, escapes: Escapes) -> String {
    match escapes {
        Escapes::Program => program(text),
        Escapes::Markdown => markdown(text),
    }
}

fn program(text: &str) -> String {
    // Bytes, because `\xc3\xa4` is one character.
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        rest = after.trim_start_matches('\\');
        if let Some((character, behind)) = unicode_escape(rest) {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = behind;
        } else if let Some(byte) = hex_digits(rest, &['x', 'X'], 2).and_then(|number| u8::try_from(number).ok()) {
            out.push(byte);
            rest = &rest[3..];
        } else if rest.starts_with(['n', 'r', 't']) {
            out.push(b'\n');
            rest = &rest[1..];
        }
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The character of `u0026` or of a surrogate pair at the beginning of `text`, and the text behind it.
fn unicode_escape(text: &str) -> Option<(char, &str)> {
    let unit = hex_digits(text, &['u', 'U'], 4)?;
    let behind = &text[5..];
    if let Some(character) = char::from_u32(unit) {
        return Some((character, behind));
    }
    let next = behind.trim_start_matches('\\');
    let low = hex_digits(next, &['u', 'U'], 4).filter(|low| (0xdc00..0xe000).contains(low))?;
    let high = (0xd800..0xdc00).contains(&unit).then_some(unit)?;
    let character = char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))?;
    Some((character, &next[5..]))
}

/// The number in `count` hexadecimal digits behind one of `letters` at the beginning of `text`.
fn hex_digits(text: &str, letters: &[char], count: usize) -> Option<u32> {
    let digits = text.strip_prefix(letters)?.get(..count)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {
                out.push(*next);
                characters.next();
            }
            _ => out.push(character),
        }
    }
    entity::decode(&entity::decode(&out))
}

#[cfg(test)]
mod tests {
    use super::{Escapes, unescape};

    #[test]
    fn markdown_is_read_as_it_is_shown() {
        let text = "a\\_b \\\\ &#95;&#x5F;&amp; c:\\dir &#no; 100%";
        assert_eq!(unescape(text, Escapes::Markdown), "a_b \\ __& c:\\dir &#no; 100%");
    }

    #[test]
    fn escapes_of_programs_are_removed_at_any_depth() {
        for (text, expected) in [
            (r#"\\\"a\\\""#, "\"a\""),
            (r"w\u00f6rd \\u0026 \xc3\xb6", "wörd & ö"),
            (r"\ud834\udd1e!", "𝄞!"),
            (r"a\nb\tc", "a\nb\nc"),
            (r"\", ""),
            (r"\u00 \x \ud834 é", "u00 x ud834 é"),
        ] {
            assert_eq!(unescape(text, Escapes::Program), expected, "{text}");
        }
    }
}
