//! Reads the archive of a bundle without unpacking it to disk. Every member must be a file in one folder, with a portable name.

use super::super::portable_name::{folded, name_problem, portable_name};
use super::super::{ARCHIVE, CHECKSUMS, FILE, NAME, RECORD};
use super::{Members, at_file, is_json};
use crate::files::unpack;
use crate::finding::Finding;
use camino::Utf8Path;
use std::collections::{BTreeMap, BTreeSet};

/// The largest total size of the unpacked files, in bytes.
const LARGEST: u64 = 256 << 20;
/// The largest file that is not an exported JSON file, in bytes.
const LARGEST_TEXT: usize = 32 << 20;
/// The largest list of checksums, in bytes: enough for the largest number of members.
const LARGEST_CHECKSUMS: usize = 256 << 10;

/// Reads the members of the archive `bytes`. Returns none after it reported an archive that cannot be read.
pub(super) fn read_members(path: &Utf8Path, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<Members> {
    let read = match unpack(bytes, LARGEST) {
        Ok(read) => read,
        Err(error) => {
            let help = "do not unpack it; ask the sender for another copy";
            findings.push(at_file(ARCHIVE, path, error.to_string()).help(help));
            return None;
        }
    };
    let mut report = |rule, name: &str, message: String| {
        let shown: String = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let path = format!("{path}!/{shown}");
        let help = "do not unpack it: a bundle contains only files in one folder";
        findings.push(at_file(rule, path.as_str().into(), message).help(help));
    };
    let (mut seen, mut files) = (BTreeSet::new(), BTreeMap::new());
    let mut top: Option<String> = None;
    for member in read {
        let name = &member.name;
        if let Some(problem) = name_problem(name) {
            report(NAME, name, format!("this name {problem}"));
            continue;
        }
        if !seen.insert(folded(name)) {
            report(NAME, name, "another member has this name on some systems".to_owned());
            continue;
        }
        let (folder, file) = name.split_once('/').unwrap_or(("", name));
        let top = top.get_or_insert_with(|| folder.to_owned());
        if portable_name(folder) != folder && !folder.is_empty() {
            report(NAME, name, "a bundle has no folder with such a name: it could be mistaken for another".to_owned());
            continue;
        }
        if folder != top || folder.is_empty() {
            report(NAME, name, "this member is outside of the folder of the bundle".to_owned());
        } else if file.is_empty() {
            // Other tools write an entry for the folder itself.
        } else if !member.is_file {
            report(NAME, name, "this member is not a file but a link, a folder or something else".to_owned());
        } else if file.contains('/') {
            report(NAME, name, "this member is in a subfolder of the bundle".to_owned());
        } else {
            let (limit, size) = match file {
                CHECKSUMS => (LARGEST_CHECKSUMS, "256 KiB"),
                _ if is_json(file) && file != RECORD => (usize::MAX, ""),
                _ => (LARGEST_TEXT, "32 MiB"),
            };
            match member.bytes {
                Ok(bytes) if bytes.len() > limit => report(FILE, name, format!("this file has more than {size}")),
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
