//! What every page has: head, navigation, style and program.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// The one style of every page.
pub const STYLE: &str = include_str!("../../templates/guide/guide.css");
/// The one program of every page.
pub const PROGRAM: &str = include_str!("../../templates/guide/guide.js");
/// The Content-Security-Policy of every page. Nothing is loaded from anywhere: even a mistake here could not send anything out.
pub const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A part of a page.
pub(crate) struct Part {
    pub(crate) anchor: &'static str,
    pub(crate) title: &'static str,
    pub(crate) content: Markup,
}

/// A page that needs nothing beside it: no outside request, and no program but its own.
pub(crate) struct Shell<'s> {
    /// What it is about.
    pub(crate) name: &'s str,
    /// What it is.
    pub(crate) kind: &'s str,
    /// Tells it from others in the browser's memory; none: its place does.
    pub(crate) id: Option<&'s str>,
    /// What stands under the title.
    pub(crate) hero: Markup,
    /// What it says.
    pub(crate) parts: Vec<Part>,
    /// Where it comes from, in one line.
    pub(crate) footer: &'s str,
}

impl Shell<'_> {
    /// The whole page.
    pub(crate) fn page(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="en" data-guide=[self.id] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
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
                        @for part in &self.parts {
                            section #(part.anchor) aria-labelledby={ (part.anchor) "-title" } {
                                h2 #{ (part.anchor) "-title" } { (part.title) }
                                (part.content)
                            }
                        }
                        footer { p { (self.footer) } }
                    }
                    div.sr-only #said role="status" aria-live="polite" {}
                    script { (PreEscaped(PROGRAM)) }
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
                    @for part in &self.parts { a href={ "#" (part.anchor) } { (part.title) } }
                }
                button.theme type="button" hidden aria-label="Switch between light and dark" title="Light or dark" {
                    span aria-hidden="true" {}
                }
            }
        }
    }
}
