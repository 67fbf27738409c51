//! Whether the page for the browser asks the network for nothing. Links that somebody has to click are none of that.

use super::super::{PAGE, START_HERE};
use super::Members;
use super::html::{Piece, pieces};
use crate::finding::Finding;
use std::collections::BTreeSet;

/// Elements that load what an attribute names.
const LOADING: &[(&str, &str)] = &[
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("frame", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("audio", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("track", "src"),
    ("input", "src"),
    ("image", "href"),
    ("use", "href"),
    ("base", "href"),
    ("form", "action"),
    ("body", "background"),
];
/// What style sheets load with, scripts ask with, and pages lead away with.
const WORDS: &[(&str, &str)] = &[
    ("@import", "a style sheet loads another"),
    ("fetch(", "a script asks the network"),
    ("xmlhttprequest", "a script asks the network"),
    ("sendbeacon", "a script asks the network"),
    ("websocket", "a script asks the network"),
    ("eventsource", "a script asks the network"),
    ("importscripts", "a script loads another"),
    ("http-equiv=\"refresh\"", "the page leads to another"),
];

pub(super) fn check(members: &Members, findings: &mut Vec<Finding>) {
    let Some(text) = members.text(START_HERE) else { return };
    // Of one length with the text: only ASCII changes.
    let page = text.to_ascii_lowercase();
    // Each once: what is done a thousand times is the same fault.
    let mut seen = BTreeSet::new();
    let mut report = |at: usize, message: &str| {
        if !seen.insert(message.to_owned()) {
            return;
        }
        let help = "whoever opens a page must not be seen by others: keep what it needs in it";
        findings.push(members.finding_at(PAGE, START_HERE, at, message).help(help));
    };
    for Piece { at, text, is_tag } in pieces(&page) {
        if is_tag {
            let name = text.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
            for (_, attribute) in LOADING.iter().filter(|(element, _)| *element == name) {
                if value(text, attribute).is_some_and(is_outside) {
                    report(at, &format!("the page loads something from outside: `{name}` with `{attribute}`"));
                }
            }
        }
        for (from, _) in text.match_indices("url(") {
            let is_border = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'');
            if is_outside(text[from + 4..].trim_start_matches(is_border)) {
                report(at + from, "a style loads something from outside");
            }
        }
        for (word, what) in WORDS {
            for (from, _) in text.match_indices(word) {
                report(at + from, what);
            }
        }
    }
}

/// The value of `attribute` in `tag`.
fn value<'t>(tag: &'t str, attribute: &str) -> Option<&'t str> {
    tag.match_indices(attribute).find_map(|(at, _)| {
        let is_name = tag[..at]
            .ends_with(|letter: char| letter.is_ascii_whitespace() || matches!(letter, '"' | '\'' | '/' | ':'));
        let rest = tag[at + attribute.len()..].trim_start().strip_prefix('=')?.trim_start();
        is_name.then(|| rest.trim_start_matches(['"', '\'']))
    })
}

/// Whether an address leads out of the page: to a host, or to a file beside it. What the page holds itself does not.
fn is_outside(address: &str) -> bool {
    !address.starts_with(['#']) && !address.starts_with("data:")
}

#[cfg(test)]
mod tests {
    use super::super::Members;
    use super::check;

    fn faults(page: &str) -> usize {
        let files = [("START-HERE.html".to_owned(), page.as_bytes().to_vec())].into();
        let mut findings = Vec::new();
        check(&Members { root: "a.zip!/a".into(), files }, &mut findings);
        findings.len()
    }

    #[test]
    fn what_loads_from_outside_is_told() {
        for page in [
            "<script src=\"https://a.example/x.js\"></script>",
            "<img alt=\"a > b\" src=\"https://a.example/x.png\">",
            "<SCRIPT SRC=//a.example/x.js></SCRIPT>",
            "<link rel=stylesheet href='https://a.example/x.css'>",
            "<img alt=\"\" src=\"http://a.example/x.png\">",
            "<style>@import 'x.css';</style>",
            "<style>p { background: url( \"https://a.example/x.png\") }</style>",
            "<script>fetch('https://a.example')</script>",
            "<meta http-equiv=\"refresh\" content=\"0; url=https://a.example\">",
            "<form action=\"https://a.example\">",
        ] {
            assert_eq!(faults(page), 1, "{page}");
        }
    }

    #[test]
    fn links_and_what_the_page_holds_itself_are_fine() {
        for page in [
            "<a href=\"https://a.example\">there</a>",
            "<img src=\"data:image/png;base64,AA==\"> <use href=\"#icon\"/>",
            "<style>p { background: url(data:image/png;base64,AA==) }</style>",
            "<p>Call fetch( yourself, or XMLHttpRequest, or @import &lt;script src=https://x&gt;</p>",
            "<script>document.title = 'a <b'; '</p>'</script><!-- <img src=https://a.example> -->",
        ] {
            assert_eq!(faults(page), 0, "{page}");
        }
    }
}
