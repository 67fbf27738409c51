//! Deliver: findings with one right answer become edits of the file; every other byte stays.

use crate::document::Document;
use crate::files::{self, WriteError};
use crate::finding::Finding;
use crate::text::{self, Edit};
use camino::Utf8Path;
use std::collections::BTreeMap;

/// A file whose findings were mended.
pub struct Fixed {
    text: String,
    /// How many findings were mended.
    pub findings: usize,
    /// How many could not be, as they lie in the same bytes as others: another run mends them.
    pub left: usize,
}

/// Mends what has one right answer among `findings` of `document`. None when nothing has.
pub fn mend<'f>(document: &Document, findings: impl IntoIterator<Item = &'f Finding>) -> Option<Fixed> {
    let mut edits: BTreeMap<usize, Edit> = BTreeMap::new();
    let (mut mended, mut left) = (0, 0);
    for finding in findings.into_iter().filter(|finding| !finding.fix.is_empty()) {
        if finding.fix.iter().all(|edit| is_free(edit, &edits)) {
            edits.extend(finding.fix.iter().map(|edit| (edit.span.start, edit.clone())));
            mended += 1;
        } else {
            left += 1;
        }
    }
    if mended == 0 {
        return None;
    }
    let text = text::apply(document.text(), edits.into_values().collect()).ok()?;
    // What comes out is read again before anybody writes it.
    Document::json(document.path(), text.as_str()).ok()?;
    Some(Fixed { text, findings: mended, left })
}

/// Whether no other edit claims the same bytes, or inserts at the same place. `edits` are by their beginnings, and apart.
fn is_free(edit: &Edit, edits: &BTreeMap<usize, Edit>) -> bool {
    let ends_after = |(_, before): (&usize, &Edit)| before.span.end > edit.span.start;
    match edits.get(&edit.span.start) {
        // Two findings may have one answer.
        Some(taken) => taken == edit,
        None => {
            !edits.range(..edit.span.start).next_back().is_some_and(ends_after)
                && edits.range(edit.span.start..edit.span.end).next().is_none()
        }
    }
}

impl Fixed {
    /// The file as it will be.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes it in the place of the file `path`, whole or not at all.
    pub fn write(&self, path: &Utf8Path) -> Result<(), WriteError> {
        let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
        let name = path.file_name().unwrap_or_default();
        files::write(folder, [(name, self.text.as_bytes())])
    }
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::check::check;
    use crate::document::Document;

    #[test]
    fn only_the_faulty_bytes_change() {
        let text = "\u{feff}{\"info\": {\"name\": \"A\", \"schema\": \"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"},\r\n\t\"item\": [],\"event\":[ {\"listen\" :\"prerequests\"} ] }";
        let document = Document::json("a.json", text).unwrap();
        let mended = mend(&document, &check(&document)).unwrap();
        assert_eq!(mended.text(), text.replace("prerequests", "prerequest"));
        assert_eq!((mended.findings, mended.left), (1, 0));
        let again = Document::json("a.json", mended.text()).unwrap();
        assert!(mend(&again, &check(&again)).is_none());
    }
}
