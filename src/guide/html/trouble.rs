//! What to do when something fails, by what one sees.

use crate::guide::{Life, prose};
use crate::oauth::SYMPTOMS;
use maud::{Markup, html};

/// Every symptom with its causes.
pub(super) fn symptoms(life: &Life) -> Markup {
    let words = &life.words;
    html! {
        p { "Start from what Postman shows. The likeliest cause stands first." }
        div.symptoms {
            @for symptom in SYMPTOMS {
                details #{ "symptom-" (symptom.id) } {
                    summary { strong { (symptom.title(words)) } span.seen { (prose::inline(&symptom.seen(words))) } }
                    ol.causes {
                        @for cause in life.causes(symptom) {
                            li {
                                p.cause { (prose::inline(&cause.title(words))) }
                                p.told { (prose::inline(&cause.told(words))) }
                                p.mend { (prose::inline(&life.mend(cause))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
