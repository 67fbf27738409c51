//! `postsmith check` without a path: the source that the manifest describes, and what was built from it.

use super::settings::Settings;
use crate::cli::error::Result;
use crate::cli::input::SourceFiles;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::finding::Finding;
use postsmith::secret::mask::{MaskedText, mask_file};
use postsmith::source::MANIFEST;

/// What is checked without a path.
#[derive(Default)]
pub(super) struct Project {
    /// What is wrong with the source.
    pub(super) findings: Vec<Finding>,
    /// The files and folders to check.
    pub(super) paths: Vec<Utf8PathBuf>,
    files: Option<SourceFiles>,
}

impl Project {
    /// Builds the source in memory if the manifest describes a collection, and takes its output folder; else takes the whole folder.
    pub(super) fn of(settings: &Settings) -> Result<Self> {
        let base = &settings.base;
        let here = if base.as_str().is_empty() { Utf8PathBuf::from(".") } else { base.clone() };
        let has = |key| settings.manifest.as_ref().is_some_and(|manifest| manifest.root().get(key).is_some());
        // A source's manifest has this name.
        let is_source = (has("collection") || has("api"))
            && settings.manifest.as_ref().is_some_and(|manifest| manifest.path().file_name() == Some(MANIFEST));
        if !is_source {
            return Ok(Self { paths: vec![here], ..Self::default() });
        }
        let files = SourceFiles::open(base)?;
        let (findings, output) = match files.try_build() {
            Ok(built) => (Vec::new(), Some(files.output_folder(&built.source))),
            Err(findings) => (findings, None),
        };
        let paths = output.filter(|output| output.exists()).into_iter().collect();
        Ok(Self { findings, paths, files: Some(files) })
    }

    /// The masked text of the file that a finding is about.
    pub(super) fn text(&self, path: &Utf8Path) -> Option<MaskedText> {
        self.files.as_ref()?.text(path).map(|text| mask_file(path, text))
    }
}
