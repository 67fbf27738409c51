//! The pages of a bundle. They depend on its Postman files and variables alone: packing writes them, and verification renders them again and
//! compares.

use super::record::collection_id;
use crate::document::Document;
use crate::guide::{Guide, Onboarding};
use crate::page::inert_markdown;
use crate::postman::Collection;
use crate::requirements::RequiredVariable;

/// The two pages of a bundle.
pub(super) struct GuidePages {
    /// `START-HERE.html`, which makes no request.
    pub(super) html: String,
    /// `README.md`, the same as Markdown.
    pub(super) markdown: String,
}

impl GuidePages {
    /// Renders the pages of the bundle with the Postman files `documents`, each under its name in the bundle: the collection, then the environments
    /// in the order of the record. `None` if there is no collection.
    pub(super) fn render(documents: &[&Document], variables: &[RequiredVariable]) -> Option<Self> {
        let mut guide = Guide::of_files(documents.iter().copied(), variables.to_vec())?;
        let collection = documents.first()?;
        let name = || Some(Collection::new(collection.root()).name()?.into_owned());
        guide.onboarding = Some(Onboarding {
            collection_file: collection.path().file_name().unwrap_or_default().to_owned(),
            id: collection_id(collection).or_else(name).unwrap_or_default(),
        });
        Some(Self { html: guide.html(), markdown: inert_markdown(&guide.markdown()) })
    }
}
