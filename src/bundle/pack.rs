//! From gathered files to the bytes of a bundle.

use super::gather::named;
use super::record::{BundleFile, Collection, Environment, Record, Role, Versions};
use super::{Gathered, IGNORE, IGNORED, README, RECORD, START_HERE, SUMS, leak, picture, sums, verify};
use crate::files;
use crate::finding::Finding;
use crate::postman::{self, FileKind, recognise};

/// How to set everything up, for people.
pub struct Pages {
    /// The page for a browser; it asks the network for nothing.
    pub html: String,
    /// The same as Markdown.
    pub markdown: String,
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// What must not be handed over.
    #[error("{} keep this from being handed over, the first is {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Findings(Vec<Finding>),
    /// It cannot be an archive.
    #[error(transparent)]
    Archive(#[from] files::PackError),
    /// What it holds cannot be written down.
    #[error("cannot write bundle.json")]
    Record(#[from] serde_json::Error),
}

/// The bytes of the bundle of `gathered` with its `pages`. It depends on them alone, and it was verified.
///
/// # Errors
/// When a secret stands in anything that goes in, or a page asks the network for something.
pub fn pack(gathered: &Gathered, pages: &Pages) -> Result<Vec<u8>, PackError> {
    // A picture in a description is shown as it is written: whoever opens the guide fetches nothing.
    let readme = picture::shown(&pages.markdown);
    let mut files: Vec<(&str, Role, &str)> =
        gathered.files.iter().map(|file| (file.name.as_str(), file.role, file.document.text())).collect();
    files.push((IGNORE, Role::Gitignore, IGNORED));
    files.push((README, Role::Guide, &readme));
    files.push((START_HERE, Role::Guide, &pages.html));
    files.sort_unstable_by_key(|(name, ..)| *name);
    // First of all: this tells where it comes from, and the look into the archive where it went.
    let mut findings: Vec<Finding> =
        [&pages.html, &readme].into_iter().flat_map(|page| leak::leaks(gathered, page)).collect();
    findings.extend(files.iter().filter_map(|(_, _, text)| leak::leak_of_known_value(gathered, text)));
    let record = serde_json::to_string_pretty(&record(gathered, &files))? + "\n";
    findings.extend(leak::leak_of_known_value(gathered, &record));
    if !findings.is_empty() {
        findings.sort();
        findings.dedup();
        return Err(PackError::Findings(findings));
    }
    let mut members: Vec<(&str, &[u8])> = files.iter().map(|(name, _, text)| (*name, text.as_bytes())).collect();
    members.push((RECORD, record.as_bytes()));
    members.sort_unstable();
    let sums = sums::write(members.iter().copied());
    members.push((SUMS, sums.as_bytes()));
    members.sort_unstable();
    let named: Vec<(String, &[u8])> =
        members.iter().map(|(name, bytes)| (format!("{}/{name}", gathered.name), *bytes)).collect();
    let bytes = files::pack(named.iter().map(|(name, bytes)| (name.as_str(), *bytes)))?;
    let findings = verify(gathered.name.as_str().into(), &bytes).findings;
    if findings.is_empty() { Ok(bytes) } else { Err(PackError::Findings(findings)) }
}

/// What `files` are, and what is in them.
fn record(gathered: &Gathered, files: &[(&str, Role, &str)]) -> Record {
    let file = |(name, role, text): &(&str, Role, &str)| BundleFile {
        name: (*name).to_owned(),
        role: *role,
        size: text.len() as u64,
        sha256: sums::sum(text.as_bytes()),
    };
    let mut environments: Vec<Environment> = gathered
        .files
        .iter()
        .filter(|file| file.role != Role::Collection)
        .map(|file| {
            let environment = postman::Environment::new(file.document.root());
            let name = environment.name().map_or_else(|| file.name.clone(), std::borrow::Cow::into_owned);
            Environment { name, file: file.name.clone(), stage: file.stage.clone() }
        })
        .collect();
    environments.sort_by(|one, other| one.file.cmp(&other.file));
    let described = gathered.collection().map(|file| {
        let (kind, node) = recognise(file.document.root()).unzip();
        let id = node.and_then(|node| node.get("info")?.get("_postman_id")?.as_str());
        let requests = postman::Collection::new(file.document.root()).requests().count();
        let collection = Collection {
            name: named(&file.document),
            id: id.map(std::borrow::Cow::into_owned),
            file: file.name.clone(),
            requests,
        };
        (if kind == Some(FileKind::CollectionV20) { "2.0" } else { "2.1" }, collection)
    });
    let (version, collection) = described.unwrap_or_else(|| {
        ("2.1", Collection { name: gathered.name.clone(), id: None, file: String::new(), requests: 0 })
    });
    let versions = Versions { collection: version.to_owned() };
    Record::new(versions, collection, environments, gathered.needs.clone(), files.iter().map(file).collect())
}
