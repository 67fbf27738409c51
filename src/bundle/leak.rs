//! What a page would show of values that must not be handed over, told at the text that it comes from.

use super::{BundleContents, SECRET, judge};
use crate::document::{Kind, NodeRef};
use crate::finding::{Finding, Location};
use crate::text::entity;

/// What to do with such a text.
const HELP: &str =
    "take it out by hand: it is written with backslashes or entities, where `postsmith redact` does not see it";

/// Credentials, and values that were taken out of environments, in `page`, which was made of `contents`. Each is told at the text of a file
/// that it comes from; where that cannot be told, at the collection as a whole.
pub fn leaks(contents: &BundleContents, page: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = taken(contents, page).into_iter().collect();
    for value in judge::credentials(page) {
        let message = "a credential stands here in clear once the text is shown";
        findings.push(Finding::error(SECRET, origin(contents, &value), message).help(HELP));
    }
    findings.sort();
    findings.dedup();
    findings
}

/// The same for what was taken out of environments alone.
pub(super) fn taken(contents: &BundleContents, text: &str) -> Option<Finding> {
    let value = contents.removed_values.value_in(text)?;
    Some(hidden(origin(contents, value)))
}

/// A value that was taken out stands at `place` in a form that the scan does not read.
pub(super) fn hidden(place: Location) -> Finding {
    let message =
        "the value of a secret that was taken out of an environment stands here in clear once the text is shown";
    Finding::error(SECRET, place, message).help(HELP)
}

fn origin(contents: &BundleContents, value: &str) -> Location {
    let nodes = contents.files.iter().flat_map(|file| file.document.root().descendants());
    let holds = |node: &NodeRef<'_>| {
        node.kind() == Kind::String
            && node.as_str().is_some_and(|text| text.contains(value) || plain(&text).contains(value))
    };
    let found = nodes.into_iter().find(holds).or_else(|| Some(contents.collection()?.document.root()));
    found.map_or_else(|| Location::in_text("".into(), "", crate::text::Span::at(0)), Location::of)
}

/// `text` as Markdown shows it: without the backslashes before signs, and with the commonest entities read.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next) if letter == '\\' && next.is_ascii_punctuation() => {}
            _ => plain.push(letter),
        }
    }
    // An entity may be written with one in it.
    entity::decode(&entity::decode(&plain))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_markdown_shows_is_read() {
        assert_eq!(plain("a\\_b \\\\ &#95;&#x5F;&amp; c:\\dir &#no; 100%"), "a_b \\ __& c:\\dir &#no; 100%");
    }
}
