//! Reads blobs, the contents of files, from a repository through `git cat-file --batch`.

use super::{LARGEST, ReadError, command};
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};

/// The blobs of one repository. Each thread that reads gets a process of its own, and the next one takes it over.
pub(in crate::files) struct Blobs {
    folder: Utf8PathBuf,
    idle: Mutex<Vec<CatFile>>,
}

/// A running `git cat-file --batch`.
struct CatFile {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Blobs {
    /// The blobs of the repository around `folder`. Nothing is started yet.
    pub(in crate::files) fn new(folder: &Utf8Path) -> Self {
        Self { folder: folder.to_owned(), idle: Mutex::default() }
    }

    /// The content of the blob with the hash `id`.
    ///
    /// # Errors
    /// The repository does not have it, as in a partial clone; it is too large; or git fails.
    pub(in crate::files) fn read(&self, id: &str) -> Result<Vec<u8>, ReadError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut process = idle.map_or_else(|| CatFile::start(&self.folder), Ok)?;
        // After an error the process may be in the middle of a content: it is not used again.
        let content = process.read(id)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        content
    }
}

impl CatFile {
    fn start(folder: &Utf8Path) -> io::Result<Self> {
        let mut command = command(folder, &["cat-file", "--batch"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let output = output.ok_or_else(|| io::Error::other("git has no output"))?;
        Ok(Self { child, input, output: BufReader::with_capacity(1 << 16, output) })
    }

    /// The outer error means that the process cannot be used again.
    fn read(&mut self, id: &str) -> io::Result<Result<Vec<u8>, ReadError>> {
        let input = self.input.as_mut().ok_or_else(|| io::Error::other("git has no input"))?;
        input.write_all(format!("{id}\n").as_bytes())?;
        let mut header = String::new();
        self.output.read_line(&mut header)?;
        // `HASH blob SIZE`, or `HASH missing`.
        let size = header.trim_end().rsplit_once(" blob ").and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            if header.trim_end().ends_with(" missing") {
                let reason = "this clone does not have its content; `git fetch --refetch --no-filter` gets it";
                return Ok(Err(ReadError::Io(io::Error::new(io::ErrorKind::NotFound, reason))));
            }
            return Err(io::Error::other("git ended before the content"));
        };
        if size > LARGEST {
            io::copy(&mut (&mut self.output).take(size + 1), &mut io::sink())?;
            return Ok(Err(ReadError::TooLarge { limit: LARGEST }));
        }
        let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        // A newline ends the content.
        let read = (&mut self.output).take(size + 1).read_to_end(&mut content)?;
        if read as u64 != size + 1 {
            return Err(io::Error::other("git ended within the content"));
        }
        content.pop();
        Ok(Ok(content))
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        // Git ends at the end of its input. What it returns no longer matters.
        drop(self.input.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
