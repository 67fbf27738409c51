//! Tables, and the buttons that copy.

use maud::{Markup, html};

/// A table that scrolls by itself where it is too wide; `class` says how it looks on a small screen.
pub(crate) fn table(label: &str, class: &str, head: &[&str], rows: &Markup) -> Markup {
    html! {
        div.table tabindex="0" role="region" aria-label=(label) {
            table class=(class) {
                thead { tr { @for column in head { th scope="col" { (column) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// A button that copies `text`, or without one the text of the block that it stands in.
pub(crate) fn copy_button(text: Option<&str>, label: &str) -> Markup {
    html! { button.copy type="button" hidden data-copy=[text] aria-label=(label) { "Copy" } }
}

/// A text that can be copied.
pub(crate) fn copyable(text: &str) -> Markup {
    html! { span.copyable { code { (text) } (copy_button(Some(text), &format!("Copy {text}"))) } }
}
