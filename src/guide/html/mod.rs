//! The guide as an HTML page in one file.

mod oauth;
mod requests;
mod setup;
mod variables;

use super::SECRET_RULES;
use super::content::Guide;
use crate::page::prose;
use crate::page::shell::{Shell, ShellSection};
use maud::{Markup, html};

impl Guide {
    /// The guide as an HTML page.
    pub fn html(&self) -> String {
        let shell = Shell {
            name: &self.name,
            kind: if self.onboarding.is_some() { "Start here" } else { "Guide" },
            id: self.onboarding.as_ref().map(|onboarding| onboarding.id.as_str()),
            hero: self.hero(),
            sections: self.sections(),
            footer: "Made from the collection with Postsmith. This page loads nothing and sends nothing.",
        };
        shell.page()
    }

    fn sections(&self) -> Vec<ShellSection> {
        let mut sections = Vec::new();
        let mut add = |anchor, title, content| sections.push(ShellSection { anchor, title, content });
        if let Some(onboarding) = &self.onboarding {
            add("set-up", "Set up", setup::steps(self, onboarding));
        }
        if !self.variables.is_empty() {
            add("variables", "Variables", variables::tables(self));
        }
        if let Some(oauth) = &self.oauth {
            add("tokens", "How the token works", oauth::life_cycle(oauth));
        }
        if !self.folders.is_empty() {
            add("requests", "Requests", requests::list(self));
        }
        if let Some(oauth) = &self.oauth {
            add("trouble", "Troubleshooting", oauth::symptoms(oauth));
        }
        add(
            "secrets",
            "Keep secrets safe",
            html! { ul.rules { @for rule in SECRET_RULES { li { (prose::inline(rule)) } } } },
        );
        if self.has_full_description() {
            let description = self.description.as_deref().unwrap_or_default();
            let content = html! {
                details.about { summary { "Show the whole description" } div.prose { (prose::block(description, 2)) } }
            };
            add("about", "About this collection", content);
        }
        sections
    }

    fn hero(&self) -> Markup {
        let count = |number: usize, one: &str, many: &str| format!("{number} {}", if number == 1 { one } else { many });
        html! {
            @if let Some(text) = self.introduction() { div.lead { (prose::block(&text, 2)) } }
            ul.facts aria-label="At a glance" {
                li { (count(self.request_count(), "request", "requests")) }
                @if !self.environments.is_empty() {
                    li { (count(self.environments.len(), "environment", "environments")) }
                }
                @if let Some(oauth) = &self.oauth { li { "OAuth 2.0, grant " code { (oauth.grant.name()) } } }
                @if self.onboarding.is_some() { li.good { "No secrets found in the files" } }
            }
        }
    }
}
