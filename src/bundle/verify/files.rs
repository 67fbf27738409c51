//! Verifies the files of a bundle: the required ones exist, each has the name and content of its role, and none contains a secret.

use super::super::input::file_role;
use super::super::portable_name::is_portable;
use super::super::{
    AcceptedValues, CHECKSUMS, ENDINGS, FILE, GITIGNORE, GITIGNORE_TEXT, NAME, README, RECORD, SECRET, START_HERE,
    Terms, refusal,
};
use super::{Members, at_node, is_json};
use crate::document::{Document, Kind};
use crate::finding::{Finding, Location};
use crate::postman::Environment;
use crate::requirements::{BundleRecord, FileRole, PRIVATE_SUFFIX, RequiredVariable};

/// Checks the files that every bundle has.
pub(super) fn check_required(members: &Members, findings: &mut Vec<Finding>) {
    for name in [START_HERE, README, RECORD, CHECKSUMS, GITIGNORE] {
        if !members.files.contains_key(name) {
            findings.push(members.finding(FILE, name, "this file is missing").help("ask for the bundle again"));
        } else if members.text(name).is_none() {
            findings.push(members.finding(FILE, name, "this file is not UTF-8"));
        }
    }
    if members.text(GITIGNORE).is_some_and(|text| text != GITIGNORE_TEXT) {
        let message = "this is not the .gitignore of a bundle: git might track private environments";
        findings.push(members.finding(FILE, GITIGNORE, message).help("ask for the bundle again"));
    }
}

/// Checks that every file has the name of a file of a bundle, and of its role.
fn check_names(members: &Members, record: Option<&BundleRecord>, findings: &mut Vec<Finding>) {
    for name in members.files.keys() {
        let recorded = recorded_role(record, name);
        let named = role_of_name(name);
        let stem = ENDINGS.iter().find_map(|(_, ending)| name.strip_suffix(ending));
        if stem.is_some_and(|stem| !is_portable(stem)) {
            let message = format!("a bundle has no name such as `{name}`: it could be mistaken for another");
            findings.push(members.finding(NAME, name, message).help("do not open it; ask the sender"));
        } else if named.is_none() && name != RECORD && name != CHECKSUMS {
            let message = format!("a bundle does not contain a file named `{name}`");
            findings.push(members.finding(NAME, name, message).help("do not open it; ask the sender"));
        } else if recorded.is_some() && recorded != named {
            findings.push(members.finding(NAME, name, "the role in bundle.json does not fit the name"));
        }
    }
}

/// The role of the file `name` in the record.
fn recorded_role(record: Option<&BundleRecord>, name: &str) -> Option<FileRole> {
    record?.files.iter().find(|file| file.name == name).map(|file| file.role)
}

/// The role that fits a file name.
fn role_of_name(name: &str) -> Option<FileRole> {
    let ends_in = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
    match name {
        START_HERE | README => Some(FileRole::Guide),
        GITIGNORE => Some(FileRole::Gitignore),
        _ if name.to_lowercase().ends_with(PRIVATE_SUFFIX) => None,
        _ => ENDINGS.iter().find_map(|(role, ending)| ends_in(ending).then_some(*role)),
    }
}

/// Checks the name and content of every file. Without a record the role of a file is recognised by its content. Returns the Postman files.
pub(super) fn check_files(
    members: &Members,
    record: Option<&BundleRecord>,
    findings: &mut Vec<Finding>,
) -> Vec<Document> {
    check_names(members, record, findings);
    let terms = Terms { accepted: AcceptedValues::of_record(record), are_imported: true };
    let mut documents = Vec::new();
    for (name, bytes) in &members.files {
        let recorded = recorded_role(record, name);
        let is_postman_file =
            matches!(recorded, Some(FileRole::Collection | FileRole::Environment | FileRole::Globals));
        if !is_json(name) && !is_postman_file {
            let text = String::from_utf8_lossy(bytes);
            findings.extend(refusal::check_text(&members.path(name), &text, &terms.accepted));
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
        let role = file_role(&document);
        if is_postman_file && role != recorded {
            findings.push(at_node(
                FILE,
                &document,
                None,
                "the content of this file does not fit its role in bundle.json",
            ));
        }
        if role.is_none() {
            findings.extend(refusal::check_json(&document));
            findings.push(at_node(FILE, &document, None, "this is not a Postman file"));
        } else {
            documents.push(document);
        }
    }
    findings.extend(refusal::check_documents(&documents, &terms));
    if let Some(record) = record {
        check_secrets(members, record, &documents, findings);
    }
    documents
}

/// Checks that no environment holds the value of a secret, and that the record marks every secret and describes none with a credential.
fn check_secrets(members: &Members, record: &BundleRecord, documents: &[Document], findings: &mut Vec<Finding>) {
    let is_secret = |name: &str| {
        let values = documents.iter().filter(|document| file_role(document) != Some(FileRole::Collection));
        values
            .flat_map(|document| Environment::new(document.root()).variables())
            .any(|variable| variable.is_secret() && variable.key().as_deref() == Some(name))
    };
    for document in documents.iter().filter(|document| file_role(document) != Some(FileRole::Collection)) {
        check_secrets_are_empty(document, record, findings);
    }
    let file = members.path(RECORD);
    let Some(Ok(document)) = members.files.get(RECORD).map(|bytes| Document::json(file, bytes.as_slice())) else {
        return;
    };
    let is_marked_wrong = |variable: &RequiredVariable| !variable.secret && is_secret(&variable.name);
    for (index, variable) in record.variables.iter().enumerate().filter(|(_, variable)| is_marked_wrong(variable)) {
        let message = format!("`{}` is not a secret here but is one in an environment", variable.name);
        let node = document.root().at(&format!("/variables/{index}/secret"));
        findings
            .push(at_node(SECRET, &document, node, message).help("postsmith would show the value while you type it"));
    }
    findings.extend(refusal::check_descriptions(&record.variables, |index, key| {
        let node = document.root().at(&format!("/variables/{index}/{key}"));
        node.map_or_else(|| refusal::location_of(&document, None), Location::of)
    }));
}

/// Checks that the secrets of an environment, by its own types or by the record, have no value.
fn check_secrets_are_empty(document: &Document, record: &BundleRecord, findings: &mut Vec<Finding>) {
    for variable in Environment::new(document.root()).variables() {
        let Some(key) = variable.key() else { continue };
        let is_secret = variable.is_secret() || record.variables.iter().any(|one| one.name == *key && one.secret);
        let node = variable.node().get("value");
        if is_secret && node.is_some_and(|value| !value.is_str("") && value.kind() != Kind::Null) {
            let message = format!("the secret `{key}` has a value, which must not be shared");
            findings.push(at_node(SECRET, document, node, message).help("ask the sender to revoke the secret"));
        }
    }
}
