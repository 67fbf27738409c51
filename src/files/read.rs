//! Reading one file, with a limit on its size and without waiting for a pipe.

use camino::Utf8Path;
use std::fs::File;
use std::io::{self, Read as _};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Most bytes of one file.
pub const LARGEST: u64 = 1 << 30;

/// How long a pipe or device is read.
const SLOWEST: Duration = Duration::from_mins(1);

/// Why a file or a member of an archive cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system reported an error.
    #[error("cannot be read: {0}")]
    Io(io::Error),
    /// It is a folder.
    #[error("this is a folder; name a file in it")]
    Folder,
    /// It is neither a file nor a folder.
    #[error("this is neither a file nor a folder, and reading it might never end")]
    Special,
    /// It is a pipe or device that does not end.
    #[error("this is no regular file, and it did not end within a minute")]
    Slow,
    /// It is larger than the limit.
    #[error("this is larger than {} MiB", limit >> 20)]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// It unpacks to far more bytes than a text that was packed.
    #[error("this unpacks to more than {most} times the size of the archive; unpack it first")]
    Expands {
        /// The limit, in sizes of the archive.
        most: u64,
    },
    /// It is a broken archive.
    #[error("the archive is broken: {0}")]
    Archive(String),
    /// It is not an archive, or its end is missing.
    #[error("the archive is broken: this is not a ZIP archive, or its end is missing")]
    NoArchive,
    /// It is encrypted.
    #[error("this is encrypted; unpack it first")]
    Encrypted,
    /// It is a file of another program.
    #[error("this is not a Postman file, but of the kind: {0}")]
    Foreign(&'static str),
    /// Its name is not UTF-8.
    #[error("a file name here is not UTF-8; rename it")]
    Name,
}

impl From<io::Error> for ReadError {
    /// The message contains that of the system, which is therefore not a source as well.
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the file `path`.
///
/// # Errors
/// When it is not a regular file, is larger than 1 GiB, or the system reports an error.
pub fn read(path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
    rest(&mut open(path)?, Vec::new())
}

/// Reads `stream`, such as standard input, up to `limit` bytes.
///
/// # Errors
/// When it has more bytes, or the system reports an error.
pub fn read_stream(stream: impl io::Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    append(Vec::new(), stream, limit)
}

/// `bytes` and those of `stream` behind them, if they are at most `limit` together.
fn append(mut bytes: Vec<u8>, stream: impl io::Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    stream.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(ReadError::TooLarge { limit }) } else { Ok(bytes) }
}

/// Reads the file `path` that the user named, up to `limit` bytes. A pipe, such as that of `<(command)`, and a device are read too, as long as they end soon.
///
/// # Errors
/// When it is a folder, has more bytes, does not end within a minute, or the system reports an error.
pub fn read_named(path: &Utf8Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let kind = path.metadata()?;
    if kind.is_dir() {
        return Err(ReadError::Folder);
    }
    if kind.is_file() {
        return if kind.len() > limit {
            Err(ReadError::TooLarge { limit })
        } else {
            read_stream(File::open(path)?, limit)
        };
    }
    let (sender, receiver) = mpsc::channel();
    let path = path.to_owned();
    // Opening a pipe waits for its writer, and a read waits for bytes: this thread may wait for ever, so it is not joined.
    thread::spawn(move || {
        sender.send(File::open(path).map_err(ReadError::from).and_then(|file| read_stream(file, limit)))
    });
    receiver.recv_timeout(SLOWEST).unwrap_or(Err(ReadError::Slow))
}

/// Opens a regular file within the limit.
pub(super) fn open(path: &Utf8Path) -> Result<File, ReadError> {
    // This comes before opening, because opening a pipe waits.
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

/// Reads the rest of `file` up to the limit: the file may grow meanwhile.
pub(super) fn rest(file: &mut File, mut bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    let left = file.metadata().map_or(0, |kind| kind.len()).saturating_sub(bytes.len() as u64);
    bytes.try_reserve_exact(usize::try_from(left).unwrap_or(0)).map_err(|_| ReadError::TooLarge { limit: LARGEST })?;
    append(bytes, file, LARGEST)
}
