//! The OAuth sections of the page: the life cycle of the token with grants and scripts, and the symptoms with their causes.

use crate::guide::{OAuthSection, SCRIPTS, diagram};
use crate::oauth::SYMPTOMS;
use crate::page::prose;
use crate::page::shell::table;
use maud::{Markup, html};

/// The life cycle as a diagram and in words, the grants, and the scripts.
pub(super) fn life_cycle(oauth: &OAuthSection) -> Markup {
    let messages = oauth.messages();
    html! {
        figure.cycle {
            (diagram::draw(&messages))
            details.words {
                summary { "The steps in words" }
                ol {
                    @for message in &messages {
                        li class=(format!("phase-{}", message.phase as usize)) {
                            @if message.from == message.to {
                                span.actors { (message.from.name()) }
                            } @else {
                                span.actors { (message.from.name()) " → " (message.to.name()) }
                            }
                            span.message { (prose::inline(&message.text)) }
                            @if !message.carries.is_empty() {
                                span.carries { @for line in &message.carries { code { (line) } } }
                            }
                        }
                    }
                }
            }
        }
        h3 { "Which grant to use" }
        (table("Grants", "stacked", &["Grant", "Parameters", "Acts as", "Used for"], &grants(oauth)))
        @if oauth.is_scripted() {
            h3 { "What each script does" }
            dl.scripts {
                @for (name, does) in SCRIPTS {
                    div { dt { (name) } dd { (prose::inline(does)) } }
                }
            }
        }
    }
}

fn grants(oauth: &OAuthSection) -> Markup {
    html! {
        @for grant in &oauth.grants {
            tr {
                th scope="row" { code { (grant.name()) } }
                td data-label="Parameters" { span.carries { @for name in grant.parameters() { code { (name) } " " } } }
                td data-label="Acts as" { (grant.acts_as()) }
                td data-label="Used for" { (grant.used_for()) }
            }
        }
    }
}

/// Every symptom with its causes.
pub(super) fn symptoms(oauth: &OAuthSection) -> Markup {
    let terms = &oauth.terms;
    html! {
        p { "Find what Postman shows you. The most likely cause comes first." }
        div.symptoms {
            @for symptom in SYMPTOMS {
                details #{ "symptom-" (symptom.id) } {
                    summary { strong { (symptom.title(terms)) } span.seen { (prose::inline(&symptom.description(terms))) } }
                    ol.causes {
                        @for cause in oauth.causes(symptom) {
                            li {
                                p.cause { (prose::inline(&cause.title(terms))) }
                                p.evidence { (prose::inline(&cause.evidence(terms))) }
                                p.fix { (prose::inline(&oauth.fix(cause))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
