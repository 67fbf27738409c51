//! Many files: read, grouped and judged in parallel, a few in memory at a time.

use super::{Options, check_group, file, rule::Rule};
use crate::document::{Document, Kind, NodeRef, Pointer, SyntaxError};
use crate::files::{Content, InputFile, ReadError, has_export_name, is_yaml, looks_like_postman};
use crate::finding::{Finding, Location};
use crate::postman::recognise;
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Files that are judged together.
pub struct Files {
    /// What tells them from others: a folder, an archive, the name of a group.
    pub key: String,
    /// The files; read when they are judged.
    pub entries: Vec<InputFile>,
}

/// What came of one group.
pub struct Judged {
    /// Its documents: those that are Postman's, and named ones that are not.
    pub documents: Vec<Document>,
    /// Texts that could not be parsed, for whoever shows the line.
    pub broken: Vec<SyntaxError>,
    /// Everything that is wrong in them, in the order of reports.
    pub findings: Vec<Finding>,
}

/// Why a content became no document.
enum Refused {
    /// It could not be parsed.
    Syntax(SyntaxError),
    /// It could not be read.
    Unread(Finding),
}

/// Puts `entries` into groups by `key`, in the order of the keys.
pub fn group(entries: Vec<InputFile>, key: impl Fn(&InputFile) -> String) -> Vec<Files> {
    let mut groups: BTreeMap<String, Vec<InputFile>> = BTreeMap::new();
    for entry in entries {
        groups.entry(key(&entry)).or_default().push(entry);
    }
    groups.into_iter().map(|(key, entries)| Files { key, entries }).collect()
}

/// Judges `groups` and hands each to `take` as soon as it is done; what that makes comes back in the order of the groups. A named file
/// that is none of Postman's is a finding unless `skip_others`.
pub fn run<T: Send>(
    groups: &[Files],
    options: &Options,
    skip_others: bool,
    take: impl Fn(&Files, Judged) -> T + Sync,
) -> Vec<T> {
    groups.par_iter().map(|files| take(files, judge(files, options, skip_others))).collect()
}

fn judge(files: &Files, options: &Options, skip_others: bool) -> Judged {
    let read: Vec<Result<Document, Refused>> =
        files.entries.par_iter().flat_map_iter(|entry| read(entry, skip_others)).collect();
    let (mut documents, mut broken, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for one in read {
        match one {
            Ok(document) => documents.push(document),
            Err(Refused::Unread(finding)) => findings.push(finding),
            Err(Refused::Syntax(error)) => {
                findings.push(Finding::from(&error));
                broken.push(error);
            }
        }
    }
    findings.retain(|finding| options.selection.includes(finding.rule));
    findings.extend(check_group(&documents, &[], options));
    findings.sort();
    Judged { documents, broken, findings }
}

/// The documents of an entry: one, or the members of an archive.
fn read(entry: &InputFile, skip_others: bool) -> Vec<Result<Document, Refused>> {
    let must = entry.named && !skip_others;
    let contents = entry.read();
    if contents.is_empty() && must {
        let message = "this archive holds none of Postman's files";
        return vec![Err(Refused::Unread(at_file(&entry.path, &file::unrecognised::RULE, message)))];
    }
    contents.into_iter().filter_map(|content| document(content, must)).collect()
}

/// The document that `content` is. None for what is none of Postman's files and need not be one.
fn document(content: Content, must: bool) -> Option<Result<Document, Refused>> {
    let Content { path, bytes, .. } = content;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let rule = if matches!(error, ReadError::TooLarge { .. }) {
                &file::too_large::RULE
            } else {
                &file::unreadable::RULE
            };
            return Some(Err(Refused::Unread(at_file(&path, rule, error.to_string()))));
        }
    };
    if is_yaml(&path) {
        return yaml(path, bytes, must);
    }
    // A template of a collection looks like one as well: only what is called JSON has to be.
    let is_postmans = must || has_export_name(&path) || path.extension() == Some("json") && looks_like_postman(&bytes);
    match Document::json(path, bytes) {
        Ok(document) if must || recognise(document.root()).is_some() => Some(Ok(document)),
        Ok(_) => None,
        Err(error) => is_postmans.then_some(Err(Refused::Syntax(error))),
    }
}

/// A part of a collection of the form v3, or an environment of that form.
fn yaml(path: Utf8PathBuf, bytes: Vec<u8>, must: bool) -> Option<Result<Document, Refused>> {
    match Document::yaml(path, bytes) {
        Ok(document) if is_source(document.root()) => Some(Ok(document)),
        Ok(document) if must => {
            let message = "this is none of Postman's files: no `$kind`, and no list `values`";
            Some(Err(Refused::Unread(at_file(document.path(), &file::unrecognised::RULE, message))))
        }
        Ok(_) => None,
        Err(error) => Some(Err(Refused::Syntax(error))),
    }
}

fn is_source(root: NodeRef<'_>) -> bool {
    root.get("$kind").is_some_and(|kind| kind.kind() == Kind::String)
        || root.get("values").is_some_and(|values| values.kind() == Kind::Array)
}

/// The documents of `entry`, and what is wrong with what could not be read or parsed.
pub fn documents(entry: &InputFile) -> (Vec<Document>, Vec<Finding>) {
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    for one in read(entry, false) {
        match one {
            Ok(document) if is_yaml(document.path()) || recognise(document.root()).is_some() => {
                documents.push(document);
            }
            Ok(document) => {
                findings.push(at_file(document.path(), &file::unrecognised::RULE, "this is none of Postman's files"));
            }
            Err(Refused::Unread(finding)) => findings.push(finding),
            Err(Refused::Syntax(error)) => findings.push(Finding::from(&error)),
        }
    }
    (documents, findings)
}

fn at_file(path: &Utf8Path, rule: &Rule, message: impl Into<String>) -> Finding {
    let place = Location::in_text(path, "", Span::at(0)).pointer(Pointer::root());
    Finding { severity: rule.severity, ..Finding::error(rule.id, place, message) }
}
