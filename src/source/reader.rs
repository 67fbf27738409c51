//! The files of a source while they are read: each mistake is noted, and reading goes on.

use super::LAYOUT;
use super::manifest::Checker;
use super::tree::Parsed;
use crate::document::{DataError, Document, SyntaxError};
use crate::files::Folder;
use crate::finding::{Finding, Location};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::sync::Arc;

/// The files, and what was found in them so far.
pub(super) struct Reader<'f> {
    pub(super) files: &'f Folder,
    pub(super) findings: Vec<Finding>,
}

impl Reader<'_> {
    /// Reports the file `path` as a whole.
    pub(super) fn missing(&mut self, path: &Utf8Path, message: impl Into<String>, help: impl Into<String>) {
        let place = Location::in_text(&self.files.label(path), "", Span::at(0));
        self.findings.push(Finding::error(LAYOUT, place, message).help(help));
    }

    /// Parses the file `path`, when it is there.
    pub(super) fn document(
        &mut self,
        path: &Utf8Path,
        parse: fn(Utf8PathBuf, Vec<u8>) -> Result<Document, SyntaxError>,
    ) -> Option<Arc<Document>> {
        let content = self.files.get(path)?;
        match parse(self.files.label(path), content.to_vec()) {
            Ok(document) => Some(Arc::new(document)),
            Err(error) => {
                self.findings.push(Finding::from(&error));
                None
            }
        }
    }

    /// Parses and reads the YAML file `path`, when it is there.
    pub(super) fn yaml<T>(
        &mut self,
        path: &Utf8Path,
        read: fn(&Document) -> Result<T, DataError>,
        check: impl FnOnce(&T, &mut Checker<'_>),
    ) -> Option<Parsed<T>> {
        let document = self.document(path, Document::yaml)?;
        match read(&document) {
            Ok(data) => {
                let mut checker = Checker::new(&document);
                check(&data, &mut checker);
                self.findings.append(&mut checker.findings);
                Some(Parsed { document, data })
            }
            Err(error) => {
                self.findings.push(Finding::data(&document, &error));
                None
            }
        }
    }
}
