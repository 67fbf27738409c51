//! What the files hold: the right ones are there, each is what it is said to be, and no secret stands in any.

use super::super::input::role;
use super::super::record::{Record, Role};
use super::super::{
    FILE, IGNORE, IGNORED, NAME, PAGE, PRIVATE, README, RECORD, SECRET, START_HERE, SUMS, picture, refusal,
};
use super::{Members, at_node, is_json};
use crate::document::{Document, Kind};
use crate::finding::{Finding, Location};
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
    if members.text(IGNORE).is_some_and(|text| text != IGNORED) {
        let message = "this is not the .gitignore of a bundle: git might take private environments";
        findings.push(members.finding(FILE, IGNORE, message).help("ask for the bundle again"));
    }
}

/// Every file is called as a file of a bundle is, and as one of its role.
fn names(members: &Members, record: Option<&Record>, findings: &mut Vec<Finding>) {
    for name in members.files.keys() {
        let said = record.and_then(|record| record.files.iter().find(|file| file.name == *name)).map(|file| file.role);
        let is = named(name);
        if is.is_none() && name != RECORD && name != SUMS {
            let message = format!("no bundle holds a file that is called `{name}`");
            findings.push(members.finding(NAME, name, message).help("do not open it, and ask whoever sent it"));
        } else if said.is_some() && said != is {
            findings.push(members.finding(NAME, name, "bundle.json says another role than the name does"));
        }
    }
}

/// The role that a name says.
fn named(name: &str) -> Option<Role> {
    let ends_in = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
    match name {
        START_HERE | README => Some(Role::Guide),
        IGNORE => Some(Role::Gitignore),
        _ if name.to_lowercase().ends_with(PRIVATE) => None,
        _ if ends_in(".postman_collection.json") => Some(Role::Collection),
        _ if ends_in(".postman_environment.json") => Some(Role::Environment),
        _ if ends_in(".postman_globals.json") => Some(Role::Globals),
        _ => None,
    }
}

/// Pictures in the guide that whoever shows it would fetch.
fn images(members: &Members, findings: &mut Vec<Finding>) {
    let Some(text) = members.text(README) else { return };
    if let Some(at) = picture::first(text) {
        let message = "whoever opens this guide asks the network for a picture";
        let help = "whoever opens a page must not be seen by others: keep what it needs in it";
        findings.push(members.finding_at(PAGE, README, at, message).help(help));
    }
}

/// Every file by what it is. Without a record that is told by its looks.
pub(super) fn check(members: &Members, record: Option<&Record>, findings: &mut Vec<Finding>) {
    names(members, record, findings);
    images(members, findings);
    let mut documents = Vec::new();
    for (name, bytes) in &members.files {
        let said = record.and_then(|record| record.files.iter().find(|file| file.name == *name)).map(|file| file.role);
        let is_postmans = matches!(said, Some(Role::Collection | Role::Environment | Role::Globals));
        if !is_json(name) && !is_postmans {
            let text = String::from_utf8_lossy(bytes);
            findings.extend(refusal::check_text(&members.path(name), &text));
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
            findings.extend(refusal::check_json(&document));
            continue;
        }
        let is = role(&document);
        if is_postmans && is != said {
            findings.push(at_node(FILE, &document, None, "this is not what bundle.json says it is"));
        }
        if is.is_none() {
            findings.extend(refusal::check_json(&document));
            findings.push(at_node(FILE, &document, None, "this is none of Postman's files"));
        } else {
            documents.push(document);
        }
    }
    findings.extend(refusal::check_documents(&documents));
    let Some(record) = record else { return };
    let is_secret = |name: &str| {
        let values = documents.iter().filter(|document| role(document) != Some(Role::Collection));
        values
            .flat_map(|document| Environment::new(document.root()).variables())
            .any(|variable| variable.is_secret() && variable.key().as_deref() == Some(name))
    };
    for document in documents.iter().filter(|document| role(document) != Some(Role::Collection)) {
        empty_secrets(document, record, findings);
    }
    let file = members.path(RECORD);
    let Some(Ok(document)) = members.files.get(RECORD).map(|bytes| Document::json(file, bytes.as_slice())) else {
        return;
    };
    for (index, need) in record.variables.iter().enumerate().filter(|(_, need)| !need.secret && is_secret(&need.name)) {
        let message = format!("`{}` is no secret here, and an environment says that it is one", need.name);
        let node = document.root().at(&format!("/variables/{index}/secret"));
        findings.push(at_node(SECRET, &document, node, message).help("what is typed for it would be shown"));
    }
    findings.extend(refusal::check_descriptions(&record.variables, |index, key| {
        let node = document.root().at(&format!("/variables/{index}/{key}"));
        node.map_or_else(|| refusal::location_of(&document, None), Location::of)
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
