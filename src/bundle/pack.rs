//! Packs the contents and the guide pages of a bundle into a ZIP archive, and verifies the result.

use super::pages::GuidePages;
use super::record::{recorded_collection, recorded_environment_name};
use super::{
    BundleContents, CHECKSUMS, GITIGNORE, GITIGNORE_TEXT, PageCheck, README, RECORD, START_HERE, checksums, leak,
    verify,
};
use crate::document::{Document, SyntaxError};
use crate::files;
use crate::finding::Finding;
use crate::requirements::{BundleRecord, FileRole, RecordedEnvironment, RecordedFile};

/// The reason why a bundle cannot be packed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Secrets, or errors of the packed archive.
    #[error("{} findings prevent a bundle; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Findings(Vec<Finding>),
    /// The files cannot be archived.
    #[error(transparent)]
    Archive(#[from] files::PackError),
    /// A file cannot be read.
    #[error(transparent)]
    Syntax(#[from] SyntaxError),
    /// No file is a collection.
    #[error("no collection was found")]
    NoCollection,
    /// The record cannot be serialised.
    #[error("cannot write bundle.json")]
    Record(#[from] serde_json::Error),
}

/// Returns the bytes of the bundle of `contents`, with the pages that explain it. They depend on nothing else, and they are verified.
///
/// # Errors
/// When a file or page contains a secret, or there is no collection.
pub fn pack(contents: &BundleContents) -> Result<Vec<u8>, PackError> {
    let named = contents.files.iter().map(|file| Document::json(file.name.as_str(), file.document.text()));
    let documents = named.collect::<Result<Vec<_>, _>>()?;
    let pages = GuidePages::render(&documents.iter().collect::<Vec<_>>(), &contents.variables)
        .ok_or(PackError::NoCollection)?;
    let mut files: Vec<(&str, FileRole, &str)> =
        contents.files.iter().map(|file| (file.name.as_str(), file.role, file.document.text())).collect();
    files.push((GITIGNORE, FileRole::Gitignore, GITIGNORE_TEXT));
    files.push((README, FileRole::Guide, &pages.markdown));
    files.push((START_HERE, FileRole::Guide, &pages.html));
    files.sort_unstable_by_key(|(name, ..)| *name);
    // Leaks are searched before the archive is verified: they are reported where they come from, not where they end up.
    let mut findings: Vec<Finding> =
        [&pages.html, &pages.markdown].into_iter().flat_map(|page| leak::leaks(contents, page)).collect();
    findings.extend(files.iter().filter_map(|(_, _, text)| leak::leak_of_known_value(contents, text)));
    let record = serde_json::to_string_pretty(&record(contents, &documents, &files)?)? + "\n";
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
    let findings = verify(contents.name.as_str().into(), &bytes, PageCheck::Compare).findings;
    if findings.is_empty() { Ok(bytes) } else { Err(PackError::Findings(findings)) }
}

/// The record of `contents` and of all `files`. `documents` are its Postman files under their names in the bundle.
fn record(
    contents: &BundleContents,
    documents: &[Document],
    files: &[(&str, FileRole, &str)],
) -> Result<BundleRecord, PackError> {
    let recorded_file = |(name, role, text): &(&str, FileRole, &str)| RecordedFile {
        name: (*name).to_owned(),
        role: *role,
        size: text.len() as u64,
        sha256: checksums::sha256(text.as_bytes()),
    };
    let mut collection = None;
    let mut environments = Vec::new();
    for (file, document) in contents.files.iter().zip(documents) {
        if file.role == FileRole::Collection {
            collection = Some(recorded_collection(document));
        } else {
            let name = recorded_environment_name(document);
            environments.push(RecordedEnvironment { name, file: file.name.clone(), stage: file.stage.clone() });
        }
    }
    let (versions, collection) = collection.ok_or(PackError::NoCollection)?;
    let files = files.iter().map(recorded_file).collect();
    // The salt is the same for equal bundles, and another one for bundles of another name.
    let accepted = contents.accepted.hashes(&contents.name);
    let variables = contents.variables.clone();
    Ok(BundleRecord { accepted, ..BundleRecord::new(versions, collection, environments, variables, files) })
}
