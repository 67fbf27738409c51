//! The guide as one page.

mod life;
mod requests;
mod setup;
mod trouble;
mod variables;

use super::RULES;
use super::content::Guide;
use crate::page::prose;
use crate::page::shell::{Part, Shell};
use maud::{Markup, html};

impl Guide {
    /// The guide as a page.
    pub fn html(&self) -> String {
        let shell = Shell {
            name: &self.name,
            kind: if self.kit.is_some() { "Start here" } else { "Guide" },
            id: self.kit.as_ref().map(|kit| kit.id.as_str()),
            hero: self.hero(),
            parts: self.parts(),
            footer: "Made with Postsmith from the collection itself. This page loads nothing and sends nothing.",
        };
        shell.page()
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
            add("trouble", "When something fails", trouble::symptoms(life));
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

    fn hero(&self) -> Markup {
        let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        html! {
            @if let Some(lead) = self.lead() { div.lead { (prose::block(&lead, 2)) } }
            ul.facts aria-label="What this is" {
                li { (count(self.requests(), "request", "requests")) }
                @if !self.environments.is_empty() {
                    li { (count(self.environments.len(), "environment", "environments")) }
                }
                @if let Some(life) = &self.life { li { "OAuth 2.0, grant " code { (life.grant.name()) } } }
                @if self.kit.is_some() { li.good { "No secret found in any file" } }
            }
        }
    }
}
