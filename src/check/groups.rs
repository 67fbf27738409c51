//! Reads, groups and checks many files in parallel, with few of them in memory at a time. `check`, `scan` and `redact` call it.

use super::not_json::{self, Commented};
use super::{Options, check_group, file, rule::Rule, secret};
use crate::document::{Document, Pointer, SyntaxError};
use crate::files::{Content, InputFile, ReadError, foreign_kind, has_export_name, is_yaml, looks_like_postman};
use crate::finding::{Finding, Location};
use crate::postman::{embedded_files, recognise};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many bytes decide of which kind a file is that is passed over.
const FIRST: usize = 4096;

/// Files that are checked together.
pub struct EntryGroup {
    /// What identifies the group: a folder, an archive, or the name of a `[[check.group]]`.
    pub key: String,
    /// The files, all of one commit or on disk. They are read when the group is checked.
    pub entries: Vec<InputFile>,
}

/// What the key of a group that a manifest declares begins with. No folder has such a name, so a group and a folder never share a key.
const DECLARED: char = '\0';

impl EntryGroup {
    /// The key of the group that a manifest declares under `name`.
    pub fn declared_key(name: &str) -> String {
        format!("{DECLARED}{name}")
    }

    /// Whether a manifest declares the group.
    fn is_declared(&self) -> bool {
        self.key.starts_with(DECLARED)
    }
}

/// The result of one group.
pub struct CheckedGroup {
    /// Its documents: Postman's files, and files that the user named.
    pub documents: Vec<Document>,
    /// Files that could not be parsed, for excerpts.
    pub broken: Vec<SyntaxError>,
    /// All findings, in the order of reports.
    pub findings: Vec<Finding>,
    /// The kinds of the files that were passed over, one for each file.
    pub passed_over: Vec<&'static str>,
    /// How many files could not be read.
    pub unreadable: usize,
}

/// Why a file has no document.
enum ReadFailure {
    /// It could not be parsed. When only its comments are wrong: the document without them, and the credentials in them.
    Syntax(SyntaxError, Option<Box<(Document, Vec<Finding>)>>),
    /// It could not be read or is not a Postman file.
    Finding(Finding),
    /// It is a file of another kind in a folder.
    PassedOver(&'static str),
}

/// The folder of a v3 collection counts as one file of the folder that holds it. This finds such folders among `entries`.
pub struct CollectionFolders(BTreeSet<String>);

impl CollectionFolders {
    /// The folders of collections: the topmost ones with a definition file.
    pub fn of(entries: &[InputFile]) -> Self {
        let defined = |entry: &InputFile| {
            let path = entry.path.as_str();
            let folder = path.strip_suffix("definition.yaml").or_else(|| path.strip_suffix("definition.yml"))?;
            Some(folder.trim_end_matches('/').strip_suffix(".resources")?.trim_end_matches('/').to_owned())
        };
        let all: BTreeSet<String> = entries.iter().filter_map(defined).collect();
        let is_topmost = |folder: &&String| !ancestors(folder).skip(1).any(|above| all.contains(above));
        Self(all.iter().filter(is_topmost).cloned().collect())
    }

    /// The folder that the file `entry` is checked with: its own, or that around its collection. In a workspace on disk, `collections`, `environments` and
    /// `globals` are one folder.
    pub fn folder_of(&self, entry: &InputFile) -> String {
        let folder = entry.folder();
        if !is_yaml(&entry.path) {
            return folder.to_owned();
        }
        let collection = ancestors(folder).find(|above| self.0.contains(*above));
        let around = collection.map_or(folder, |collection| ancestors(collection).nth(1).unwrap_or_default());
        let (outside, last) = around.rsplit_once('/').unwrap_or(("", around));
        let is_workspace = matches!(last, "collections" | "environments" | "globals");
        if is_workspace { outside.to_owned() } else { around.to_owned() }
    }
}

/// `folder` and the folders above it, from the innermost on.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(above, _)| above))
    })
}

/// Puts `entries` into groups by `key`, in the order of the keys.
pub fn group_entries(entries: Vec<InputFile>, key: impl Fn(&InputFile) -> String) -> Vec<EntryGroup> {
    let mut groups: BTreeMap<String, Vec<InputFile>> = BTreeMap::new();
    for entry in entries {
        groups.entry(key(&entry)).or_default().push(entry);
    }
    groups.into_iter().map(|(key, entries)| EntryGroup { key, entries }).collect()
}

/// Checks `groups` in parallel and calls `take` with each result. Returns what `take` returned, in the order of the groups. A file that the user
/// named and that is not a Postman file is a finding unless `skip_others` is true.
pub fn check_groups<T: Send>(
    groups: &[EntryGroup],
    options: &Options,
    skip_others: bool,
    take: impl Fn(&EntryGroup, CheckedGroup) -> T + Sync,
) -> Vec<T> {
    groups.par_iter().map(|files| take(files, check_entries(files, options, skip_others))).collect()
}

/// Searches `groups` again for values that another file of the run proves to be credentials, and calls `take` with what it finds. The groups
/// were checked with the same options. Nothing is done if the files have more than [`MOST_SEARCHED`](secret::MOST_SEARCHED) bytes.
pub fn find_known<T: Send>(
    groups: &[EntryGroup],
    options: &Options,
    take: impl Fn(CheckedGroup) -> T + Send + Sync,
) -> Vec<T> {
    let Some(run) = options.run.as_ref().filter(|run| !run.is_too_large()) else { return Vec::new() };
    let Some(known) = run.search() else { return Vec::new() };
    let of_group = |group: &EntryGroup| {
        let again = group.entries.iter().filter(|entry| entry.can_be_read_again());
        let read = again.flat_map(|entry| read_if(entry, true, options, |bytes| known.may_be_in(bytes)));
        let documents: Vec<Document> = read.filter_map(Result::ok).collect();
        let mut findings: Vec<Finding> = (documents.iter())
            .flat_map(|document| secret::check_known(document, &known, &run.spans(document.path()), options))
            .filter(|finding| options.selection.includes(finding.rule))
            .collect();
        findings.sort();
        let (broken, passed_over) = (Vec::new(), Vec::new());
        (!findings.is_empty()).then_some(CheckedGroup { documents, broken, findings, passed_over, unreadable: 0 })
    };
    groups.par_iter().filter_map(of_group).map(take).collect()
}

fn check_entries(group: &EntryGroup, options: &Options, skip_others: bool) -> CheckedGroup {
    let read: Vec<Result<Document, ReadFailure>> =
        group.entries.par_iter().flat_map_iter(|entry| read(entry, skip_others, options)).collect();
    let (mut documents, mut broken, mut findings, mut passed_over) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut commented, mut unreadable) = (Vec::new(), 0);
    for one in read {
        match one {
            Ok(document) => documents.push(document),
            Err(ReadFailure::Finding(finding)) => {
                findings.push(finding);
                unreadable += 1;
            }
            Err(ReadFailure::PassedOver(kind)) => passed_over.push(kind),
            Err(ReadFailure::Syntax(error, document)) => {
                findings.push(not_json::finding(&error));
                broken.push(error);
                if let Some((document, in_comments)) = document.map(|read| *read) {
                    commented.push(document);
                    findings.extend(in_comments);
                }
            }
        }
    }
    findings.retain(|finding| options.selection.includes(finding.rule));
    // No file is written from a document without its comments: it gets findings without fixes.
    let mut of_commented = check_group(&commented, &[], options);
    for finding in &mut of_commented {
        finding.fix.clear();
    }
    findings.extend(of_commented);
    let options = &Options { is_declared_group: group.is_declared(), ..options.clone() };
    findings.extend(check_group(&documents, &[], options));
    if let Some(commit) = group.entries.first().and_then(|entry| entry.commit.as_ref()) {
        for finding in &mut findings {
            finding.location.commit = Some(commit.clone());
            if finding.credential.is_some() {
                // No edit of the file takes it out of the history.
                finding.help =
                    Some("revoke it: the history keeps the value, and everybody with a clone has it".to_owned());
            }
        }
    }
    findings.sort();
    CheckedGroup { documents, broken, findings, passed_over, unreadable }
}

/// Reads the documents of an entry: one, or the members of an archive.
fn read(entry: &InputFile, skip_others: bool, options: &Options) -> Vec<Result<Document, ReadFailure>> {
    read_if(entry, skip_others, options, |_| true)
}

/// Reads the documents of an entry whose bytes `is_wanted`.
fn read_if(
    entry: &InputFile,
    skip_others: bool,
    options: &Options,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Vec<Result<Document, ReadFailure>> {
    let must = entry.named && !skip_others;
    let mut contents = entry.read();
    contents.retain(|content| content.bytes.as_ref().map_or(true, |bytes| is_wanted(bytes)));
    if contents.is_empty() && must {
        let message = "this archive contains no Postman file";
        return vec![Err(ReadFailure::Finding(at_file(&entry.path, &file::UNRECOGNISED, message)))];
    }
    contents.into_iter().map(|content| parse(content, must, options)).collect()
}

/// Parses `content`. It is passed over if it is not a Postman file and `must` is false.
fn parse(content: Content, must: bool, options: &Options) -> Result<Document, ReadFailure> {
    let Content { path, bytes, .. } = content;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(ReadError::Foreign(kind)) if !must => return Err(ReadFailure::PassedOver(kind)),
        Err(error) => {
            let rule = match error {
                ReadError::TooLarge { .. } | ReadError::Expands { .. } => &file::TOO_LARGE,
                ReadError::Foreign(_) => &file::UNRECOGNISED,
                _ => &file::UNREADABLE,
            };
            return Err(ReadFailure::Finding(at_file(&path, rule, error.to_string())));
        }
    };
    if is_yaml(&path) {
        return parse_yaml(path, bytes, must);
    }
    // A template of a collection looks like a collection. Only a file called JSON has to be valid JSON.
    let is_postmans = must || has_export_name(&path) || path.extension() == Some("json") && looks_like_postman(&bytes);
    let must = must || has_export_name(&path);
    let kind = foreign_kind(&path, &bytes[..bytes.len().min(FIRST)]);
    match Document::json(path, bytes) {
        Ok(document) if must || is_postman(&document) => Ok(document),
        Err(error) if is_postmans => {
            let relaxed = not_json::without_comments(error.text()).filter(|_| error.is_decoded());
            let document = relaxed.and_then(|Commented { json, comments }| {
                let document = Document::json(error.path(), json).ok().filter(is_postman)?;
                let in_comments = secret::check_comments(&document, error.text(), &comments, options);
                Some(Box::new((document, in_comments)))
            });
            Err(ReadFailure::Syntax(error, document))
        }
        Ok(_) | Err(_) => Err(ReadFailure::PassedOver(kind)),
    }
}

/// Parses a part of a collection of the format v3, or an environment of that format.
fn parse_yaml(path: Utf8PathBuf, bytes: Vec<u8>, must: bool) -> Result<Document, ReadFailure> {
    let must = must || has_export_name(&path);
    let kind = foreign_kind(&path, &bytes[..bytes.len().min(FIRST)]);
    match Document::yaml(path, bytes) {
        Ok(document) if recognise(document.root()).is_some() => Ok(document),
        Ok(document) if must => {
            let message = "this is not a Postman file: it has no `$kind` and no list `values`";
            Err(ReadFailure::Finding(at_file(document.path(), &file::UNRECOGNISED, message)))
        }
        Ok(_) => Err(ReadFailure::PassedOver(kind)),
        Err(error) => Err(ReadFailure::Syntax(error, None)),
    }
}

/// Whether `document` is one of Postman's files, or holds one in a string.
fn is_postman(document: &Document) -> bool {
    recognise(document.root()).is_some() || !embedded_files(document).is_empty()
}

/// What an entry holds.
#[derive(Default)]
pub struct ReadDocuments {
    /// Its documents.
    pub documents: Vec<Document>,
    /// A finding for each file that cannot be read, parsed or recognised.
    pub findings: Vec<Finding>,
    /// The kinds of the files that were passed over, one for each file.
    pub passed_over: Vec<&'static str>,
}

/// Reads the documents of `entry`.
pub fn read_documents(entry: &InputFile) -> ReadDocuments {
    let ReadDocuments { mut documents, mut findings, mut passed_over } = ReadDocuments::default();
    for one in read(entry, false, &Options::default()) {
        match one {
            Ok(document) if document.is_yaml() || is_postman(&document) => {
                documents.push(document);
            }
            Ok(document) => {
                findings.push(at_file(document.path(), &file::UNRECOGNISED, "this is not a Postman file"));
            }
            Err(ReadFailure::Finding(finding)) => findings.push(finding),
            Err(ReadFailure::PassedOver(kind)) => passed_over.push(kind),
            Err(ReadFailure::Syntax(error, _)) => findings.push(not_json::finding(&error)),
        }
    }
    ReadDocuments { documents, findings, passed_over }
}

fn at_file(path: &Utf8Path, rule: &Rule, message: impl Into<String>) -> Finding {
    let location = Location::in_text(path, "", Span::at(0)).pointer(Pointer::root());
    Finding { severity: rule.severity, ..Finding::error(rule.id, location, message) }
}
