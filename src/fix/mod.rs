//! Deliver: findings with one right answer become edits of the file; every other byte stays.

use crate::document::Document;
use crate::files::{self, WriteError};
use crate::finding::Finding;
use crate::text::{self, Edit};
use camino::Utf8Path;

/// A file whose findings were mended.
pub struct Mended {
    text: String,
    /// How many findings were mended.
    pub findings: usize,
    /// How many could not be, as they lie in the same bytes as others: another run mends them.
    pub left: usize,
}

/// Mends what has one right answer among `findings` of `document`. None when nothing has.
pub fn mend<'f>(document: &Document, findings: impl IntoIterator<Item = &'f Finding>) -> Option<Mended> {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut mended, mut left) = (0, 0);
    for finding in findings.into_iter().filter(|finding| !finding.fix.is_empty()) {
        let new: Vec<&Edit> = finding.fix.iter().filter(|edit| !edits.contains(edit)).collect();
        if new.iter().any(|edit| edits.iter().any(|taken| overlap(edit, taken))) {
            left += 1;
            continue;
        }
        edits.extend(new.into_iter().cloned());
        mended += 1;
    }
    if mended == 0 {
        return None;
    }
    let text = text::apply(document.text(), edits).ok()?;
    // What comes out is read again before anybody writes it.
    Document::json(document.path(), text.as_str()).ok()?;
    Some(Mended { text, findings: mended, left })
}

/// Whether two edits claim the same bytes, or insert at the same place.
fn overlap(one: &Edit, other: &Edit) -> bool {
    let (a, b) = (one.span, other.span);
    a.start < b.end && b.start < a.end || a.start == b.start
}

impl Mended {
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
