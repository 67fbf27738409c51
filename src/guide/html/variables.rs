//! The variables, by who fills them in.

use crate::guide::content::Guide;
use crate::guide::prose;
use crate::need::{FilledBy, Need};
use maud::{Markup, html};

/// A table for each group, and the values that the environments share.
pub(super) fn tables(guide: &Guide) -> Markup {
    html! {
        @for filled_by in FilledBy::ALL {
            @let needs: Vec<&Need> = guide.needs.iter().filter(|need| need.filled_by == filled_by).collect();
            @if !needs.is_empty() {
                h3 { (filled_by.title()) }
                p { (filled_by.about()) }
                (table(&needs, filled_by))
            }
        }
        @let given = guide.given();
        @if !given.is_empty() { (shared(&given)) }
    }
}

fn table(needs: &[&Need], filled_by: FilledBy) -> Markup {
    let is_asked = filled_by == FilledBy::Person;
    html! {
        div.table tabindex="0" role="region" aria-label=(filled_by.title()) {
            table.needs.stacked {
                thead {
                    tr {
                        th scope="col" { "Name" }
                        th scope="col" { "What it is" }
                        @if is_asked { th scope="col" { "Where to get it" } th scope="col" { "Looks like" } }
                        th scope="col" { "Secret" }
                    }
                }
                tbody {
                    @for need in needs {
                        tr {
                            th scope="row" {
                                code { (need.name) }
                                @if is_asked {
                                    button.copy type="button" hidden data-copy=(need.name) aria-label={ "Copy the name " (need.name) } { "Copy" }
                                }
                            }
                            td data-label="What it is" { (said(need.description.as_deref())) }
                            @if is_asked {
                                td data-label="Where to get it" { (said(need.found_at.as_deref())) }
                                td data-label="Looks like" { (example(need)) }
                            }
                            td data-label="Secret" { @if need.secret { span.secret { "secret" } } @else { "no" } }
                        }
                    }
                }
            }
        }
    }
}

fn said(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text { (prose::inline(text)) } @else { span.unsaid { (Need::UNSAID) } }
    }
}

fn example(need: &Need) -> Markup {
    match (&need.example, need.form) {
        (Some(example), _) => html! { code.example { (example) } },
        (None, Some(form)) => html! { (form.what()) },
        (None, None) => html! { span.unsaid { "–" } },
    }
}

fn shared(given: &[(&str, &[(String, String)])]) -> Markup {
    html! {
        h3 { "Values" }
        div.table tabindex="0" role="region" aria-label="Values" {
            table.stacked {
                thead { tr { th scope="col" { "Where" } th scope="col" { "Variable" } th scope="col" { "Value" } } }
                tbody {
                    @for (place, values) in given {
                        @for (index, (name, value)) in values.iter().enumerate() {
                            tr {
                                @if index == 0 { th scope="row" rowspan=(values.len()) { (place) } }
                                td data-label="Variable" { code { (name) } }
                                td data-label="Value" { code { (value) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
