//! Whether `bundle.json` can be read and says what is there.

use super::super::record::{Record, Role, VERSION};
use super::super::{MANIFEST, RECORD, SUMS, sums};
use super::{Members, at_node};
use crate::document::{Document, NodeRef};
use crate::finding::Finding;
use crate::postman;
use std::collections::{BTreeMap, BTreeSet};

/// Reads it. What is wrong was reported when there is none.
pub(super) fn read(members: &Members, findings: &mut Vec<Finding>) -> Option<(Document, Record)> {
    let bytes = members.files.get(RECORD)?;
    let document = match Document::json(members.path(RECORD), bytes.as_slice()) {
        Ok(document) => document,
        Err(error) => {
            findings.push(Finding::from(&error));
            return None;
        }
    };
    let version = document.root().get("version");
    // Asked first: another version may hold anything else.
    if let Some(number) = version.and_then(NodeRef::as_number).filter(|number| *number != VERSION.to_string()) {
        let message = format!("this bundle has version {number}, and this program reads version {VERSION}");
        findings.push(at_node(MANIFEST, &document, version, message).help("use a newer postsmith"));
        return None;
    }
    match document.read::<Record>() {
        Ok(record) => Some((document, record)),
        Err(error) => {
            findings.push(Finding { rule: MANIFEST, ..Finding::data(&document, &error) });
            None
        }
    }
}

/// Compares what it says with `members`.
pub(super) fn check(members: &Members, document: &Document, record: &Record, findings: &mut Vec<Finding>) {
    let root = document.root();
    let mut report = |node, message: String| findings.push(at_node(MANIFEST, document, node, message));
    if record.files.len().max(record.environments.len()) > members.files.len() {
        report(root.get("files"), format!("more files are listed than the {} that are there", members.files.len()));
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
            report(at("name"), format!("`{name}` is listed and not there"));
            continue;
        };
        if bytes.len() as u64 != file.size {
            report(at("size"), format!("`{name}` has {} bytes", bytes.len()));
        }
        if sums::sum(bytes) != file.sha256 {
            report(at("sha256"), format!("the sum of `{name}` is another one: the file was changed"));
        }
    }
    for name in members.files.keys().filter(|name| ![RECORD, SUMS].contains(&name.as_str())) {
        if !listed.contains_key(name.as_str()) {
            report(root.get("files"), format!("`{name}` is in the bundle and not listed"));
        }
    }
    let mut names = BTreeSet::new();
    for (index, need) in record.variables.iter().enumerate() {
        if !names.insert(&need.name) {
            report(
                root.at(&format!("/variables/{index}/name")),
                format!("the variable `{}` is listed twice", need.name),
            );
        }
    }
    if listed.get(record.collection.file.as_str()) != Some(&Role::Collection)
        || listed.values().filter(|role| **role == Role::Collection).count() != 1
    {
        let message = format!("`{}` is not the one file with the role `collection`", record.collection.file);
        report(root.at("/collection/file"), message);
    }
    let is_values = |role: &Role| matches!(role, Role::Environment | Role::Globals);
    for (index, environment) in record.environments.iter().enumerate() {
        let node = root.at(&format!("/environments/{index}/file"));
        if !listed.get(environment.file.as_str()).is_some_and(is_values) {
            report(node, format!("`{}` is not listed as an environment", environment.file));
        }
    }
    for (name, _) in listed.iter().filter(|(_, role)| is_values(role)) {
        if !record.environments.iter().any(|environment| environment.file == **name) {
            report(root.get("environments"), format!("the environment `{name}` is missing here"));
        }
    }
    if let Some(bytes) = members.files.get(&record.collection.file)
        && let Ok(collection) = Document::json(record.collection.file.as_str(), bytes.as_slice())
    {
        let requests = postman::Collection::new(collection.root()).requests().count();
        if requests != record.collection.requests {
            report(root.at("/collection/requests"), format!("the collection has {requests} requests"));
        }
    }
}
