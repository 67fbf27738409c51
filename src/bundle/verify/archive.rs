//! The archive itself: can it be read, and does everything in it land in one folder, under the name that it shows.

use super::super::name::fault;
use super::super::{ARCHIVE, FILE, NAME, RECORD, SUMS};
use super::{Members, at_file, is_json};
use crate::files::unpack;
use crate::finding::Finding;
use camino::Utf8Path;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes that a bundle unpacks to.
const LARGEST: u64 = 256 << 20;
/// Most bytes of a text for people.
const LARGEST_TEXT: usize = 32 << 20;
/// Most bytes of the sums of as many files as an archive may have.
const LARGEST_SUMS: usize = 256 << 10;

/// The members of the archive `bytes`; none when it cannot be read at all.
pub(super) fn members(path: &Utf8Path, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<Members> {
    let read = match unpack(bytes, LARGEST) {
        Ok(read) => read,
        Err(error) => {
            let help = "ask whoever sent it to send it again; do not unpack it";
            findings.push(at_file(ARCHIVE, path, error.to_string()).help(help));
            return None;
        }
    };
    let mut report = |rule, name: &str, message: String| {
        let shown: String = name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
        let path = format!("{path}!/{shown}");
        let help = "do not unpack it: a bundle holds files in one folder, and nothing else";
        findings.push(at_file(rule, path.as_str().into(), message).help(help));
    };
    let (mut seen, mut files) = (BTreeSet::new(), BTreeMap::new());
    let mut top: Option<String> = None;
    for member in read {
        let name = &member.name;
        if let Some(fault) = fault(name) {
            report(NAME, name, format!("this name {fault}"));
            continue;
        }
        if !seen.insert(name.to_lowercase()) {
            report(NAME, name, "on some systems this is the name of another member".to_owned());
            continue;
        }
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        let top = top.get_or_insert_with(|| folder.to_owned());
        if folder != top || folder.is_empty() {
            report(NAME, name, "this lies outside of the bundle's folder".to_owned());
        } else if file.is_empty() {
            // The entry of the folder itself, which other tools write.
        } else if !member.is_file {
            report(NAME, name, "this is a link, a folder or something else that is no file".to_owned());
        } else if file.contains('/') {
            report(NAME, name, "this lies in a folder below the bundle's".to_owned());
        } else {
            let (limit, size) = match file {
                SUMS => (LARGEST_SUMS, "256 KiB"),
                _ if is_json(file) && file != RECORD => (usize::MAX, ""),
                _ => (LARGEST_TEXT, "32 MiB"),
            };
            match member.bytes {
                Ok(bytes) if bytes.len() > limit => report(FILE, name, format!("this has more than {size}")),
                Ok(bytes) => {
                    files.insert(file.to_owned(), bytes);
                }
                Err(error) => report(ARCHIVE, name, error.to_string()),
            }
        }
    }
    let root = format!("{path}!/{}", top.unwrap_or_default()).into();
    Some(Members { root, files })
}
