//! Which files of a folder on disk are a source.

use super::load::layout;
use super::manifest::{Layout, MANIFEST};
use super::tree::Source;
use crate::document::Document;
use crate::files::{Folder, FolderError};
use camino::Utf8Path;

impl Source {
    /// Reads the files of the source in the folder `path`: its manifest, and the folders that the manifest names. Nothing
    /// else is read, neither what is built nor what lies beside it. What is missing is left for [`Source::load`] to report.
    pub fn open(path: &Utf8Path) -> Result<Folder, FolderError> {
        let mut folder = Folder::new(path);
        folder.read_file(Utf8Path::new(MANIFEST))?;
        let manifest = folder.get(Utf8Path::new(MANIFEST)).map(|text| Document::toml(MANIFEST, text));
        let Layout { requests, templates, scripts, .. } = match manifest {
            Some(Ok(document)) => layout(&document),
            _ => Layout::default(),
        };
        for part in [requests, templates, scripts].iter().filter(|part| Layout::is_below(part)) {
            folder.read_folder(part)?;
        }
        Ok(folder)
    }
}
