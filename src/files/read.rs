//! Reading one file, or giving up with a reason: never without a bound, and never waiting for a pipe.

use camino::Utf8Path;
use std::fs::File;
use std::io::{self, Read as _};

/// Most bytes of one file that are read.
pub(super) const LARGEST: u64 = 1 << 30;

/// Why a file or member of an archive was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refused.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// A folder where a file was asked for.
    #[error("this is a folder; name a file in it")]
    Folder,
    /// It is neither a file nor a folder.
    #[error("this is neither a file nor a folder, and reading it might never end")]
    Special,
    /// It is larger than what is read.
    #[error("this has more than {} MiB, which is more than is read", limit >> 20)]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// It is an archive that is broken.
    #[error("the archive is broken: {0}")]
    Archive(String),
    /// It is no archive, or its end is missing.
    #[error("the archive is broken: this is no ZIP archive, or its end is missing")]
    NoArchive,
    /// It is encrypted.
    #[error("this is encrypted; unpack it first")]
    Encrypted,
    /// Its name is not UTF-8.
    #[error("a file name here is not UTF-8; rename it")]
    Name,
}

impl From<io::Error> for ReadError {
    /// The message holds what the system says, so it is not named as a source once more.
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads one file that somebody named.
pub fn read(path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
    rest(&mut open(path)?, Vec::new())
}

/// Opens a regular file of a size that is read.
pub(super) fn open(path: &Utf8Path) -> Result<File, ReadError> {
    // Asked before it is opened: opening a pipe waits.
    let kind = path.metadata()?;
    if kind.is_dir() {
        return Err(ReadError::Folder);
    }
    if !kind.is_file() {
        return Err(ReadError::Special);
    }
    if kind.len() > LARGEST {
        return Err(ReadError::TooLarge { limit: LARGEST });
    }
    Ok(File::open(path)?)
}

/// Reads the rest of `file`, as long as it keeps the limit: it may grow meanwhile.
pub(super) fn rest(file: &mut File, mut bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    let left = file.metadata().map_or(0, |kind| kind.len()).saturating_sub(bytes.len() as u64);
    bytes.try_reserve_exact(usize::try_from(left).unwrap_or(0)).map_err(|_| ReadError::TooLarge { limit: LARGEST })?;
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST { Err(ReadError::TooLarge { limit: LARGEST }) } else { Ok(bytes) }
}
