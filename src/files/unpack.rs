//! Every member of a small archive, in memory and within bounds: for whoever judges an archive before anything is unpacked.

use super::archive::broken;
use super::read::ReadError;
use std::io::{Cursor, Read as _};
use zip::ZipArchive;

/// Most members that are read.
const MEMBERS: usize = 1000;

/// A member of an archive.
#[derive(Debug)]
pub struct Member {
    /// Its name as the archive has it, separators and all.
    pub name: String,
    /// Whether it is a regular file: no folder, no link, nothing else that a system knows.
    pub is_file: bool,
    /// What it holds, or why that cannot be said. A folder or link holds nothing.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// The members of the archive `bytes` in its order. All of them together may have `limit` bytes, whatever sizes the archive claims.
///
/// # Errors
/// When it is no archive, has too many members or one name twice, when members share bytes, when its two lists of members do not agree (then no two programs unpack it alike), or when bytes that are no member stand around them.
pub fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<Member>, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MEMBERS {
        return Err(ReadError::Archive(format!("it has more than {MEMBERS} members")));
    }
    if archive.has_duplicate_names() {
        return Err(ReadError::Archive("two of its members have the same name".to_owned()));
    }
    if archive.has_overlapping_files().map_err(|error| broken(&error))? {
        return Err(ReadError::Archive("its members share bytes".to_owned()));
    }
    if !archive.comment().is_empty() {
        return Err(ReadError::Archive("it has a comment, which no program shows".to_owned()));
    }
    // The last record has 22 bytes when it has no comment.
    if !bytes[bytes.len().saturating_sub(22)..].starts_with(b"PK\x05\x06") {
        return Err(ReadError::Archive("bytes stand behind its end".to_owned()));
    }
    if !archive.is_empty() && !bytes.starts_with(b"PK\x03\x04") || archive.offset() != 0 {
        return Err(ReadError::Archive("bytes stand before its first member".to_owned()));
    }
    archive.validate_header_consistency().map_err(|error| broken(&error))?;
    let mut left = limit;
    (0..archive.len())
        .map(|index| {
            let name = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default().into_owned();
            let file = match archive.by_index(index) {
                Ok(file) => file,
                Err(error) => return Ok(Member { name, is_file: true, bytes: Err(broken(&error)) }),
            };
            // The upper bits of a mode say what it is; no mode at all is a file.
            let is_regular = file.unix_mode().is_none_or(|mode| matches!(mode & 0o170_000, 0 | 0o100_000));
            let is_file = is_regular && !file.is_dir() && !file.is_symlink();
            if !is_file {
                return Ok(Member { name, is_file, bytes: Ok(Vec::new()) });
            }
            let mut content = Vec::new();
            let read = file.take(left + 1).read_to_end(&mut content);
            if content.len() as u64 > left {
                return Err(ReadError::TooLarge { limit });
            }
            left -= content.len() as u64;
            let bytes = read.map(|_| content).map_err(|error| ReadError::Archive(error.to_string()));
            Ok(Member { name, is_file, bytes })
        })
        .collect()
}
