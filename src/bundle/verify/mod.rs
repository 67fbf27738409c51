//! Verifies a bundle that somebody sent. Nothing is written to disk; all findings are reported at once. `postsmith bundle --verify` calls this, and
//! packing verifies its own result.

mod archive;
mod files;
mod listing;
mod pages;

use super::START_HERE;
use crate::document::{Document, NodeRef};
use crate::finding::{Finding, Location, RuleId};
use crate::requirements::BundleRecord;
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// The result of [`verify`].
pub struct Verification {
    /// The record, if it can be read.
    pub record: Option<BundleRecord>,
    /// All findings, sorted. If there are none, the bundle can be unpacked and used.
    pub findings: Vec<Finding>,
    /// The texts of the members by path, `a.zip!/member`, for reports that show a line.
    pub texts: BTreeMap<Utf8PathBuf, String>,
}

/// What happens to the pages of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCheck {
    /// They are rendered again from the files and compared.
    Compare,
    /// They are searched for secrets only.
    Ignore,
}

/// Verifies the bundle `bytes`. Findings name it `path`.
pub fn verify(path: &Utf8Path, bytes: &[u8], pages: PageCheck) -> Verification {
    let mut findings = Vec::new();
    let members = archive::read_members(path, bytes, &mut findings);
    let record = members.as_ref().and_then(|members| {
        files::check_required(members, &mut findings);
        listing::check_checksums(members, &mut findings);
        let read = listing::read_record(members, &mut findings);
        if let Some((document, record)) = &read {
            listing::check_record(members, document, record, &mut findings);
        }
        let documents = files::check_files(members, read.as_ref().map(|(_, record)| record), &mut findings);
        if let Some((document, record)) = &read {
            let file = |name: &str| documents.iter().find(|document| document.path().file_name() == Some(name));
            listing::check_facts(document, record, file, &mut findings);
            if pages == PageCheck::Compare {
                pages::check_pages(members, document, record, file, &mut findings);
            }
        }
        read.map(|(_, record)| record)
    });
    findings.sort();
    findings.dedup();
    let texts = members.map(Members::texts).unwrap_or_default();
    Verification { record, findings, texts }
}

/// The files in the folder of a bundle.
struct Members {
    /// The path of the folder in findings: `a.zip!/folder`.
    root: Utf8PathBuf,
    /// The content by file name.
    files: BTreeMap<String, Vec<u8>>,
}

impl Members {
    /// The path of the file `name` in findings.
    fn path(&self, name: &str) -> Utf8PathBuf {
        self.root.join(name)
    }

    /// The text of the file `name`, if it exists and is UTF-8.
    fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(name)?).ok()
    }

    /// A finding about the whole file `name`.
    fn finding(&self, rule: RuleId, name: &str, message: impl Into<String>) -> Finding {
        at_file(rule, &self.path(name), message)
    }

    /// A finding at the byte offset `at` of the file `name`.
    fn finding_at(&self, rule: RuleId, name: &str, at: usize, message: impl Into<String>) -> Finding {
        let text = self.text(name).unwrap_or_default();
        Finding::error(rule, Location::in_text(&self.path(name), text, Span::at(at)), message)
    }

    /// The texts that a report may show. The page is one long line, of which no excerpt helps.
    fn texts(mut self) -> BTreeMap<Utf8PathBuf, String> {
        let root = self.root;
        self.files.remove(START_HERE);
        let text = |(name, bytes): (String, Vec<u8>)| Some((root.join(name), String::from_utf8(bytes).ok()?));
        self.files.into_iter().filter_map(text).collect()
    }
}

/// Whether a file name ends in `.json`.
fn is_json(name: &str) -> bool {
    Utf8Path::new(name).extension() == Some("json")
}

fn at_file(rule: RuleId, path: &Utf8Path, message: impl Into<String>) -> Finding {
    Finding::error(rule, Location::in_text(path, "", Span::at(0)), message)
}

/// A finding about `node`, or about the whole `document`.
fn at_node(rule: RuleId, document: &Document, node: Option<NodeRef<'_>>, message: impl Into<String>) -> Finding {
    Finding::error(rule, super::refusal::location_of(document, node), message)
}
