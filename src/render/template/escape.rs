//! The escape functions, one for each kind of template.

use super::TemplateKind;
use crate::document::quote;

/// Returns the function that escapes the values that a template of this kind prints.
pub(super) const fn escape(kind: TemplateKind) -> fn(&str) -> String {
    match kind {
        TemplateKind::Json => json,
        TemplateKind::Markdown => markdown,
    }
}

/// Escapes a value as the content of a JSON string.
fn json(value: &str) -> String {
    let quoted = quote(value);
    quoted[1..quoted.len() - 1].to_owned()
}

/// Escapes a value as one line that does not end a table cell or begin an HTML tag.
fn markdown(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::{json, markdown};

    #[test]
    fn values_cannot_break_out() {
        assert_eq!(json("a\"b\\c\n"), "a\\\"b\\\\c\\n");
        assert_eq!(markdown("a | b\n<script>"), "a \\| b &lt;script>");
    }
}
