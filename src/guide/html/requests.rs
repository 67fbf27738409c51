//! The requests by folder.

use crate::guide::content::{Body, Example, Guide, Parameter, Request, Section};
use crate::page::prose;
use crate::page::table::{copy_button, table};
use crate::text::url::SplitUrl;
use maud::{Markup, html};

/// All folders, with a field that filters them.
pub(super) fn list(guide: &Guide) -> Markup {
    html! {
        p.filter hidden {
            label for="filter" { "Filter" }
            input #filter type="search" autocomplete="off" placeholder="name, method or path";
            span #filtered role="status" {}
        }
        @for section in &guide.sections { (folder(section)) }
    }
}

fn folder(section: &Section) -> Markup {
    html! {
        div.folder #(section.anchor) {
            @if !section.path.is_empty() { h3 { (section.title()) } }
            @if let Some(text) = &section.description { div.prose { (prose::block(text, 3)) } }
            @for request in &section.requests { (self::request(request)) }
        }
    }
}

fn request(request: &Request) -> Markup {
    html! {
        details.request #(request.anchor) {
            summary {
                span class={ "method " (method_class(&request.method)) } { (request.method) }
                span.name { (short(request)) }
                code.path { (prose::with_variables(&path(&request.url))) }
            }
            div.inside {
                p.url { code { (prose::with_variables(&request.url)) } (copy_button(Some(&request.url), &format!("Copy the address of {}", request.name))) }
                @if let Some(text) = &request.description { div.prose { (prose::block(text, 4)) } }
                @if let Some(auth) = &request.auth { p.auth { strong { "Auth: " } (prose::inline(auth)) } }
                (parameters("Path variables", &request.path))
                (parameters("Query", &request.query))
                (parameters("Headers", &request.headers))
                @match &request.body {
                    None => {}
                    Some(Body::Fields(kind, fields)) => { (parameters(&format!("Body: {kind}"), fields)) }
                    Some(Body::Text(language, text)) => { h4 { "Body: " (language) } (code_block(text, &format!("Body of {}", request.name))) }
                    Some(Body::File) => { h4 { "Body" } p { "A file that you choose in Postman." } }
                }
                @for example in &request.examples { (self::example(example, request)) }
            }
        }
    }
}

/// The name without the method that Postman shows beside it.
fn short(request: &Request) -> &str {
    let rest = request.name.strip_prefix(&request.method).and_then(|rest| rest.trim_start().strip_prefix('-'));
    rest.map_or(&request.name, str::trim)
}

/// The URL without the variable or host in front of it.
fn path(url: &str) -> String {
    let url = SplitUrl::new(url);
    url.path.map_or_else(|| url.authority.to_owned(), |path| format!("/{path}"))
}

const fn method_class(method: &str) -> &'static str {
    match method.as_bytes() {
        b"GET" | b"HEAD" | b"OPTIONS" => "reads",
        b"DELETE" => "deletes",
        _ => "writes",
    }
}

fn parameters(title: &str, list: &[Parameter]) -> Markup {
    let rows = html! {
        @for one in list {
            tr.off[one.is_off] {
                th scope="row" { code { (one.name) } @if one.is_off { " " span.tag { "off" } } }
                td { @if !one.value.is_empty() { code { (prose::with_variables(&one.value)) } } }
                td { @if let Some(text) = &one.description { (prose::inline(text)) } }
            }
        }
    };
    html! {
        @if !list.is_empty() {
            h4 { (title) }
            (table(title, "parameters", &["Name", "Value", "What it is"], &rows))
        }
    }
}

fn example(example: &Example, request: &Request) -> Markup {
    html! {
        details.answer {
            summary { "Example: " (example.name) @if let Some(status) = &example.status { " " span.status { (status) } } }
            @match &example.body {
                Some((_, body)) => { (code_block(body, &format!("{}, example {}", request.name, example.name))) }
                None => { p { "Without a body." } }
            }
        }
    }
}

fn code_block(text: &str, label: &str) -> Markup {
    html! {
        div.code {
            (copy_button(None, &format!("Copy: {label}")))
            pre tabindex="0" aria-label=(label) role="region" { code { (prose::with_variables(text)) } }
        }
    }
}
