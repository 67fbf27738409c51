//! The variables, by who fills them in.

use crate::guide::content::Guide;
use crate::page::prose;
use crate::page::table::{copy_button, table};
use crate::requirements::{FilledBy, RequiredVariable};
use maud::{Markup, html};

/// What is said of a variable that a person fills in, and of all others.
const ASKED: &[&str] = &["Name", "What it is", "Where to get it", "Looks like", "Secret"];
const KNOWN: &[&str] = &["Name", "What it is", "Secret"];

/// A table for each group, and the values that the environments share.
pub(super) fn tables(guide: &Guide) -> Markup {
    html! {
        @for filled_by in FilledBy::ALL {
            @let needs: Vec<&RequiredVariable> = guide.needs.iter().filter(|need| need.filled_by == filled_by).collect();
            @if !needs.is_empty() {
                h3 { (filled_by.title()) }
                p { (filled_by.about()) }
                @let is_asked = filled_by == FilledBy::Person;
                @let head = if is_asked { ASKED } else { KNOWN };
                (table(filled_by.title(), "needs stacked", head, &rows(&needs, is_asked)))
            }
        }
        @let given = guide.given();
        @if !given.is_empty() { (shared(&given)) }
    }
}

fn rows(needs: &[&RequiredVariable], is_asked: bool) -> Markup {
    html! {
        @for need in needs {
            tr {
                th scope="row" {
                    code { (need.name) }
                    @if is_asked { (copy_button(Some(&need.name), &format!("Copy the name {}", need.name))) }
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

fn said(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text { (prose::inline(text)) } @else { span.unsaid { (RequiredVariable::UNSAID) } }
    }
}

fn example(need: &RequiredVariable) -> Markup {
    match (&need.example, need.form) {
        (Some(example), _) => html! { code.example { (example) } },
        (None, Some(form)) => html! { (form.what()) },
        (None, None) => html! { span.unsaid { "–" } },
    }
}

fn shared(given: &[(&str, &[(String, String)])]) -> Markup {
    let rows = html! {
        @for (place, values) in given {
            @for (index, (name, value)) in values.iter().enumerate() {
                tr {
                    @if index == 0 { th scope="row" rowspan=(values.len()) { (place) } }
                    td data-label="Variable" { code { (name) } }
                    td data-label="Value" { code { (value) } }
                }
            }
        }
    };
    html! { h3 { "Values" } (table("Values", "stacked", &["Where", "Variable", "Value"], &rows)) }
}
