//! The type of a text without secrets, which renderers of findings and diffs take.

use crate::secret::is_token_like;
use std::collections::HashSet;
use std::ops::Range;

/// A text, or a part of one, whose secrets are hidden. Only the functions of [`secret::mask`](super) make it.
///
/// A renderer of findings takes nothing else, so that a text that was not masked does not compile:
///
/// ```
/// use postsmith::document::Document;
/// use postsmith::finding::{Finding, Location, RuleId};
/// use postsmith::report::human::{Style, render};
/// use postsmith::secret::mask::mask_file;
/// use postsmith::text::Span;
///
/// let text = r#"{"token": "s4mpl3-0nly-n0t-l1v3"}"#;
/// let document = Document::json("a.json", text)?;
/// let finding = Finding::error(RuleId("secret/token"), Location::of_span(&document, Span::new(11, 31)), "a token");
/// let shown = render(&finding, Some(&mask_file("a.json".into(), text)), Style::default());
/// assert!(!shown.contains("0nly"));
/// # Ok::<(), postsmith::document::SyntaxError>(())
/// ```
///
/// ```compile_fail,E0308
/// use postsmith::document::Document;
/// use postsmith::finding::{Finding, Location, RuleId};
/// use postsmith::report::human::{Style, render};
/// use postsmith::text::Span;
///
/// let text = r#"{"token": "s4mpl3-0nly-n0t-l1v3"}"#;
/// let document = Document::json("a.json", text)?;
/// let finding = Finding::error(RuleId("secret/token"), Location::of_span(&document, Span::new(11, 31)), "a token");
/// let shown = render(&finding, Some(text), Style::default());
/// # Ok::<(), postsmith::document::SyntaxError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedText {
    text: String,
    start: usize,
}

/// Stands in a diff for a word that may be a secret.
const REMOVED: &str = "***";
/// Keys whose string may be a secret even if it looks like none.
const VALUE_KEYS: &[&str] = &["\"value\":", "\"raw\":", "\"body\":", "\"token\":", "\"password\":", "\"src\":"];

impl MaskedText {
    /// `bytes` with an asterisk for every byte of `secrets`, except quotes, spaces and line ends. It is the part of a file from byte `start`.
    ///
    /// One asterisk a byte keeps lines and columns. The result is UTF-8 unless a character was hidden in part.
    pub(super) fn hiding(text: &str, start: usize, secrets: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        for range in secrets {
            hide(&mut bytes, range);
        }
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Self { text, start }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The offset in the file of its first byte.
    pub const fn start(&self) -> usize {
        self.start
    }

    /// The same text with the bytes `spans` of the file hidden too. Spans outside are ignored.
    #[must_use]
    pub fn hide(self, spans: &[Range<usize>]) -> Self {
        let end = self.start + self.text.len();
        let inside = spans.iter().filter(|span| span.start >= self.start && span.end <= end);
        let inside: Vec<_> = inside.map(|span| span.start - self.start..span.end - self.start).collect();
        Self::hiding(&self.text, self.start, inside)
    }

    /// The text for a diff with `new`: hides every word that `new` does not contain and that is token-like or the value of a key such as
    /// `"value"`. An environment that was exported over a built file may hold such words.
    #[must_use]
    pub fn hide_removed(&self, new: &Self) -> Self {
        let kept: HashSet<&str> = new.text.split(is_border).collect();
        let text = self.text.split_inclusive('\n').map(|line| hide_words(line, &kept)).collect();
        Self { text, start: self.start }
    }
}

fn hide(bytes: &mut [u8], range: Range<usize>) {
    let is_kept = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ' | b'\r' | b'\n');
    if let Some(bytes) = bytes.get_mut(range) {
        bytes.iter_mut().filter(|byte| !is_kept(byte)).for_each(|byte| *byte = b'*');
    }
}

fn hide_words(line: &str, kept: &HashSet<&str>) -> String {
    let is_value = VALUE_KEYS.iter().any(|key| line.trim_start().starts_with(key));
    let from = if is_value { line.find(':').map_or(0, |colon| colon + 1) } else { 0 };
    let (key, rest) = line.split_at(from);
    let mut out = key.to_owned();
    for piece in rest.split_inclusive(is_border) {
        let word = piece.trim_end_matches(is_border);
        let is_secret = !word.is_empty() && !kept.contains(word) && (is_value || is_token_like(word));
        out.push_str(if is_secret { REMOVED } else { word });
        out.push_str(&piece[word.len()..]);
    }
    out
}

const fn is_border(character: char) -> bool {
    matches!(character, '"' | '\'' | ' ' | '\t' | '\n' | '\r' | ',' | '{' | '}' | '(' | ')' | '=' | '&' | ';' | '\\')
}

#[cfg(test)]
mod tests {
    use super::MaskedText;

    #[test]
    fn spans_of_the_file_are_hidden_and_others_ignored() {
        let text = MaskedText::hiding("ab cd é", 10, []);
        let hidden = text.clone().hide(&[10..12, 0..5, 16..30, 13..15]);
        assert_eq!((hidden.as_str(), hidden.start()), ("** ** é", 10));
    }

    #[test]
    fn removed_words_are_hidden_when_they_may_be_secrets() {
        let old = MaskedText::hiding("\t\"value\": \"hunter2 blue\",\r\n\t\"x\": \"a1b2c3d4e5f6a7b8 kept\"\n", 0, []);
        let new = MaskedText::hiding("\"value\": \"blue\"\n", 0, []);
        assert_eq!(old.hide_removed(&new).as_str(), "\t\"value\": \"*** blue\",\r\n\t\"x\": \"*** kept\"\n");
    }
}
