//! The variables, by who fills them in, as HTML.

use crate::guide::content::Guide;
use crate::page::prose;
use crate::page::shell::{copy_button, table};
use crate::requirements::{FilledBy, RequiredVariable};
use maud::{Markup, html};

/// The columns for variables that a person fills in.
const PERSON_COLUMNS: &[&str] = &["Name", "Description", "Where to get it", "Example", "Secret"];
/// The columns for all other variables.
const OTHER_COLUMNS: &[&str] = &["Name", "Description", "Secret"];

/// A table for each group of variables, and one for the shared values.
pub(super) fn tables(guide: &Guide) -> Markup {
    html! {
        @for filled_by in FilledBy::ALL {
            @let group: Vec<&RequiredVariable> = guide.variables.iter().filter(|one| one.filled_by == filled_by).collect();
            @if !group.is_empty() {
                h3 { (filled_by.title()) }
                p { (filled_by.about()) }
                @let is_person = filled_by == FilledBy::Person;
                @let head = if is_person { PERSON_COLUMNS } else { OTHER_COLUMNS };
                (table(filled_by.title(), "variables stacked", head, &rows(&group, is_person)))
            }
        }
        @let shared = guide.all_shared_values();
        @if !shared.is_empty() { (shared_values(&shared)) }
    }
}

fn rows(variables: &[&RequiredVariable], is_person: bool) -> Markup {
    html! {
        @for variable in variables {
            tr {
                th scope="row" {
                    code { (variable.name) }
                    @if is_person { (copy_button(Some(&variable.name), &format!("Copy the name {}", variable.name))) }
                }
                td data-label="Description" { (text_or_placeholder(variable.description.as_deref())) }
                @if is_person {
                    td data-label="Where to get it" { (text_or_placeholder(variable.found_at.as_deref())) }
                    td data-label="Example" { (example(variable)) }
                }
                td data-label="Secret" { @if variable.secret { span.secret { "secret" } } @else { "no" } }
            }
        }
    }
}

fn text_or_placeholder(text: Option<&str>) -> Markup {
    html! {
        @if let Some(text) = text { (prose::inline(text)) } @else { span.missing { (RequiredVariable::NOT_DESCRIBED) } }
    }
}

fn example(variable: &RequiredVariable) -> Markup {
    match (&variable.example, variable.format) {
        (Some(example), _) => html! { code.example { (example) } },
        (None, Some(format)) => html! { (format.what()) },
        (None, None) => html! { span.missing { "–" } },
    }
}

fn shared_values(shared: &[(&str, &[(String, String)])]) -> Markup {
    let rows = html! {
        @for (owner, values) in shared {
            @for (index, (name, value)) in values.iter().enumerate() {
                tr {
                    @if index == 0 { th scope="row" rowspan=(values.len()) { (owner) } }
                    td data-label="Variable" { code { (name) } }
                    td data-label="Value" { code { (value) } }
                }
            }
        }
    };
    html! { h3 { "Shared values" } (table("Shared values", "stacked", &["Belongs to", "Variable", "Value"], &rows)) }
}
