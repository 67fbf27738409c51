//! Tables and code in Markdown, whatever stands in them.

/// One row.
pub(super) fn row<const N: usize>(out: &mut String, cells: [&str; N]) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push(' ');
    }
    out.push_str("|\n");
}

/// The line between head and body.
pub(super) fn rule(out: &mut String, columns: usize) {
    out.push_str(&"|---".repeat(columns));
    out.push_str("|\n");
}

/// `text` as one line that neither ends a cell nor begins HTML.
pub(super) fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|").replace('<', "&lt;")
}

/// `text` as code on one line, in as many backquotes as it takes.
pub(super) fn code(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
    if line.is_empty() {
        return line;
    }
    let fence = "`".repeat(longest(&line) + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// A fence that `text` does not hold.
pub(super) fn fence(text: &str) -> String {
    "`".repeat(longest(text).max(2) + 1)
}

/// The longest run of backquotes.
fn longest(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{cell, code, fence};

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(cell("a | b\n<script>"), "a \\| b &lt;script>");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(fence("````"), "`````");
        assert_eq!(fence("a"), "```");
    }
}
