//! The guide as one page that needs nothing beside it: no outside request, and no program but its own.

mod life;
mod requests;
mod setup;
mod trouble;
mod variables;

pub(super) use setup::shell_word;

use super::content::Guide;
use super::{RULES, prose};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("../../../templates/guide/guide.css");
const PROGRAM: &str = include_str!("../../../templates/guide/guide.js");
/// Nothing is loaded from anywhere: even a mistake here could not send anything out.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A part of the page.
struct Part {
    anchor: &'static str,
    title: &'static str,
    content: Markup,
}

impl Guide {
    /// The guide as a page.
    pub fn html(&self) -> String {
        let parts = self.parts();
        let kind = if self.kit.is_some() { "Start here" } else { "Guide" };
        let page = html! {
            (DOCTYPE)
            html lang="en" data-guide=[self.kit.as_ref().map(|kit| kit.id.as_str())] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="color-scheme" content="light dark";
                    meta name="referrer" content="no-referrer";
                    title { (self.name) " – " (kind) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#content" { "Skip to content" }
                    (self.navigation(&parts, kind))
                    main #content {
                        (self.hero(kind))
                        @for part in &parts {
                            section #(part.anchor) aria-labelledby={ (part.anchor) "-title" } {
                                h2 #{ (part.anchor) "-title" } { (part.title) }
                                (part.content)
                            }
                        }
                        footer { p { "Made with Postsmith from the collection itself. This page loads nothing and sends nothing." } }
                    }
                    div.sr-only #said role="status" aria-live="polite" {}
                    script { (PreEscaped(PROGRAM)) }
                }
            }
        };
        page.into_string() + "\n"
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut add = |anchor, title, content| parts.push(Part { anchor, title, content });
        if let Some(kit) = &self.kit {
            add("set-up", "Set up", setup::steps(self, kit));
        }
        if !self.needs.is_empty() {
            add("variables", "Variables", variables::tables(self));
        }
        if let Some(life) = &self.life {
            add("tokens", "How the token lives", life::part(life));
        }
        if !self.sections.is_empty() {
            add("requests", "Requests", requests::list(self));
        }
        if let Some(life) = &self.life {
            add("trouble", "When something fails", trouble::symptoms(&life.words));
        }
        add("secrets", "Keeping secrets", html! { ul.rules { @for rule in RULES { li { (prose::inline(rule)) } } } });
        if self.has_more() {
            let description = self.description.as_deref().unwrap_or_default();
            let content = html! {
                details.about { summary { "The collection's own description" } div.prose { (prose::block(description, 2)) } }
            };
            add("about", "About this collection", content);
        }
        parts
    }

    fn navigation(&self, parts: &[Part], kind: &str) -> Markup {
        html! {
            header.bar {
                a.brand href="#content" { span.mark aria-hidden="true" {} span { (self.name) } }
                nav aria-label="Contents" {
                    @for part in parts { a href={ "#" (part.anchor) } { (part.title) } }
                }
                button.theme type="button" hidden aria-label={ "Switch between light and dark (" (kind) ")" } title="Light or dark" { span aria-hidden="true" {} }
            }
        }
    }

    fn hero(&self, kind: &str) -> Markup {
        let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        html! {
            div.hero {
                p.kicker { (kind) }
                h1 { (self.name) }
                @if let Some(lead) = self.lead() { div.lead { (prose::block(&lead, 2)) } }
                ul.facts aria-label="What this is" {
                    li { (count(self.requests(), "request", "requests")) }
                    @if !self.environments.is_empty() {
                        li { (count(self.environments.len(), "environment", "environments")) }
                    }
                    @if let Some(life) = &self.life { li { "OAuth 2.0, grant " code { (life.grant.name()) } } }
                    @if self.kit.is_some() { li.good { "No secret in any file" } }
                }
            }
        }
    }
}

/// A text that can be copied.
fn copyable(text: &str) -> Markup {
    html! {
        span.copyable {
            code { (text) }
            button.copy type="button" hidden data-copy=(text) aria-label={ "Copy " (text) } { "Copy" }
        }
    }
}
