//! ZIP archives, in memory: the members that may be Postman files (for checks), every member of a small archive (for verification), and a new archive whose
//! bytes depend on its files alone. Nothing is written to disk, and no size that an archive claims is trusted.

use super::read::ReadError;
use std::io::{Cursor, Read as _, Write as _};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// Most bytes of one member that a check reads.
const LARGEST: u64 = 256 << 20;
/// Most bytes that a check reads of all members together.
const LARGEST_TOTAL: u64 = 1 << 30;
/// How many times its own size an archive may unpack to, beyond [`FREE`].
const MOST_EXPANDED: u64 = 200;
/// How many bytes every archive may unpack to, a small one too.
const FREE: u64 = 32 << 20;
/// How many archives may be around an archive that is read.
const DEEPEST: usize = 5;
/// Most members that a check looks at.
const MOST_MEMBERS: usize = 100_000;
/// Most members that [`unpack`] reads.
const MOST_UNPACKED: usize = 1000;
/// The mode of every packed file: all may read it, its owner may write it.
const MODE: u32 = 0o644;

/// Whether a file begins like a ZIP archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether a file begins like one that gzip packed.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The content of the gzip file `bytes`: at most `left` bytes.
fn gunzip(bytes: &[u8], left: u64) -> Result<Vec<u8>, ReadError> {
    let most = LARGEST.min(left);
    let mut content = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut content)
        .map_err(|error| damaged(&error))?;
    within(content, most)
}

/// The content of the gzip file `bytes`, as large as its size allows.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    gunzip(bytes, most_expanded(bytes))
}

/// `bytes`, unless there are more than `most`.
fn within(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, ReadError> {
    match bytes.len() as u64 {
        size if size <= most => Ok(bytes),
        _ if most == LARGEST => Err(ReadError::TooLarge { limit: LARGEST }),
        _ => Err(ReadError::Expands { most: MOST_EXPANDED }),
    }
}

/// How many bytes `packed` may unpack to, all members together. A text rarely shrinks to less than a hundredth; what promises far more is an attack.
fn most_expanded(packed: &[u8]) -> u64 {
    (packed.len() as u64).saturating_mul(MOST_EXPANDED).saturating_add(FREE).min(LARGEST_TOTAL)
}

/// The label of a member, and its bytes or the reason why they cannot be read. Without a label the reason is about the whole archive.
pub(super) type Candidate = (Option<String>, Result<Vec<u8>, ReadError>);

/// The members whose name and first bytes `is_wanted` accepts, sorted by name, those of archives inside it as `inner.zip/member`. A broken archive gives one
/// error without a label.
pub(super) fn candidates(bytes: &[u8], is_wanted: fn(&str, &[u8]) -> bool) -> Vec<Candidate> {
    let mut left = most_expanded(bytes);
    let mut found = Vec::new();
    add_candidates(bytes, is_wanted, 0, &mut left, &mut found);
    found
}

/// Adds the members of one archive to `found`, and takes their bytes off `left`, the bytes that may still be read.
fn add_candidates(
    bytes: &[u8],
    is_wanted: fn(&str, &[u8]) -> bool,
    depth: usize,
    left: &mut u64,
    found: &mut Vec<Candidate>,
) {
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) if archive.len() > MOST_MEMBERS => {
            found.push((None, Err(ReadError::Archive(format!("it has more than {MOST_MEMBERS} members")))));
            return;
        }
        Ok(archive) => archive,
        Err(error) => {
            found.push((None, Err(broken(&error))));
            return;
        }
    };
    if archive.has_duplicate_names() {
        // Its index knows one member of each name.
        found
            .push((None, Err(ReadError::Archive("two of its members have the same name; unpack it first".to_owned()))));
    }
    let name = |index| archive.name_for_index(index).and_then(Result::ok).map(|name| (name.into_owned(), index));
    let mut names: Vec<(String, usize)> = (0..archive.len()).filter_map(name).collect();
    names.sort();
    for (name, index) in names {
        let label: String = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let bytes = match candidate(&mut archive, index, &name, is_wanted, *left) {
            Ok(None) => continue,
            Ok(Some(bytes)) => bytes,
            Err(error @ ReadError::Expands { .. }) => {
                found.push((Some(label), Err(error)));
                return;
            }
            Err(error) => {
                found.push((Some(label), Err(error)));
                continue;
            }
        };
        *left -= bytes.len() as u64;
        if is_archive(&bytes) && depth == DEEPEST {
            let reason = format!("it is nested in more than {DEEPEST} other archives");
            found.push((Some(label), Err(ReadError::Archive(reason))));
        } else if is_archive(&bytes) {
            let first = found.len();
            add_candidates(&bytes, is_wanted, depth + 1, left, found);
            for (inner, _) in &mut found[first..] {
                *inner = Some(inner.take().map_or_else(|| label.clone(), |inner| format!("{label}/{inner}")));
            }
        } else if is_gzip(&bytes) {
            let content = gunzip(&bytes, *left);
            *left -= content.as_ref().map_or(0, |content| content.len() as u64);
            found.push((Some(label), content));
        } else {
            found.push((Some(label), Ok(bytes)));
        }
    }
}

/// The bytes of a member, at most `left`; none for a folder, and for a member that is neither wanted nor an archive.
fn candidate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    name: &str,
    is_wanted: fn(&str, &[u8]) -> bool,
    left: u64,
) -> Result<Option<Vec<u8>>, ReadError> {
    let file = archive.by_index(index).map_err(|error| broken(&error))?;
    if file.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let most = LARGEST.min(left);
    let mut file = file.take(most + 1);
    file.by_ref().take(super::input::FIRST as u64).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    if !is_wanted(name, &bytes) && !is_archive(&bytes) && !is_gzip(&bytes) {
        return Ok(None);
    }
    file.read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    within(bytes, most).map(Some)
}

fn broken(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
        ZipError::InvalidArchive(reason) if reason.contains("EOCD") => ReadError::NoArchive,
        other => ReadError::Archive(other.to_string()),
    }
}

fn damaged(error: &std::io::Error) -> ReadError {
    ReadError::Archive(error.to_string())
}

/// A member of an archive that [`unpack`] has read.
#[derive(Debug)]
pub struct Member {
    /// The name as the archive has it, with its separators.
    pub name: String,
    /// Whether it is a regular file, not a folder, a link or another special file.
    pub is_file: bool,
    /// The content, or the reason why it cannot be read. A folder or link has no content.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Reads every member of the archive `bytes`, in its order. All contents together may have `limit` bytes.
///
/// # Errors
/// When `bytes` is not an archive, has too many members or a name twice, when members share bytes, when its two lists of members differ (then programs
/// unpack it differently), or when other bytes are before, between or after the members.
pub fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<Member>, ReadError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_UNPACKED {
        return Err(ReadError::Archive(format!("it has more than {MOST_UNPACKED} members")));
    }
    if archive.has_duplicate_names() {
        return Err(ReadError::Archive("two of its members have the same name".to_owned()));
    }
    if archive.has_overlapping_files().map_err(|error| broken(&error))? {
        return Err(ReadError::Archive("its members share bytes".to_owned()));
    }
    if !archive.comment().is_empty() {
        return Err(ReadError::Archive("it has a comment, which most programs do not show".to_owned()));
    }
    // Without a comment the last record has 22 bytes.
    if !bytes[bytes.len().saturating_sub(22)..].starts_with(b"PK\x05\x06") {
        return Err(ReadError::Archive("it has bytes after its end".to_owned()));
    }
    if !archive.is_empty() && !bytes.starts_with(b"PK\x03\x04") || archive.offset() != 0 {
        return Err(ReadError::Archive("it has bytes before its first member".to_owned()));
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
            // The upper bits of a mode are the type of the file; a member without a mode is a regular file.
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

/// The files cannot be packed: a name occurs twice, or the format does not allow their sizes.
#[derive(Debug, thiserror::Error)]
#[error("these files cannot be packed: {0}")]
pub struct PackError(String);

/// Packs `files` (name, content) into an archive, in their order. The same files give the same bytes: dates and modes are fixed.
///
/// # Errors
/// When two files have one name, or a file has more than 4 GiB.
pub fn pack<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Vec<u8>, PackError> {
    let failed = |error: &dyn std::fmt::Display| PackError(error.to_string());
    // The date is the first one of the format. The system decides how programs read the mode, so it is fixed as well.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(MODE);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(name, options).map_err(|error| failed(&error))?;
        writer.write_all(content).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let files = [("a/b.txt", &b"one"[..]), ("a/c.txt", b"two")];
        let bytes = pack(files).unwrap();
        assert_eq!(bytes, pack(files).unwrap());
        assert_eq!(bytes[10..14], [0, 0, 0x21, 0], "1980-01-01 00:00:00");
        assert_eq!(bytes[28..30], [0, 0], "no extra field");
        let members = unpack(&bytes, 1000).unwrap();
        let read: Vec<_> = members.iter().map(|member| (&*member.name, member.bytes.as_deref().unwrap())).collect();
        assert_eq!(read, files);
        assert!(pack([("a", &b""[..]), ("a", b"")]).is_err());
    }
}
