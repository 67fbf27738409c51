//! Whether a bundle that arrived is what it says: nothing is written to disk, and everything that is wrong is told at once.

mod archive;
mod contents;
mod html;
mod page;
mod record;
mod sums;
mod tag;

use super::record::Record;
use crate::document::{Document, NodeRef};
use crate::finding::{Finding, Location, RuleId};
use crate::text::Span;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;

/// What came of a look into a bundle.
pub struct Verified {
    /// What it holds, when that can be read.
    pub record: Option<Record>,
    /// Everything that is wrong, in the order of reports. None: it can be unpacked and used.
    pub findings: Vec<Finding>,
    /// The texts of its members by their paths, `a.zip!/member`, for whoever shows a line.
    pub texts: BTreeMap<Utf8PathBuf, String>,
}

/// Looks into the bundle `bytes`, which findings call `path`.
pub fn verify(path: &Utf8Path, bytes: &[u8]) -> Verified {
    let mut findings = Vec::new();
    let members = archive::members(path, bytes, &mut findings);
    let record = members.as_ref().and_then(|members| {
        contents::required(members, &mut findings);
        sums::check(members, &mut findings);
        let read = record::read(members, &mut findings);
        let record = read.as_ref().map(|(document, record)| {
            record::check(members, document, record, &mut findings);
            record
        });
        contents::check(members, record, &mut findings);
        page::check(members, record, &mut findings);
        record.cloned()
    });
    findings.sort();
    findings.dedup();
    let texts = members.map(Members::texts).unwrap_or_default();
    Verified { record, findings, texts }
}

/// The files of an archive below their one folder.
struct Members {
    /// The archive and the folder, as findings begin.
    root: Utf8PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Members {
    /// How findings name the file `name`.
    fn path(&self, name: &str) -> Utf8PathBuf {
        self.root.join(name)
    }

    fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(name)?).ok()
    }

    /// What is wrong with the file `name` as a whole.
    fn finding(&self, rule: RuleId, name: &str, message: impl Into<String>) -> Finding {
        at_file(rule, &self.path(name), message)
    }

    /// What is wrong at the byte `at` of the file `name`.
    fn finding_at(&self, rule: RuleId, name: &str, at: usize, message: impl Into<String>) -> Finding {
        let text = self.text(name).unwrap_or_default();
        Finding::error(rule, Location::in_text(&self.path(name), text, Span::at(at)), message)
    }

    fn texts(self) -> BTreeMap<Utf8PathBuf, String> {
        let root = self.root;
        let text = |(name, bytes): (String, Vec<u8>)| Some((root.join(name), String::from_utf8(bytes).ok()?));
        self.files.into_iter().filter_map(text).collect()
    }
}

/// Whether a file is called as Postman calls its own.
fn is_json(name: &str) -> bool {
    Utf8Path::new(name).extension() == Some("json")
}

fn at_file(rule: RuleId, path: &Utf8Path, message: impl Into<String>) -> Finding {
    Finding::error(rule, Location::in_text(path, "", Span::at(0)), message)
}

/// The place of `node`, or of the whole of `document`.
fn at_node(rule: RuleId, document: &Document, node: Option<NodeRef<'_>>, message: impl Into<String>) -> Finding {
    Finding::error(rule, super::refusal::location_of(document, node), message)
}
