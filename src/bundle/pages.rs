//! The set-up guide of a bundle. It depends on the Postman files and the variables of the bundle alone, so whoever has the bundle can render it again:
//! packing writes the pages, verification compares them.

use crate::document::Document;
use crate::guide::{Guide, Onboarding};
use crate::page::inert_markdown;
use crate::postman::{Collection, recognise};
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
    pub(super) fn render(documents: &[Document], variables: &[RequiredVariable]) -> Option<Self> {
        let mut guide = Guide::of_files(documents, variables.to_vec())?;
        let collection = documents.iter().find_map(|document| {
            let (kind, _) = recognise(document.root())?;
            kind.is_collection().then_some(document)
        })?;
        let collection_file = collection.path().file_name().unwrap_or_default().to_owned();
        guide.onboarding = Some(Onboarding { collection_file, id: id(collection) });
        Some(Self { html: guide.html(), markdown: inert_markdown(&guide.markdown()) })
    }
}

/// The id of the collection, else its name.
fn id(collection: &Document) -> String {
    let info = recognise(collection.root()).and_then(|(_, node)| node.get("info"));
    let own = info.and_then(|info| info.get("_postman_id")?.as_str());
    let name = || Collection::new(collection.root()).name();
    own.or_else(name).unwrap_or_default().into_owned()
}
