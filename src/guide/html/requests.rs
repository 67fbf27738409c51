//! The requests by folder, as HTML.

use crate::guide::content::{Guide, GuideBody, GuideExample, GuideFolder, GuideParameter, GuideRequest};
use crate::page::prose;
use crate::page::shell::{copy_button, table};
use crate::text::url::SplitUrl;
use maud::{Markup, html};

/// All folders, with a field that filters the requests.
pub(super) fn list(guide: &Guide) -> Markup {
    html! {
        p.filter hidden {
            label for="filter" { "Filter" }
            input #filter type="search" autocomplete="off" placeholder="name, method or path";
            span #filtered role="status" {}
        }
        @for one in &guide.folders { (folder(one)) }
    }
}

fn folder(folder: &GuideFolder) -> Markup {
    html! {
        div.folder #(folder.anchor) {
            @if !folder.path.is_empty() { h3 { (folder.title()) } }
            @if let Some(text) = &folder.description { div.prose { (prose::block(text, 3)) } }
            @for request in &folder.requests { (self::request(request)) }
        }
    }
}

fn request(request: &GuideRequest) -> Markup {
    html! {
        details.request #(request.anchor) {
            summary {
                span class={ "method " (method_class(&request.method)) } { (request.method) }
                span.name { (short_name(request)) }
                code.path { (prose::with_variables(&path(&request.url))) }
            }
            div.inside {
                p.url { code { (prose::with_variables(&request.url)) } (copy_button(Some(&request.url), &format!("Copy the URL of {}", request.name))) }
                @if let Some(text) = &request.description { div.prose { (prose::block(text, 4)) } }
                @if let Some(auth) = &request.auth { p.auth { strong { "Auth: " } (prose::inline(auth)) } }
                (parameters("Path variables", &request.path_variables))
                (parameters("Query", &request.query))
                (parameters("Headers", &request.headers))
                @match &request.body {
                    None => {}
                    Some(GuideBody::Fields(kind, fields)) => { (parameters(&format!("Body: {kind}"), fields)) }
                    Some(GuideBody::Text(language, text)) => { h4 { "Body: " (language) } (code_block(text, &format!("Body of {}", request.name))) }
                    Some(GuideBody::File) => { h4 { "Body" } p { "A file that you select in Postman." } }
                }
                @for example in &request.examples { (self::example(example, request)) }
            }
        }
    }
}

/// The name without the method that Postman shows beside it.
fn short_name(request: &GuideRequest) -> &str {
    let rest = request.name.strip_prefix(&request.method).and_then(|rest| rest.trim_start().strip_prefix('-'));
    rest.map_or(&request.name, str::trim)
}

/// The path of a URL that may begin with a variable.
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

fn parameters(title: &str, list: &[GuideParameter]) -> Markup {
    let rows = html! {
        @for one in list {
            tr.off[one.disabled] {
                th scope="row" { code { (one.name) } @if one.disabled { " " span.tag { "off" } } }
                td { @if !one.value.is_empty() { code { (prose::with_variables(&one.value)) } } }
                td { @if let Some(text) = &one.description { (prose::inline(text)) } }
            }
        }
    };
    html! {
        @if !list.is_empty() {
            h4 { (title) }
            (table(title, "parameters", &["Name", "Value", "Description"], &rows))
        }
    }
}

fn example(example: &GuideExample, request: &GuideRequest) -> Markup {
    html! {
        details.example-response {
            summary { "Example: " (example.name) @if let Some(status) = &example.status { " " span.status { (status) } } }
            @match &example.body {
                Some((_, body)) => { (code_block(body, &format!("{}, example {}", request.name, example.name))) }
                None => { p { "The response has no body." } }
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
