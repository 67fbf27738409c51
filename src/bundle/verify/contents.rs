//! What the files hold: the right ones are there, each is what it is said to be, and no secret stands in any.

use super::super::input::role;
use super::super::record::{Record, Role};
use super::super::{FILE, IGNORE, README, RECORD, SECRET, START_HERE, SUMS, judge};
use super::{Members, at_node, is_json};
use crate::document::{Document, Kind};
use crate::finding::{Finding, Place};
use crate::postman::Environment;

/// The files that every bundle has.
pub(super) fn required(members: &Members, findings: &mut Vec<Finding>) {
    for name in [START_HERE, README, RECORD, SUMS, IGNORE] {
        if !members.files.contains_key(name) {
            findings.push(members.finding(FILE, name, "this file is missing").help("ask for the bundle again"));
        } else if members.text(name).is_none() {
            findings.push(members.finding(FILE, name, "this is not UTF-8"));
        }
    }
    let holds = |text: &str| text.lines().any(|line| line.trim() == "*.private.postman_environment.json");
    if members.text(IGNORE).is_some_and(|text| !holds(text)) {
        let message = "git would take private environments: the line `*.private.postman_environment.json` is missing";
        findings.push(members.finding(FILE, IGNORE, message));
    }
}

/// Every file by what it is. Without a record that is told by its looks.
pub(super) fn check(members: &Members, record: Option<&Record>, findings: &mut Vec<Finding>) {
    let mut documents = Vec::new();
    for (name, bytes) in &members.files {
        let said = record.and_then(|record| record.files.iter().find(|file| file.name == *name)).map(|file| file.role);
        let is_postmans = matches!(said, Some(Role::Collection | Role::Environment | Role::Globals));
        if !is_json(name) && !is_postmans {
            let text = String::from_utf8_lossy(bytes);
            findings.extend(judge::text(&members.path(name), &text));
            continue;
        }
        let document = match Document::json(members.path(name), bytes.as_slice()) {
            Ok(document) => document,
            Err(error) => {
                findings.push(Finding::from(&error));
                continue;
            }
        };
        if name == RECORD {
            findings.extend(judge::json(&document));
            continue;
        }
        let is = role(&document);
        if is_postmans && is != said {
            findings.push(at_node(FILE, &document, None, "this is not what bundle.json says it is"));
        }
        if is.is_none() {
            findings.extend(judge::json(&document));
            findings.push(at_node(FILE, &document, None, "this is none of Postman's files"));
        } else {
            documents.push(document);
        }
    }
    findings.extend(judge::documents(&documents));
    let Some(record) = record else { return };
    for document in documents.iter().filter(|document| role(document) != Some(Role::Collection)) {
        empty_secrets(document, record, findings);
    }
    let file = members.path(RECORD);
    let Some(Ok(document)) = members.files.get(RECORD).map(|bytes| Document::json(file, bytes.as_slice())) else {
        return;
    };
    findings.extend(judge::needs(&record.variables, |index, key| {
        let node = document.root().at(&format!("/variables/{index}/{key}"));
        node.map_or_else(|| judge::place_of(&document, None), Place::of)
    }));
}

/// What the record calls a secret, or the environment itself does, has no value.
fn empty_secrets(document: &Document, record: &Record, findings: &mut Vec<Finding>) {
    for variable in Environment::new(document.root()).variables() {
        let Some(key) = variable.key() else { continue };
        let is_secret = variable.is_secret() || record.variables.iter().any(|need| need.name == *key && need.secret);
        let node = variable.node().get("value");
        if is_secret && node.is_some_and(|value| !value.is_str("") && value.kind() != Kind::Null) {
            let message = format!("the secret `{key}` has a value, which nobody should send");
            findings.push(at_node(SECRET, document, node, message).help("tell whoever sent it; they should revoke it"));
        }
    }
}
