//! Verifies that the page for a browser loads nothing from the network and contains only the script and style that Postsmith writes. Links that a
//! person clicks are allowed.

use super::super::{PAGE, START_HERE};
use super::html::{Piece, PieceKind, pieces};
use super::tag::Tag;
use super::{LOADS_NOTHING_HELP, Members};
use crate::finding::Finding;
use crate::page::{POLICY, SCRIPT, STYLE};
use crate::requirements::{BundleRecord, RecordedTool};
use std::collections::BTreeSet;

/// The elements that load a URL, with the attribute that contains it.
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
/// Words of styles and scripts that load something, with the message about them.
const WORDS: &[(&str, &str)] = &[
    ("@import", "a style sheet loads another style sheet"),
    ("fetch(", "a script sends a request"),
    ("xmlhttprequest", "a script sends a request"),
    ("sendbeacon", "a script sends a request"),
    ("websocket", "a script sends a request"),
    ("eventsource", "a script sends a request"),
    ("importscripts", "a script loads another script"),
];

/// The allowed beginnings of a link.
const LINKS: [&str; 4] = ["#", "https://", "http://", "mailto:"];

/// Checks [`START_HERE`].
pub(super) fn check_page(members: &Members, record: Option<&BundleRecord>, findings: &mut Vec<Finding>) {
    let Some(text) = members.text(START_HERE) else { return };
    // Offsets stay valid: only ASCII letters change.
    let page = text.to_ascii_lowercase();
    // Each message is reported once.
    let mut seen = BTreeSet::new();
    let mut report = |at: usize, message: &str| {
        if !seen.insert(message.to_owned()) {
            return;
        }
        findings.push(members.finding_at(PAGE, START_HERE, at, message).help(LOADS_NOTHING_HELP));
    };
    let pieces = pieces(&page);
    if !has_policy(text, &pieces) {
        report(0, "the page lacks the Content-Security-Policy that forbids network requests");
    }
    // Another version may write another script and style.
    if record.is_some_and(|record| record.tool == RecordedTool::current()) {
        for (kind, own, what) in [(PieceKind::Script, SCRIPT, "script"), (PieceKind::Style, STYLE, "style")] {
            let codes: Vec<&Piece<'_>> = pieces.iter().filter(|piece| piece.kind == kind).collect();
            let is_own = |code: &&Piece<'_>| text[code.at..code.at + code.text.len()] == *own;
            if let Some(code) = codes.iter().find(|code| !is_own(code)).or_else(|| codes.get(1)) {
                report(code.at, &format!("the {what} of the page is not the one that this version writes"));
            } else if codes.is_empty() {
                report(0, &format!("the page lacks its {what}"));
            }
        }
    }
    for Piece { at, text, kind } in pieces {
        match kind {
            PieceKind::Tag => match Tag::read(text) {
                Some(tag) => check_tag(&tag, |message| report(at, message)),
                None => report(at, "a tag is written in a way that browsers read differently: it may hide other tags"),
            },
            PieceKind::Comment => report(at, "the page contains a comment, which may hide other tags"),
            PieceKind::Script | PieceKind::Style => {}
        }
        for (from, _) in text.match_indices("url(") {
            let is_border = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
            if is_outside(text[from + 4..].trim_start_matches(is_border)) {
                report(at + from, "a style loads a file");
            }
        }
        for (word, what) in WORDS {
            for (from, _) in text.match_indices(word) {
                report(at + from, what);
            }
        }
    }
}

/// Whether `page` has the exact policy in its head, before anything that a browser could load or run. Then it sends no request even if other
/// checks fail.
fn has_policy(page: &str, pieces: &[Piece<'_>]) -> bool {
    let meta = format!("meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"");
    let mut before = String::new();
    let mut done = 0;
    for piece in pieces {
        let own = &page[piece.at..piece.at + piece.text.len()];
        let name = Tag::read(piece.text).map_or("", |tag| tag.name);
        before.push_str(&page[done..piece.at]);
        done = piece.at + piece.text.len();
        if own == meta {
            let text = before.replace(['<', '>'], " ");
            return text.trim() == "!DOCTYPE html";
        }
        // Any other tag begins the body, where browsers ignore the policy.
        if !matches!(name, "html" | "head" | "meta") {
            return false;
        }
    }
    false
}

/// Reports what is wrong with one tag.
fn check_tag(tag: &Tag<'_>, mut report: impl FnMut(&str)) {
    for (element, attribute) in LOADING.iter().filter(|(element, _)| *element == tag.name) {
        let names = [(*attribute).to_owned(), format!("xlink:{attribute}")];
        if names.iter().any(|name| tag.get(name).is_some_and(is_outside)) {
            report(&format!("the page loads a file: `{element}` with `{attribute}`"));
        }
    }
    for (name, value) in &tag.attributes {
        if name.starts_with("on") {
            report("an attribute contains a script");
        } else if *name == "ping" || *name == "srcdoc" || *name == "formaction" {
            report(&format!("a page of a bundle does not have the attribute `{name}`"));
        } else if tag.name == "a" && name.ends_with("href") && !LINKS.iter().any(|link| value.starts_with(link)) {
            report("a link runs a script or opens a file");
        }
    }
    if tag.name == "meta" && tag.get("http-equiv").is_some_and(|what| what != "content-security-policy") {
        report("a `meta` tag redirects the page or changes how it is read");
    }
}

/// Whether a URL leads out of the page, to a host or to another file. Fragments and `data:` URLs do not.
fn is_outside(url: &str) -> bool {
    !url.starts_with(['#']) && !url.starts_with("data:")
}

#[cfg(test)]
mod tests {
    use super::super::Members;
    use super::{POLICY, check_page};
    use crate::document::Document;
    use crate::guide::Guide;

    /// The number of findings about a page with `part` in it.
    fn findings_of(part: &str) -> usize {
        let head = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"></head>"
        );
        let files = [("START-HERE.html".to_owned(), format!("{head}{part}").into_bytes())].into();
        let mut findings = Vec::new();
        check_page(&Members { root: "a.zip!/a".into(), files }, None, &mut findings);
        findings.len()
    }

    #[test]
    fn policy_is_the_one_that_pages_have() {
        let text = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#;
        let collection = Document::json("shop.json", text).unwrap();
        let page = Guide::of_files([&collection], Vec::new(), None).unwrap().html();
        assert!(page.contains(&format!("content=\"{POLICY}\"")));
    }

    #[test]
    fn loading_and_redirecting_parts_are_reported() {
        for part in [
            "<script src=\"https://a.example/x.js\"></script>",
            "<img alt=\"a > b\" src=\"https://a.example/x.png\">",
            "<SCRIPT SRC=\"//a.example/x.js\"></SCRIPT>",
            "<link rel=\"stylesheet\" href=\"https://a.example/x.css\">",
            "<svg><image xlink:href=\"http://a.example/x.png\"/></svg>",
            "<style>@import 'x.css';</style>",
            "<style>p { background: url( \"https://a.example/x.png\") }</style>",
            "<script>fetch('https://a.example')</script>",
            "<meta http-equiv=\"refresh\" content=\"0; url=https://a.example\">",
            "<form action=\"https://a.example\">",
            "<!-- <img src=https://a.example> -->",
        ] {
            assert_eq!(findings_of(part), 1, "{part}");
        }
    }

    #[test]
    fn links_and_embedded_parts_are_allowed() {
        for part in [
            "<a href=\"https://a.example\">there</a> <a class=\"skip\" href=\"#content\">here</a>",
            "<img src=\"data:image/png;base64,AA==\"> <use href=\"#icon\"/>",
            "<style>p { background: url(data:image/png;base64,AA==) }</style>",
            "<p>Call fetch( yourself, or XMLHttpRequest, or @import &lt;script src=https://x&gt;</p>",
            "<script>document.title = 'a <b'; '</p>'</script>",
        ] {
            assert_eq!(findings_of(part), 0, "{part}");
        }
    }
}
