//! Verifies the two lists of a bundle, `bundle.json` and `SHA256SUMS`, against its files.

use super::super::record::{recorded_collection, recorded_environment_name};
use super::super::{CHECKSUMS, MANIFEST, RECORD, SUM, checksums};
use super::{Members, at_node};
use crate::document::Document;
use crate::finding::Finding;
use crate::requirements::{BundleRecord, FileRole};
use std::collections::{BTreeMap, BTreeSet};

/// Checks that `SHA256SUMS` lists every file with its checksum.
pub(super) fn check_checksums(members: &Members, findings: &mut Vec<Finding>) {
    let Some(text) = members.text(CHECKSUMS) else { return };
    let mut listed = BTreeSet::new();
    let mut at = 0;
    for (line, read) in text.split_inclusive('\n').zip(checksums::read_lines(text)) {
        let start = at;
        at += line.len();
        let mut report = |message: String| findings.push(members.finding_at(SUM, CHECKSUMS, start, message));
        let Some((name, checksum)) = read else {
            report("this line is not a checksum, two spaces and a name".to_owned());
            // One finding is enough: the other lines are probably malformed too.
            break;
        };
        if !listed.insert(name) {
            report(format!("`{name}` is listed twice"));
            continue;
        }
        match members.files.get(name) {
            None => report(format!("`{name}` is listed but missing")),
            Some(bytes) if checksums::sha256(bytes) != checksum => {
                report(format!("the checksum of `{name}` is wrong: the file was changed"));
            }
            Some(_) => {}
        }
    }
    for name in members.files.keys().filter(|name| *name != CHECKSUMS && !listed.contains(name.as_str())) {
        findings.push(members.finding(SUM, name, format!("this file is not listed in {CHECKSUMS}")));
    }
}

/// Reads `bundle.json`. Returns none after it reported what is wrong, or if the file is missing.
pub(super) fn read_record(members: &Members, findings: &mut Vec<Finding>) -> Option<(Document, BundleRecord)> {
    let bytes = members.files.get(RECORD)?;
    let document = match Document::json(members.path(RECORD), bytes.as_slice()) {
        Ok(document) => document,
        Err(error) => {
            findings.push(Finding::from(&error));
            return None;
        }
    };
    // The version is checked first: another version may give any key another meaning.
    if let Some((message, help)) = BundleRecord::unsupported_version(&document) {
        let version = document.root().get("version");
        findings.push(at_node(MANIFEST, &document, version, message).help(help));
        return None;
    }
    for (key, _) in document.root().duplicate_keys() {
        let message = format!("`{}` occurs twice: programs read one or the other", key.as_str().unwrap_or_default());
        findings.push(at_node(MANIFEST, &document, Some(key), message));
    }
    match document.read::<BundleRecord>() {
        Ok(record) => Some((document, record)),
        Err(error) => {
            findings.push(Finding { rule: MANIFEST, ..Finding::data(&document, &error) });
            None
        }
    }
}

/// Checks that `record`, read from `document`, lists the files, environments and requests of the bundle.
pub(super) fn check_record(members: &Members, document: &Document, record: &BundleRecord, findings: &mut Vec<Finding>) {
    let root = document.root();
    let mut report = |node, message: String| findings.push(at_node(MANIFEST, document, node, message));
    if record.files.len().max(record.environments.len()) > members.files.len() {
        report(root.get("files"), format!("more files are listed than the bundle has ({})", members.files.len()));
        return;
    }
    let mut listed = BTreeMap::new();
    for (index, file) in record.files.iter().enumerate() {
        let node = root.at(&format!("/files/{index}"));
        let at = |key: &str| node.and_then(|node| node.get(key));
        let name = file.name.as_str();
        if listed.insert(name, file.role).is_some() {
            report(at("name"), format!("`{name}` is listed twice"));
            continue;
        }
        let Some(bytes) = members.files.get(name) else {
            report(at("name"), format!("`{name}` is listed but missing"));
            continue;
        };
        if bytes.len() as u64 != file.size {
            report(at("size"), format!("`{name}` has {} bytes", bytes.len()));
        }
        if checksums::sha256(bytes) != file.sha256 {
            report(at("sha256"), format!("the checksum of `{name}` is wrong: the file was changed"));
        }
    }
    for name in members.files.keys().filter(|name| ![RECORD, CHECKSUMS].contains(&name.as_str())) {
        if !listed.contains_key(name.as_str()) {
            report(root.get("files"), format!("`{name}` is in the bundle but not listed"));
        }
    }
    let mut names = BTreeSet::new();
    for (index, variable) in record.variables.iter().enumerate() {
        if !names.insert(&variable.name) {
            report(
                root.at(&format!("/variables/{index}/name")),
                format!("the variable `{}` is listed twice", variable.name),
            );
        }
    }
    if listed.get(record.collection.file.as_str()) != Some(&FileRole::Collection)
        || listed.values().filter(|role| **role == FileRole::Collection).count() != 1
    {
        let message = format!("`{}` is not the only file with the role `collection`", record.collection.file);
        report(root.at("/collection/file"), message);
    }
    let is_values = |role: &FileRole| matches!(role, FileRole::Environment | FileRole::Globals);
    for (index, environment) in record.environments.iter().enumerate() {
        let node = root.at(&format!("/environments/{index}/file"));
        if !listed.get(environment.file.as_str()).is_some_and(is_values) {
            report(node, format!("`{}` is not listed as an environment", environment.file));
        }
    }
    for (name, _) in listed.iter().filter(|(_, role)| is_values(role)) {
        if !record.environments.iter().any(|environment| environment.file == **name) {
            report(root.get("environments"), format!("the environment `{name}` is missing in this list"));
        }
    }
}

/// Checks that `record`, read from `document`, says of the Postman files what they say themselves. `file` finds one by its name.
pub(super) fn check_facts<'f>(
    document: &Document,
    record: &BundleRecord,
    file: impl Fn(&str) -> Option<&'f Document>,
    findings: &mut Vec<Finding>,
) {
    let mut report = |pointer: &str, message: String| {
        findings.push(at_node(MANIFEST, document, document.root().at(pointer), message));
    };
    let own = &record.collection;
    if let Some(found) = file(&own.file) {
        let (versions, collection) = recorded_collection(found);
        if own.requests != collection.requests {
            report("/collection/requests", format!("the collection has {} requests", collection.requests));
        }
        if own.name != collection.name {
            report("/collection/name", "the collection has another name".to_owned());
        }
        if own.id != collection.id {
            report("/collection/id", "the collection has another id".to_owned());
        }
        if record.versions != versions {
            report("/versions/collection", format!("the collection has the format {}", versions.collection));
        }
    }
    let mut names = BTreeSet::new();
    for (index, environment) in record.environments.iter().enumerate() {
        if !names.insert(&environment.file) {
            report(&format!("/environments/{index}/file"), format!("`{}` is listed twice", environment.file));
        } else if file(&environment.file).is_some_and(|found| recorded_environment_name(found) != environment.name) {
            report(&format!("/environments/{index}/name"), "the environment has another name".to_owned());
        }
    }
}
