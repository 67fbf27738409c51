//! The pages of a bundle.

use anyhow::Context as _;
use postsmith::bundle::{Gathered, Pages, Role};
use postsmith::document::Document;
use postsmith::guide::{Guide, Kit, Life};
use postsmith::postman::{Collection, recognise};

/// How to set up what was gathered, as a page and as Markdown.
pub(super) fn pages_of(gathered: &Gathered, life: Option<Life>) -> anyhow::Result<Pages> {
    // Under the names that they have in the bundle.
    let named = gathered.files.iter().map(|file| Document::json(file.name.as_str(), file.document.text()));
    let documents = named.collect::<Result<Vec<_>, _>>()?;
    let guide = Guide::of_files(&documents, gathered.needs.clone(), life);
    let mut guide = guide.context("the bundle holds no collection")?;
    let collection = gathered.files.iter().find(|file| file.role == Role::Collection);
    guide.kit = collection.map(|file| Kit { collection_file: file.name.clone(), id: id(&file.document) });
    Ok(Pages { html: guide.html(), markdown: guide.markdown() })
}

/// What tells the collection from others; its name where it has no id.
fn id(collection: &Document) -> String {
    let info = recognise(collection.root()).and_then(|(_, node)| node.get("info"));
    let own = info.and_then(|info| info.get("_postman_id")?.as_str());
    let name = || Collection::new(collection.root()).name();
    own.or_else(name).unwrap_or_default().into_owned()
}
