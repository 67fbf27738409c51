//! Whether the page for the browser asks the network for nothing. Links that somebody has to click are none of that.

use super::super::record::{Record, Tool};
use super::super::{PAGE, START_HERE};
use super::Members;
use super::html::{Kind, Piece, pieces};
use super::tag::Tag;
use crate::finding::Finding;
use crate::page::{POLICY, SCRIPT, STYLE};
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
];

/// What a link may begin with.
const LINKS: [&str; 4] = ["#", "https://", "http://", "mailto:"];

pub(super) fn check(members: &Members, record: Option<&Record>, findings: &mut Vec<Finding>) {
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
    let pieces = pieces(&page);
    if !is_silent(text, &pieces) {
        report(0, "the page lacks the Content-Security-Policy that keeps it from asking the network");
    }
    // Another version may have another program.
    if record.is_some_and(|record| record.tool == Tool::own()) {
        for (kind, own, what) in [(Kind::Script, SCRIPT, "program"), (Kind::Style, STYLE, "style")] {
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
            Kind::Tag => match Tag::read(text) {
                Some(tag) => of_tag(&tag, |message| report(at, message)),
                None => report(at, "a tag is not written as browsers agree on: it may hide others"),
            },
            Kind::Comment => report(at, "the page holds a comment, which may hide anything"),
            Kind::Script | Kind::Style => {}
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

/// Whether the exact policy stands in the head of `page`, before anything that a browser could load or run: whatever else is wrong, it stays
/// silent then.
fn is_silent(page: &str, pieces: &[Piece<'_>]) -> bool {
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
        // Whatever else begins the body, where a policy is none.
        if !matches!(name, "html" | "head" | "meta") {
            return false;
        }
    }
    false
}

/// What is wrong with one tag.
fn of_tag(tag: &Tag<'_>, mut report: impl FnMut(&str)) {
    for (element, attribute) in LOADING.iter().filter(|(element, _)| *element == tag.name) {
        let names = [(*attribute).to_owned(), format!("xlink:{attribute}")];
        if names.iter().any(|name| tag.get(name).is_some_and(is_outside)) {
            report(&format!("the page loads something from outside: `{element}` with `{attribute}`"));
        }
    }
    for (name, value) in &tag.attributes {
        if name.starts_with("on") {
            report("a program stands in an attribute");
        } else if *name == "ping" || *name == "srcdoc" || *name == "formaction" {
            report(&format!("no page of a bundle holds the attribute `{name}`"));
        } else if tag.name == "a" && name.ends_with("href") && !LINKS.iter().any(|link| value.starts_with(link)) {
            report("a link leads to a program, or to a file");
        }
    }
    if tag.name == "meta" && tag.get("http-equiv").is_some_and(|what| what != "content-security-policy") {
        report("the page leads to another, or changes how it is read");
    }
}

/// Whether an address leads out of the page: to a host, or to a file beside it. What the page holds itself does not.
fn is_outside(address: &str) -> bool {
    !address.starts_with(['#']) && !address.starts_with("data:")
}

#[cfg(test)]
mod tests {
    use super::super::Members;
    use super::{POLICY, check};
    use crate::document::Document;
    use crate::guide::Guide;

    /// What is wrong with a page that has `part` in it.
    fn faults(part: &str) -> usize {
        let head = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"></head>"
        );
        let files = [("START-HERE.html".to_owned(), format!("{head}{part}").into_bytes())].into();
        let mut findings = Vec::new();
        check(&Members { root: "a.zip!/a".into(), files }, None, &mut findings);
        findings.len()
    }

    #[test]
    fn the_policy_is_that_of_the_pages() {
        let text = r#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": []}"#;
        let collection = Document::json("shop.json", text).unwrap();
        let page = Guide::of_files([&collection], Vec::new(), None).unwrap().html();
        assert!(page.contains(&format!("content=\"{POLICY}\"")));
    }

    #[test]
    fn what_loads_from_outside_is_told() {
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
            assert_eq!(faults(part), 1, "{part}");
        }
    }

    #[test]
    fn links_and_what_the_page_holds_itself_are_fine() {
        for part in [
            "<a href=\"https://a.example\">there</a> <a class=\"skip\" href=\"#content\">here</a>",
            "<img src=\"data:image/png;base64,AA==\"> <use href=\"#icon\"/>",
            "<style>p { background: url(data:image/png;base64,AA==) }</style>",
            "<p>Call fetch( yourself, or XMLHttpRequest, or @import &lt;script src=https://x&gt;</p>",
            "<script>document.title = 'a <b'; '</p>'</script>",
        ] {
            assert_eq!(faults(part), 0, "{part}");
        }
    }
}
