//! The shell of every page (head, navigation, style and script), tables, and copy buttons.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// The style sheet of every page.
const STYLE: &str = include_str!("../../templates/guide/guide.css");
/// The script of every page.
const SCRIPT: &str = include_str!("../../templates/guide/guide.js");

/// The Content-Security-Policy of every page. It runs one script and applies one style sheet, each known by its hash, and forbids every request: a
/// mistake in a page can neither send nor run anything.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )
});

/// A section of a page, with an entry in the navigation.
pub(crate) struct ShellSection {
    /// The id of the section in the page.
    pub(crate) anchor: &'static str,
    /// The heading.
    pub(crate) title: &'static str,
    /// What the section shows below its heading.
    pub(crate) content: Markup,
}

/// A page in one file: it makes no request and runs no script but its own.
pub(crate) struct Shell<'s> {
    /// The title: what the page is about.
    pub(crate) name: &'s str,
    /// The kind of page, such as `Guide`.
    pub(crate) kind: &'s str,
    /// Identifies the page in the browser's storage. `None`: its path does.
    pub(crate) id: Option<&'s str>,
    /// What the page shows below the title.
    pub(crate) hero: Markup,
    /// The sections.
    pub(crate) sections: Vec<ShellSection>,
    /// One line at the end.
    pub(crate) footer: &'s str,
}

impl Shell<'_> {
    /// The page as HTML.
    pub(crate) fn page(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" data-guide=[self.id] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(*POLICY);
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.name) " – " (self.kind) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#content" { "Skip to content" }
                    (self.navigation())
                    main #content {
                        div.hero {
                            p.kicker { (self.kind) }
                            h1 { (self.name) }
                            (self.hero)
                        }
                        @for section in &self.sections {
                            section #(section.anchor) aria-labelledby={ (section.anchor) "-title" } {
                                h2 #{ (section.anchor) "-title" } { (section.title) }
                                (section.content)
                            }
                        }
                        footer { p { (self.footer) } }
                    }
                    div.sr-only #status role="status" aria-live="polite" {}
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        page.into_string() + "\n"
    }

    fn navigation(&self) -> Markup {
        html! {
            header.bar {
                a.brand href="#content" { span.mark aria-hidden="true" {} span { (self.name) } }
                nav aria-label="Contents" {
                    @for section in &self.sections { a href={ "#" (section.anchor) } { (section.title) } }
                }
                button.theme type="button" hidden aria-label="Switch between light and dark" title="Light or dark" {
                    span aria-hidden="true" {}
                }
            }
        }
    }
}

/// A table that scrolls on its own where it is too wide. `class` sets its layout on a small screen.
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

/// A button that copies `text`; without one it copies the text of the block around it.
pub(crate) fn copy_button(text: Option<&str>, label: &str) -> Markup {
    html! { button.copy type="button" hidden data-copy=[text] aria-label=(label) { "Copy" } }
}

/// A text with a button that copies it.
pub(crate) fn copyable(text: &str) -> Markup {
    html! { span.copyable { code { (text) } (copy_button(Some(text), &format!("Copy {text}"))) } }
}
