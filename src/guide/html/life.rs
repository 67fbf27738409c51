//! The OAuth life cycle: picture, grants and scripts.

use crate::guide::{Life, SCRIPTS, diagram};
use crate::page::prose;
use crate::page::table::table;
use maud::{Markup, html};

/// The whole part.
pub(super) fn part(life: &Life) -> Markup {
    let messages = life.messages();
    html! {
        figure.cycle {
            (diagram::draw(&messages))
            details.words {
                summary { "The same in words" }
                ol {
                    @for message in &messages {
                        li class=(format!("phase-{}", message.phase as usize)) {
                            @if message.from == message.to {
                                span.who { (message.from.name()) }
                            } @else {
                                span.who { (message.from.name()) " → " (message.to.name()) }
                            }
                            span.what { (prose::inline(&message.text)) }
                            @if !message.carries.is_empty() {
                                span.carries { @for line in &message.carries { code { (line) } } }
                            }
                        }
                    }
                }
            }
        }
        h3 { "Which grant for what" }
        (table("Grants", "stacked", &["Grant", "Parameters", "Acts as", "For"], &grants(life)))
        @if life.is_scripted() {
            h3 { "What each script does" }
            dl.scripts {
                @for (name, does) in SCRIPTS {
                    div { dt { (name) } dd { (prose::inline(does)) } }
                }
            }
        }
    }
}

fn grants(life: &Life) -> Markup {
    html! {
        @for grant in &life.grants {
            tr {
                th scope="row" { code { (grant.name()) } }
                td data-label="Parameters" { span.carries { @for name in grant.parameters() { code { (name) } " " } } }
                td data-label="Acts as" { (grant.acts_as()) }
                td data-label="For" { (grant.used_for()) }
            }
        }
    }
}
