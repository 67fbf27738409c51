//! Tables and code in Markdown, with texts escaped so that none of them breaks out.

/// Appends a row.
pub(super) fn row<const N: usize>(out: &mut String, cells: [&str; N]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push(' ');
    }
    out.push_str("|\n");
}

/// Appends the line between the head and the body of a table.
pub(super) fn separator(out: &mut String, columns: usize) {
    out.push_str(&"|---".repeat(columns));
    out.push_str("|\n");
}

/// `text` on one line, so that it neither ends a cell nor begins HTML.
pub(super) fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|").replace('<', "&lt;")
}

/// `text` as code on one line, in enough backquotes.
pub(super) fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    if line.is_empty() {
        return line;
    }
    let fence = "`".repeat(longest_backquotes(&line) + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// A code fence that is longer than any in `text`.
pub(super) fn fence(text: &str) -> String {
    "`".repeat(longest_backquotes(text).max(2) + 1)
}

/// The length of the longest run of backquotes.
fn longest_backquotes(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{cell, code, fence};

    #[test]
    fn no_text_breaks_out_of_its_cell_or_code() {
        assert_eq!(cell("a | b\n<script>"), "a \\| b &lt;script>");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(fence("````"), "`````");
        assert_eq!(fence("a"), "```");
    }
}
