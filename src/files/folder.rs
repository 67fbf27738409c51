//! The files of a folder in memory, read from disk or embedded in the program.

use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::{fmt, fs, io};

/// Deepest nesting of folders that is read.
const MAX_DEPTH: usize = 64;

/// The files of a folder by their paths relative to it, with `/` as separator on every system.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Folder {
    root: Utf8PathBuf,
    files: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

/// Why a folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system reported an error.
    #[error("cannot read {path}")]
    Io {
        /// The file or folder.
        path: Utf8PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// A file name is not UTF-8.
    #[error("a file name in {0} is not UTF-8; rename it")]
    Name(Utf8PathBuf),
    /// Folders are nested too deeply.
    #[error("{0} is more than {MAX_DEPTH} folders deep")]
    Depth(Utf8PathBuf),
    /// A symbolic link leads to a folder that contains the link.
    #[error("{0} is a symbolic link to a folder that contains it; remove it")]
    Cycle(Utf8PathBuf),
    /// It is a special file, such as a pipe, and reading it might never end.
    #[error("{0} is neither a file nor a folder; move it elsewhere")]
    Special(Utf8PathBuf),
}

impl FolderError {
    fn io(path: &Utf8Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_owned(), source }
    }
}

impl Folder {
    /// An empty folder; errors name it by `root`.
    pub fn new(root: impl Into<Utf8PathBuf>) -> Self {
        Self { root: root.into(), files: BTreeMap::new() }
    }

    /// The path on disk, or the label by which errors name the folder.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// Adds the file `path` with its content, or replaces it.
    pub fn insert(&mut self, path: impl Into<Utf8PathBuf>, content: impl Into<Vec<u8>>) {
        self.files.insert(slashes(&path.into()), content.into());
    }

    /// Adds the file `path` from disk. Returns whether it exists.
    pub fn read_file(&mut self, path: &Utf8Path) -> Result<bool, FolderError> {
        let full = self.root.join(path);
        match full.metadata() {
            Ok(kind) if kind.is_file() || kind.is_dir() => {
                let content = fs::read(&full).map_err(FolderError::io(&full))?;
                self.insert(path, content);
                Ok(true)
            }
            Ok(_) => Err(FolderError::Special(full)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(FolderError::io(&full)(error)),
        }
    }

    /// Adds all files of the folder `path` on disk and of its subfolders. Returns whether it exists.
    pub fn read_folder(&mut self, path: &Utf8Path) -> Result<bool, FolderError> {
        if !self.root.join(path).is_dir() {
            return Ok(false);
        }
        self.walk(path, 0)?;
        Ok(true)
    }

    fn walk(&mut self, path: &Utf8Path, depth: usize) -> Result<(), FolderError> {
        let full = self.root.join(path);
        if depth > MAX_DEPTH {
            return Err(FolderError::Depth(full));
        }
        for entry in full.read_dir_utf8().map_err(FolderError::io(&full))? {
            let entry = entry.map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData => FolderError::Name(full.clone()),
                _ => FolderError::io(&full)(error),
            })?;
            let child = slashes(&path.join(entry.file_name()));
            // Links are followed: several sources may link to one shared file.
            if entry.path().metadata().map_err(FolderError::io(entry.path()))?.is_dir() {
                refuse_cycle(entry.path())?;
                self.walk(&child, depth + 1)?;
            } else {
                self.read_file(&child)?;
            }
        }
        Ok(())
    }

    /// The content of the file `path`.
    pub fn get(&self, path: &Utf8Path) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files with their paths, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Utf8Path, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_path(), content.as_slice()))
    }

    /// The files below the folder `path`, with their paths relative to this folder, sorted.
    pub fn below<'f>(&'f self, path: &'f Utf8Path) -> impl Iterator<Item = (&'f Utf8Path, &'f [u8])> {
        self.iter().filter(move |(file, _)| path.as_str().is_empty() || file.starts_with(path))
    }

    /// The path by which errors name the file `path` of this folder.
    pub fn label(&self, path: &Utf8Path) -> Utf8PathBuf {
        if self.root.as_str().is_empty() || self.root == "." { path.to_owned() } else { self.root.join(path) }
    }
}

/// The path with `/` as separator, which Windows would write as `\\`.
fn slashes(path: &Utf8Path) -> Utf8PathBuf {
    let mut text = String::with_capacity(path.as_str().len());
    for part in path.components() {
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        text.push_str(part.as_str());
    }
    text.into()
}

// Not derived: the files may hold secrets.
impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Folder({}, {} files)", self.root, self.files.len())
    }
}

/// Refuses a link to a folder that contains it. Two such links in one folder would be followed 2^64 times.
fn refuse_cycle(folder: &Utf8Path) -> Result<(), FolderError> {
    if !folder.is_symlink() {
        return Ok(());
    }
    let real = |path: &Utf8Path| path.canonicalize_utf8().map_err(FolderError::io(path));
    let holds_itself = match folder.parent() {
        Some(parent) => real(parent)?.starts_with(real(folder)?),
        None => false,
    };
    if holds_itself { Err(FolderError::Cycle(folder.to_owned())) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::Folder;
    use camino::Utf8Path;

    #[test]
    fn debugging_shows_no_content() {
        let mut folder = Folder::new("source");
        folder.insert("a.yaml", "hunter2");
        assert_eq!(format!("{folder:?}"), "Folder(source, 1 files)");
    }

    #[test]
    fn paths_are_normalised() {
        let mut folder = Folder::new("");
        for path in ["a/b.yaml", "a//b.yaml", "a/./b.yaml", "/x//y"] {
            folder.insert(path, path);
        }
        folder.insert(Utf8Path::new("a").join("c.yaml"), "");
        let paths: Vec<_> = folder.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["/x/y", "a/b.yaml", "a/c.yaml"]);
    }
}

#[cfg(unix)]
#[cfg(test)]
mod on_disk {
    use super::{Folder, FolderError};
    use camino::{Utf8Path, Utf8PathBuf};
    use std::fs;
    use std::os::unix::fs::symlink;

    fn scratch() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    fn read(root: &Utf8Path) -> Result<Folder, FolderError> {
        let mut folder = Folder::new(root);
        folder.read_folder(Utf8Path::new("requests")).map(|_| folder)
    }

    #[test]
    fn linked_files_and_folders_are_read() {
        let (_keep, path) = scratch();
        fs::create_dir_all(path.join("requests/a")).unwrap();
        fs::create_dir(path.join("shared")).unwrap();
        fs::write(path.join("shared/x.yaml"), "1").unwrap();
        symlink("../../shared", path.join("requests/a/b")).unwrap();
        symlink("../shared/x.yaml", path.join("requests/y.yaml")).unwrap();
        let folder = read(&path).unwrap();
        let names: Vec<_> = folder.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["requests/a/b/x.yaml", "requests/y.yaml"]);
    }

    #[test]
    fn dangling_links_and_cycles_are_errors() {
        let (_keep, path) = scratch();
        fs::create_dir_all(path.join("requests/a")).unwrap();
        symlink("..", path.join("requests/a/one")).unwrap();
        symlink("..", path.join("requests/a/two")).unwrap();
        assert!(matches!(read(&path), Err(FolderError::Cycle(_))));
        fs::remove_dir_all(path.join("requests/a")).unwrap();
        symlink("missing", path.join("requests/x.yaml")).unwrap();
        let error = read(&path).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read {path}/requests/x.yaml"));
        assert!(std::error::Error::source(&error).is_some(), "the error of the system is the source");
    }

    #[test]
    fn a_pipe_is_an_error() {
        let (_keep, path) = scratch();
        fs::create_dir(path.join("requests")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(path.join("requests/p")).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(matches!(read(&path), Err(FolderError::Special(_))));
        }
    }
}
