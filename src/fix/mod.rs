//! Applies the fixes of findings to a file and changes no other byte. `postsmith check --fix` calls [`apply_fixes`].

use crate::document::{Document, Encoding};
use crate::files::{self, WriteError};
use crate::finding::Finding;
use crate::text::{self, Edit};
use std::collections::BTreeMap;

/// The text of a file with fixes applied.
pub struct Fixed {
    text: String,
    /// The encoding of the file.
    encoding: Encoding,
    /// How many findings were fixed.
    pub applied: usize,
    /// How many fixes overlap an applied one. Another run fixes them.
    pub overlapping: usize,
}

/// Applies the fixes of `findings`, which are findings of `document`. Returns None if no finding has a fix.
pub fn apply_fixes<'f>(document: &Document, findings: impl IntoIterator<Item = &'f Finding>) -> Option<Fixed> {
    let mut edits: BTreeMap<usize, Edit> = BTreeMap::new();
    let (mut applied, mut overlapping) = (0, 0);
    for finding in findings.into_iter().filter(|finding| !finding.fix.is_empty()) {
        if finding.fix.iter().all(|edit| is_free(edit, &edits)) {
            edits.extend(finding.fix.iter().map(|edit| (edit.span.start, edit.clone())));
            applied += 1;
        } else {
            overlapping += 1;
        }
    }
    if applied == 0 {
        return None;
    }
    let text = text::apply(document.text(), edits.into_values().collect()).ok()?;
    // Make sure that the result is still valid JSON.
    Document::json(document.path(), text.as_str()).ok()?;
    Some(Fixed { text, encoding: document.encoding(), applied, overlapping })
}

/// Whether `edit` overlaps none of `edits`, which are by their start and do not overlap each other. Two insertions at one position overlap.
fn is_free(edit: &Edit, edits: &BTreeMap<usize, Edit>) -> bool {
    let ends_after = |(_, before): (&usize, &Edit)| before.span.end > edit.span.start;
    match edits.get(&edit.span.start) {
        // Two findings may have the same fix.
        Some(taken) => taken == edit,
        None => {
            !edits.range(..edit.span.start).next_back().is_some_and(ends_after)
                && edits.range(edit.span.start..edit.span.end).next().is_none()
        }
    }
}

impl Fixed {
    /// The text with fixes applied.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces the file of `document`, from which the fixes were made, completely or not at all.
    ///
    /// # Errors
    /// The file cannot be written, or another program has changed it since it was read.
    pub fn write(&self, document: &Document) -> Result<(), WriteError> {
        let bytes = |text: &str| self.encoding.encode(text);
        files::replace_file(document.path(), &bytes(document.text()), &bytes(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::apply_fixes;
    use crate::check::check;
    use crate::document::Document;

    #[test]
    fn a_fix_changes_only_its_own_bytes() {
        let text = "\u{feff}{\"info\": {\"name\": \"A\", \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\r\n\t\"item\": [],\"event\":[ {\"listen\" :\"prerequests\"} ] }";
        let document = Document::json("a.json", text).unwrap();
        let fixed = apply_fixes(&document, &check(&document)).unwrap();
        assert_eq!(fixed.text(), text.replace("prerequests", "prerequest"));
        assert_eq!((fixed.applied, fixed.overlapping), (1, 0));
        let again = Document::json("a.json", fixed.text()).unwrap();
        assert!(apply_fixes(&again, &check(&again)).is_none());
    }
}
