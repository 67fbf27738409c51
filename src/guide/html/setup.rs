//! The set-up steps: from an unpacked bundle to the first response of the API.

use crate::guide::content::{Guide, Onboarding};
use crate::page::prose;
use crate::page::shell::copyable;
use crate::text::shell;
use maud::{Markup, html};

/// The steps, each with a check box.
pub(super) fn steps(guide: &Guide, onboarding: &Onboarding) -> Markup {
    let steps = steps_of(guide, onboarding);
    html! {
        p.progress #progress hidden { "0 of " (steps.len()) " done" }
        ol.steps {
            @for (index, (title, content)) in steps.iter().enumerate() {
                li {
                    label {
                        input type="checkbox" data-tick=(index + 1);
                        span.title { (prose::inline(title)) }
                    }
                    div.how { (content) }
                }
            }
        }
    }
}

fn steps_of(guide: &Guide, onboarding: &Onboarding) -> Vec<(String, Markup)> {
    let environments = &guide.environments;
    let mut steps = vec![(
        "Import the files into Postman".to_owned(),
        html! {
            p { "In Postman choose " strong { "Import" } " (Ctrl+O, on a Mac ⌘O) and drop these files into the window:" }
            ul.files {
                li { (copyable(&onboarding.collection_file)) }
                @for environment in environments { li { (copyable(&environment.file)) } }
            }
        },
    )];
    let selectable: Vec<_> = guide.selectable_environments().collect();
    if let Some(first) = selectable.first() {
        steps.push((
            if selectable.len() == 1 { "Select the environment" } else { "Select an environment" }.to_owned(),
            html! {
                p {
                    "At the top right of Postman choose "
                    @for (index, environment) in selectable.iter().enumerate() {
                        @if index > 0 { " or " }
                        strong { (environment.name) }
                    }
                    ". Until one is selected, every " code { "{{NAME}}" } " is sent as it is written."
                }
            },
        ));
        steps.push((
            "Fill in your own values".to_owned(),
            html! {
                p {
                    "Open the environment and enter the values that are "
                    a href="#variables" { "yours" }
                    " as " em { "current" } " values: those stay on this machine."
                }
                p { "Or let Postsmith ask you for them. It writes an environment that only you can read; import that one instead:" }
                p { (copyable(&format!("postsmith env {}", shell::path(&first.file)))) }
            },
        ));
    }
    if let Some(login) = guide.oauth.as_ref().and_then(|oauth| oauth.login.as_deref()) {
        steps.push((
            "Get a token".to_owned(),
            html! {
                p { "Send " strong { (spaced(login)) } ". The response is 200, and the tab " em { "Test Results" } " shows that the token was stored." }
            },
        ));
    }
    if guide.request_count() > 0 {
        let send = html! {
            @match guide.first_request() {
                Some((name, true)) => { p { "Send " strong { (name) } ". When the response is 200, everything is set up." } }
                Some((name, false)) => { p { "For example, send " strong { (name) } "." } }
                None => { p { "Send any request of the collection." } }
            }
        };
        steps.push(("Send a request".to_owned(), send));
    }
    steps
}

/// `Folder/Request` with spaces around each `/`.
fn spaced(path: &str) -> String {
    path.split('/').collect::<Vec<_>>().join(" / ")
}
