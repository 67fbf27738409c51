//! Packs the contents and the guide pages of a bundle into a ZIP archive, and verifies the result.

use super::contents::collection_name;
use super::{
    BundleContents, CHECKSUMS, GITIGNORE, GITIGNORE_TEXT, README, RECORD, START_HERE, checksums, leak, markdown_images,
    verify,
};
use crate::files;
use crate::finding::Finding;
use crate::postman::{self, FileKind, recognise};
use crate::requirements::{
    BundleRecord, FileRole, RecordedCollection, RecordedEnvironment, RecordedFile, RecordedVersions,
};
use std::borrow::Cow;

/// The setup instructions of a bundle.
pub struct GuidePages {
    /// The page for a browser, which loads nothing from the network.
    pub html: String,
    /// The same page as Markdown.
    pub markdown: String,
}

/// The reason why a bundle cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Secrets, or errors of the packed archive.
    #[error("{} findings prevent a bundle; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Findings(Vec<Finding>),
    /// The files cannot be archived.
    #[error(transparent)]
    Archive(#[from] files::PackError),
    /// The record cannot be serialised.
    #[error("cannot write bundle.json")]
    Record(#[from] serde_json::Error),
}

/// Returns the bytes of the bundle of `contents` with the guide `pages`. They depend on nothing else, and they are verified.
///
/// # Errors
/// When a file or page contains a secret, or a page loads something from the network.
pub fn pack(contents: &BundleContents, pages: &GuidePages) -> Result<Vec<u8>, PackError> {
    // Images in descriptions become text, so that opening the guide loads nothing.
    let readme = markdown_images::escape_images(&pages.markdown);
    let mut files: Vec<(&str, FileRole, &str)> =
        contents.files.iter().map(|file| (file.name.as_str(), file.role, file.document.text())).collect();
    files.push((GITIGNORE, FileRole::Gitignore, GITIGNORE_TEXT));
    files.push((README, FileRole::Guide, &readme));
    files.push((START_HERE, FileRole::Guide, &pages.html));
    files.sort_unstable_by_key(|(name, ..)| *name);
    // Leaks are searched before the archive is verified: they are reported where they come from, not where they end up.
    let mut findings: Vec<Finding> =
        [&pages.html, &readme].into_iter().flat_map(|page| leak::leaks(contents, page)).collect();
    findings.extend(files.iter().filter_map(|(_, _, text)| leak::leak_of_known_value(contents, text)));
    let record = serde_json::to_string_pretty(&record(contents, &files))? + "\n";
    findings.extend(leak::leak_of_known_value(contents, &record));
    if !findings.is_empty() {
        findings.sort();
        findings.dedup();
        return Err(PackError::Findings(findings));
    }
    let mut members: Vec<(&str, &[u8])> = files.iter().map(|(name, _, text)| (*name, text.as_bytes())).collect();
    members.push((RECORD, record.as_bytes()));
    members.sort_unstable();
    let checksums = checksums::write_lines(members.iter().copied());
    members.push((CHECKSUMS, checksums.as_bytes()));
    members.sort_unstable();
    let in_folder: Vec<(String, &[u8])> =
        members.iter().map(|(name, bytes)| (format!("{}/{name}", contents.name), *bytes)).collect();
    let bytes = files::pack(in_folder.iter().map(|(name, bytes)| (name.as_str(), *bytes)))?;
    let findings = verify(contents.name.as_str().into(), &bytes).findings;
    if findings.is_empty() { Ok(bytes) } else { Err(PackError::Findings(findings)) }
}

/// The record of `contents` and of all `files`.
fn record(contents: &BundleContents, files: &[(&str, FileRole, &str)]) -> BundleRecord {
    let recorded_file = |(name, role, text): &(&str, FileRole, &str)| RecordedFile {
        name: (*name).to_owned(),
        role: *role,
        size: text.len() as u64,
        sha256: checksums::sha256(text.as_bytes()),
    };
    let mut environments: Vec<RecordedEnvironment> = contents
        .files
        .iter()
        .filter(|file| file.role != FileRole::Collection)
        .map(|file| {
            let environment = postman::Environment::new(file.document.root());
            let name = environment.name().map_or_else(|| file.name.clone(), Cow::into_owned);
            RecordedEnvironment { name, file: file.name.clone(), stage: file.stage.clone() }
        })
        .collect();
    environments.sort_by(|one, other| one.file.cmp(&other.file));
    let described = contents.collection().map(|file| {
        let (kind, node) = recognise(file.document.root()).unzip();
        let id = node.and_then(|node| node.get("info")?.get("_postman_id")?.as_str());
        let requests = postman::Collection::new(file.document.root()).requests().count();
        let collection = RecordedCollection {
            name: collection_name(&file.document),
            id: id.map(Cow::into_owned),
            file: file.name.clone(),
            requests,
        };
        (if kind == Some(FileKind::CollectionV20) { "2.0" } else { "2.1" }, collection)
    });
    let (version, collection) = described.unwrap_or_else(|| {
        ("2.1", RecordedCollection { name: contents.name.clone(), id: None, file: String::new(), requests: 0 })
    });
    let versions = RecordedVersions { collection: version.to_owned() };
    let files = files.iter().map(recorded_file).collect();
    BundleRecord::new(versions, collection, environments, contents.variables.clone(), files)
}
