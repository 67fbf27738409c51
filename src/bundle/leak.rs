//! Secrets that a rendered page or file would show. Each is reported at the text of an input file that it comes from.

use super::refusal::{self, ESCAPED_HELP, escaped_at};
use super::{BundleContents, SECRET};
use crate::document::{Kind, NodeRef};
use crate::finding::{Finding, Location};
use crate::secret::decode::{Escapes, unescape};
use crate::text::Span;

/// Credentials, and values that were removed from environments, in `page`, which was rendered from `contents`. Each is reported at the text of a
/// file that it comes from; when no text contains it, at the collection.
pub fn leaks(contents: &BundleContents, page: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = leak_of_known_value(contents, page).into_iter().collect();
    for span in refusal::credentials(page, &contents.accepted) {
        let message = "this text shows a credential in clear";
        findings.push(Finding::error(SECRET, origin(contents, &page[span.range()]), message).help(ESCAPED_HELP));
    }
    findings.sort();
    findings.dedup();
    findings
}

/// A value that was removed from an environment and that `text` contains.
pub(super) fn leak_of_known_value(contents: &BundleContents, text: &str) -> Option<Finding> {
    let value = contents.removed_values.value_in(text)?;
    Some(escaped_at(origin(contents, value)))
}

/// The place of the text that shows `value`.
fn origin(contents: &BundleContents, value: &str) -> Location {
    let nodes = contents.files.iter().flat_map(|file| file.document.root().descendants());
    let contains = |node: &NodeRef<'_>| {
        node.kind() == Kind::String
            && node
                .as_str()
                .is_some_and(|text| text.contains(value) || unescape(&text, Escapes::Markdown).contains(value))
    };
    let found = nodes.into_iter().find(contains).or_else(|| Some(contents.collection()?.document.root()));
    found.map_or_else(|| Location::in_text("".into(), "", Span::at(0)), Location::of)
}
