//! What to do when something fails, by what one sees.

use crate::guide::Life;
use crate::oauth::SYMPTOMS;
use crate::page::prose;
use maud::{Markup, html};

/// Every symptom with its causes.
pub(super) fn symptoms(life: &Life) -> Markup {
    let words = &life.words;
    html! {
        p { "Start from what Postman shows. The likeliest cause stands first." }
        div.symptoms {
            @for symptom in SYMPTOMS {
                details #{ "symptom-" (symptom.id) } {
                    summary { strong { (symptom.title(words)) } span.seen { (prose::inline(&symptom.description(words))) } }
                    ol.causes {
                        @for cause in life.causes(symptom) {
                            li {
                                p.cause { (prose::inline(&cause.title(words))) }
                                p.evidence { (prose::inline(&cause.evidence(words))) }
                                p.fix { (prose::inline(&life.fix(cause))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
