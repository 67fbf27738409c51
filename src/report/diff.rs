//! How a file on disk differs from the file that would be written, with secrets masked.

use crate::secret::mask::MaskedText;
use crate::text::{escape_hidden, escape_hidden_lines};
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;

/// The most lines that one diff shows.
const MAX_LINES: usize = 200;

/// A unified diff from `disk` to `built`, which is called `label`. Words that only the disk has may be secrets (of an environment that was exported
/// over the file): [`MaskedText::hide_removed`] hides them. Hidden characters are escaped: the diff is safe to show in a terminal.
pub fn diff(name: &str, disk: &MaskedText, label: &str, built: &MaskedText) -> String {
    let disk = disk.hide_removed(built);
    let diff = TextDiff::from_lines(disk.as_str(), built.as_str());
    let name = escape_hidden(name);
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
                ChangeTag::Equal => writeln!(out, " {}", escape_hidden_lines(&cut(line, 0))),
                ChangeTag::Insert => writeln!(out, "+{}", escape_hidden_lines(&cut(line, from))),
                ChangeTag::Delete => writeln!(out, "-{}", escape_hidden_lines(&cut(line, from))),
            };
        }
    }
    out
}

/// The longest line that is shown in full, in bytes.
const LONG: usize = 300;
/// How many bytes of a longer line are shown before the first difference.
const LEAD: usize = 100;

/// The length of the common prefix of two lines, in bytes.
fn shared(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count()
}

/// `line`, or an excerpt around byte `at` if it is long.
fn cut(line: &str, at: usize) -> String {
    if line.len() <= LONG {
        return line.to_owned();
    }
    let start = line.floor_char_boundary(at.min(line.len()).saturating_sub(LEAD));
    let end = line.floor_char_boundary((start + LONG).min(line.len()));
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < line.len() { "…" } else { "" });
    format!("{before}{}{after}", &line[start..end])
}

#[cfg(test)]
mod tests {
    use super::diff;
    use crate::secret::mask::{mask_file, mask_found_in};

    fn diff_of(disk: &str, built: &str) -> String {
        let masked = |text| mask_found_in("a.json".into(), text);
        diff("a.json", &masked(disk), "built", &masked(built))
    }

    #[test]
    fn what_changed_is_seen_and_secrets_are_not() {
        let disk = "{\n\t\"name\": \"Old name\",\n\t\"value\": \"hunter2 blue\",\n\t\"x\": \"Bearer abc123def456ghi789\",\n\t\"kept\": 1\n}\n";
        let built = "{\n\t\"name\": \"New name\",\n\t\"value\": \"\",\n\t\"kept\": 1\n}\n";
        let shown = diff_of(disk, built);
        assert!(shown.contains("-\t\"name\": \"Old name\"") && shown.contains("+\t\"name\": \"New name\""), "{shown}");
        assert!(shown.contains("-\t\"value\": \"*** ***\""), "{shown}");
        for secret in ["hunter2", "blue", "abc123"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn hidden_characters_are_escaped() {
        let masked = |text| mask_file("a.md".into(), text);
        let shown = diff("a\n\u{9b}", &masked("old \u{1b}[2J\u{2028}\n"), "built", &masked("new\t\u{202e}\n"));
        let expected =
            "--- a \\u{9b} (on disk)\n+++ a \\u{9b} (built)\n@@\n-old \\u{1b}[2J\\u{2028}\n+new\t\\u{202e}\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_diffs_end() {
        let disk = "line\n".repeat(5_000);
        assert!(diff_of(&disk, "").lines().count() < 210);
    }
}
