//! How a file on disk differs from what would be written, fit for a log.

use crate::text::{escape_hidden, escape_hidden_lines};
use similar::{ChangeTag, TextDiff};
use std::collections::HashSet;
use std::fmt::Write as _;

/// Most lines that one diff shows.
const MAX_LINES: usize = 200;
/// What stands in place of a text that nobody should read.
const MASK: &str = "***";

/// A unified diff from `disk` to `built`, which is called `label`. What stands only on the disk may be somebody's secret (an environment that was exported over the file):
/// such values and token-like words are masked. Hidden characters are escaped: the diff is safe to show in a terminal.
pub fn diff(name: &str, disk: &str, label: &str, built: &str) -> String {
    escape_hidden_lines(&unescaped(&escape_hidden(name), disk, label, built)).into_owned()
}

fn unescaped(name: &str, disk: &str, label: &str, built: &str) -> String {
    let known: HashSet<&str> = words(built).collect();
    let diff = TextDiff::from_lines(disk, built);
    let mut out = format!("--- {name} (on disk)\n+++ {name} ({label})\n");
    let mut lines = 0;
    for group in diff.grouped_ops(2) {
        out.push_str("@@\n");
        let changes: Vec<_> = group.iter().flat_map(|op| diff.iter_changes(op)).collect();
        for change in &changes {
            let from = changes
                .iter()
                .filter(|_| change.value().len() > LONG)
                .filter(|other| other.tag() != ChangeTag::Equal && other.tag() != change.tag())
                .map(|other| shared(change.value(), other.value()))
                .max()
                .unwrap_or_default();
            lines += 1;
            if lines > MAX_LINES {
                out.push_str("... (the diff goes on)\n");
                return out;
            }
            let line = change.value().trim_end_matches(['\r', '\n']);
            // Writing to a String cannot fail.
            let _ = match change.tag() {
                ChangeTag::Equal => writeln!(out, " {}", cut(line, 0)),
                ChangeTag::Insert => writeln!(out, "+{}", cut(line, from)),
                ChangeTag::Delete => writeln!(out, "-{}", cut(&mask(line, &known), from)),
            };
        }
    }
    out
}

/// Longest line that is shown whole, in bytes.
const LONG: usize = 300;
/// How much of a longer one is shown before what differs.
const LEAD: usize = 100;

/// How many bytes two lines begin with in common.
fn shared(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// A long line around byte `at`.
fn cut(line: &str, at: usize) -> String {
    if line.len() <= LONG {
        return line.to_owned();
    }
    let start = line.floor_char_boundary(at.min(line.len()).saturating_sub(LEAD));
    let end = line.floor_char_boundary((start + LONG).min(line.len()));
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    format!("{before}{}{after}", &line[start..end])
}

/// Keys whose string may be a secret whatever it looks like.
const VALUE_KEYS: &[&str] = &["\"value\":", "\"raw\":", "\"body\":", "\"token\":", "\"password\":", "\"src\":"];

fn mask(line: &str, known: &HashSet<&str>) -> String {
    let keyed = VALUE_KEYS.iter().any(|key| line.trim_start().starts_with(key));
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    if keyed && let Some((key, value)) = line.split_once(':') {
        out.push_str(key);
        out.push(':');
        rest = value;
    }
    for piece in rest.split_inclusive(is_border) {
        let word = piece.trim_end_matches(is_border);
        let secret = !word.is_empty() && !known.contains(word) && (keyed || is_token_like(word));
        out.push_str(if secret { MASK } else { word });
        out.push_str(&piece[word.len()..]);
    }
    out
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_border)
}

const fn is_border(letter: char) -> bool {
    matches!(letter, '"' | '\'' | ' ' | '\t' | '\n' | ',' | '{' | '}' | '(' | ')' | '=' | '&' | ';' | '\\')
}

/// Long, without a space, letters and digits mixed.
fn is_token_like(word: &str) -> bool {
    let any = |test: fn(&u8) -> bool| word.as_bytes().iter().any(test);
    word.len() >= 12 && any(u8::is_ascii_digit) && any(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn what_changed_is_seen_and_secrets_are_not() {
        let disk = "{\n\t\"name\": \"Old name\",\n\t\"value\": \"hunter2 blue\",\n\t\"x\": \"Bearer abc123def456ghi789\",\n\t\"kept\": 1\n}\n";
        let built = "{\n\t\"name\": \"New name\",\n\t\"value\": \"\",\n\t\"kept\": 1\n}\n";
        let shown = diff("a.json", disk, "built", built);
        assert!(shown.contains("-\t\"name\": \"Old name\"") && shown.contains("+\t\"name\": \"New name\""), "{shown}");
        assert!(shown.contains("-\t\"value\": \"*** ***\""), "{shown}");
        for secret in ["hunter2", "blue", "abc123"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let shown = diff("a\n\u{9b}", "old \u{1b}[2J\u{2028}\n", "built", "new\t\u{202e}\n");
        let expected =
            "--- a \\u{9b} (on disk)\n+++ a \\u{9b} (built)\n@@\n-old \\u{1b}[2J\\u{2028}\n+new\t\\u{202e}\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_diffs_end() {
        let disk = "line\n".repeat(5_000);
        assert!(diff("a", &disk, "built", "").lines().count() < 210);
    }
}
