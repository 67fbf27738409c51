//! `postsmith check` without a path: the source of the manifest, and what was built from it.

use super::settings::Settings;
use crate::cli::open;
use camino::{Utf8Path, Utf8PathBuf};
use postsmith::build::build;
use postsmith::files::Folder;
use postsmith::finding::Finding;
use postsmith::secret::mask::{MaskedText, mask_file};
use postsmith::source::{MANIFEST, Source};

/// What the manifest says is to be checked.
#[derive(Default)]
pub(super) struct Own {
    /// What is wrong with the source.
    pub(super) findings: Vec<Finding>,
    /// Files and folders beside it.
    pub(super) paths: Vec<Utf8PathBuf>,
    files: Option<Folder>,
}

impl Own {
    /// A manifest that describes a collection is built, in memory, and what lies in its output folder is checked as well. Without
    /// one the folder is checked.
    pub(super) fn of(settings: &Settings) -> anyhow::Result<Self> {
        let base = &settings.base;
        let here = if base.as_str().is_empty() { Utf8PathBuf::from(".") } else { base.clone() };
        let has = |key| settings.manifest.as_ref().is_some_and(|manifest| manifest.root().get(key).is_some());
        // `Source` reads a manifest of this name only.
        let is_source = (has("collection") || has("api"))
            && settings.manifest.as_ref().is_some_and(|manifest| manifest.path().file_name() == Some(MANIFEST));
        if !is_source {
            return Ok(Self { paths: vec![here], ..Self::default() });
        }
        let files = Source::open(base)?;
        let made = Source::load(&files).and_then(|source| build(&source).map(|_| source));
        let (findings, output) = match made {
            Ok(source) => (Vec::new(), Some(base.join(&source.manifest.data.source.output))),
            Err(findings) => (findings, None),
        };
        let paths = output.filter(|output| output.exists()).into_iter().collect();
        Ok(Self { findings, paths, files: Some(files) })
    }

    /// The text under a finding, masked.
    pub(super) fn text(&self, path: &Utf8Path) -> Option<MaskedText> {
        let files = self.files.as_ref()?;
        open::text(path, files).map(|text| mask_file(path, text))
    }
}
