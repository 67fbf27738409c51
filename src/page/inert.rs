//! Markdown in which nothing runs, loads or hides where it leads, whichever viewer shows it.

use super::prose::{LINK_SCHEMES, OPTIONS, is_allowed_link};
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// The elements that load or run something by themselves.
const ACTIVE: &[&str] = &[
    "a", "audio", "base", "body", "embed", "form", "frame", "iframe", "image", "img", "input", "link", "math", "meta",
    "object", "picture", "script", "source", "style", "svg", "video",
];

/// How often escaping may uncover something else before everything that could be HTML or a link is escaped.
const ROUNDS: usize = 8;

/// `text` in which HTML, images, and links with another scheme than `https`, `http` and `mailto` are escaped, so that a viewer shows their source.
///
/// Code keeps its text. Only images and elements that load or run something are escaped in code spans too, in case a viewer ends one elsewhere.
pub(crate) fn inert_markdown(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let edits = edits(&text);
        if edits.is_empty() {
            return text;
        }
        text = apply(&text, &edits);
    }
    text.replace('<', "&lt;").replace('[', "&#91;")
}

/// Replacements by byte offset: each of the bytes at its offset.
type Edits = BTreeMap<usize, (usize, &'static str)>;

fn apply(text: &str, edits: &Edits) -> String {
    let mut out = String::with_capacity(text.len() + edits.len() * 4);
    let mut done = 0;
    for (&at, &(length, new)) in edits {
        out.push_str(&text[done..at]);
        out.push_str(new);
        done = at + length;
    }
    out + &text[done..]
}

fn edits(text: &str) -> Edits {
    let mut edits = Edits::new();
    let mut plain_from = 0;
    let mut spans = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                escape_tags(text, plain_from..range.start, &spans, &mut edits);
                plain_from = range.end;
            }
            Event::Code(_) => spans.push(range),
            Event::Html(_) | Event::InlineHtml(_) => escape_all(text, range, &mut edits),
            Event::Start(Tag::Image { .. }) => drop(edits.insert(range.start, (1, "&#33;"))),
            Event::Start(Tag::Link { link_type, ref dest_url, .. }) if !is_allowed_link(link_type, dest_url) => {
                let new = if text[range.start..].starts_with('<') { "&lt;" } else { "&#91;" };
                edits.insert(range.start, (1, new));
            }
            _ => {}
        }
    }
    escape_tags(text, plain_from..text.len(), &spans, &mut edits);
    edits
}

/// Escapes every `<` in `range`.
fn escape_all(text: &str, range: Range<usize>, edits: &mut Edits) {
    for (at, _) in text[range.clone()].match_indices('<') {
        edits.insert(range.start + at, (1, "&lt;"));
    }
}

/// Escapes the beginnings of tags and images in `range`, escaped ones too. Autolinks stay, and harmless tags in the code `spans`.
fn escape_tags(text: &str, range: Range<usize>, spans: &[Range<usize>], edits: &mut Edits) {
    let part = &text[range.clone()];
    for (at, _) in part.match_indices('<') {
        let rest = &part[at + 1..];
        let at = range.start + at;
        let next = spans.partition_point(|span| span.end <= at);
        let is_code = spans.get(next).is_some_and(|span| span.contains(&at));
        if is_code && !is_active(rest) {
            continue;
        }
        let is_tag = rest.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?'));
        let is_link = LINK_SCHEMES.iter().any(|scheme| rest.starts_with(scheme));
        if is_tag && !is_link {
            edits.insert(at, (1, "&lt;"));
        }
    }
    for (at, _) in part.match_indices("![") {
        edits.insert(range.start + at, (1, "&#33;"));
    }
}

/// Whether the tag that begins with `name` loads or runs something.
fn is_active(name: &str) -> bool {
    let is_end = |character: char| character.is_whitespace() || matches!(character, '/' | '>');
    let name = name.split(is_end).next().unwrap_or_default();
    ACTIVE.iter().any(|active| name.eq_ignore_ascii_case(active))
}

#[cfg(test)]
mod tests {
    use super::inert_markdown;

    #[test]
    fn what_loads_or_runs_becomes_text() {
        for (text, inert) in [
            ("a ![x](y) b", "a &#33;&#91;x](y) b"),
            ("![x][y]\n\n[y]: https://a.example/b.png", "&#33;[x][y]\n\n[y]: https://a.example/b.png"),
            ("<IMG src=z> <b>", "&lt;IMG src=z> &lt;b>"),
            ("<svg\nonload=a()>", "&lt;svg\nonload=a()>"),
            ("<!-- x --> <?y ?>", "&lt;!-- x --> &lt;?y ?>"),
            ("[x](javascript:a())", "&#91;x](javascript:a())"),
            ("[x][y]\n\n[y]: data:text/html,z", "&#91;x]&#91;y]\n\n[y]: data:text/html,z"),
            ("<vbscript:a>", "&lt;vbscript:a>"),
            ("`<img src=x>` `<id>`", "`&lt;img src=x>` `<id>`"),
        ] {
            assert_eq!(inert_markdown(text), inert);
        }
    }

    #[test]
    fn other_markdown_stays() {
        let text = "# A\n\n[x](https://a.example) <https://a.example> <mailto:a@b.example> a < b `a[0]`\n\n```html\n<img src=\"a\"> ![x](y)\n```\n\n| a |\n|---|\n| b |\n";
        assert_eq!(inert_markdown(text), text);
    }
}
