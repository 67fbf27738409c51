//! ZIP archives: the new data dumps, or any that hold exports. Nothing is written to disk, and no size that an archive claims is believed.

use super::read::ReadError;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes of one member, and of all members together.
const LARGEST: u64 = 256 << 20;
const LARGEST_TOTAL: u64 = 1 << 30;
/// Most members that are looked at.
const MEMBERS: usize = 100_000;

/// Whether a file begins like an archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A member: its name, and its bytes or why there are none.
pub(super) type Member = (Option<String>, Result<Vec<u8>, ReadError>);

/// The members that `wanted` takes by their first bytes, by name: `(name, bytes or why not)`. An archive that is broken gives one error without
/// a name. Archives inside are not opened.
pub(super) fn members(bytes: &[u8], wanted: fn(&[u8]) -> bool) -> Vec<Member> {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) if archive.len() > MEMBERS => {
            return vec![(None, Err(ReadError::Archive(format!("it has more than {MEMBERS} members"))))];
        }
        Ok(archive) => archive,
        Err(error) => return vec![(None, Err(broken(&error)))],
    };
    let name = |index| archive.name_for_index(index).and_then(Result::ok).map(|name| (name.into_owned(), index));
    let mut names: Vec<(String, usize)> = (0..archive.len()).filter_map(name).collect();
    names.sort();
    let mut total = 0;
    let mut found = Vec::new();
    for (name, index) in names {
        let label = name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect();
        match member(&mut archive, index, wanted) {
            Ok(None) => {}
            Ok(Some(bytes)) => {
                total += bytes.len() as u64;
                if total > LARGEST_TOTAL {
                    found.push((None, Err(ReadError::TooLarge { limit: LARGEST_TOTAL })));
                    break;
                }
                found.push((Some(label), Ok(bytes)));
            }
            Err(error) => found.push((Some(label), Err(error))),
        }
    }
    found
}

/// None for a folder, and for what `wanted` does not take.
fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    wanted: fn(&[u8]) -> bool,
) -> Result<Option<Vec<u8>>, ReadError> {
    let file = archive.by_index(index).map_err(|error| broken(&error))?;
    if file.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let mut file = file.take(LARGEST + 1);
    file.by_ref().take(super::input::FIRST as u64).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    if !wanted(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    if bytes.len() as u64 > LARGEST { Err(ReadError::TooLarge { limit: LARGEST }) } else { Ok(Some(bytes)) }
}

pub(super) fn broken(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
        ZipError::InvalidArchive(reason) if reason.contains("EOCD") => ReadError::NoArchive,
        other => ReadError::Archive(other.to_string()),
    }
}

fn damaged(error: &std::io::Error) -> ReadError {
    ReadError::Archive(error.to_string())
}
