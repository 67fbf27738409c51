//! The OAuth life cycle: picture, grants and scripts.

use crate::guide::{Life, SCRIPTS, diagram, prose};
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
        div.table tabindex="0" role="region" aria-label="Grants" {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { "Grant" }
                        th scope="col" { "Parameters" }
                        th scope="col" { "Acts as" }
                        th scope="col" { "For" }
                    }
                }
                tbody {
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
        }
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
