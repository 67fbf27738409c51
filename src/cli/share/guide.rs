//! The guide to what is handed over.

use crate::cli::share::Ready;
use anyhow::Context as _;
use postsmith::document::Document;
use postsmith::guide::Guide;

impl Ready {
    /// The guide to it, with the files under the names that they have where they are handed over.
    pub(in crate::cli) fn guide(&self) -> anyhow::Result<Guide> {
        let contents = &self.contents;
        let named = contents.files.iter().map(|file| Document::json(file.name.as_str(), file.document.text()));
        let documents = named.collect::<Result<Vec<_>, _>>()?;
        let guide = Guide::of_files(&documents, contents.variables.clone(), self.oauth.clone());
        guide.context("there is no collection")
    }
}
