//! Writing files atomically: each file is the old or the new one, never a part.

use camino::{Utf8Path, Utf8PathBuf};
use std::io::Write as _;
use std::time::{Duration, SystemTime};
use std::{fs, io};

/// The suffix of every temporary file or folder; a dot and the name of the target may follow it.
pub(super) const TEMPORARY: &str = ".postsmith-tmp";
/// The age from which a temporary file is the rest of a killed run.
const STALE: Duration = Duration::from_hours(1);

/// Why a file or a new folder was not written. Existing files have not changed.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The system reported an error.
    #[error("cannot write {path}")]
    Io {
        /// The file or folder.
        path: Utf8PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The file is a symbolic link that leads out of the folder.
    #[error(
        "{path} is a symbolic link that leads out of {folder}; remove the link, or name the folder that it leads to"
    )]
    LeadsOut {
        /// The link.
        path: Utf8PathBuf,
        /// The folder that may be written to.
        folder: Utf8PathBuf,
    },
    /// A private file is never written through a link.
    #[error("{0} is a symbolic link; remove it, or name the file that it leads to")]
    Link(Utf8PathBuf),
    /// The name has a separator, or is empty, `.` or `..`.
    #[error("`{0}` is not a file name; use a name without `/` and `\\`")]
    Name(String),
    /// The path exists and is not a regular file.
    #[error("{0} is not a regular file; name another file")]
    NotAFile(Utf8PathBuf),
    /// Another program changed the file after it was read.
    #[error("{0} was changed by another program in the meantime and is left as it is; run the command again")]
    Changed(Utf8PathBuf),
    /// The new folder exists and has entries.
    #[error("{0} is not empty; name a new folder")]
    NotEmpty(Utf8PathBuf),
}

impl WriteError {
    pub(super) fn io(path: &Utf8Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self::Io { path: path.to_owned(), source }
    }
}

/// Writes `files` (name, content) into `folder`, which is created if it is missing.
///
/// Every content is written and synced to a temporary file first; when all of them are on the disk, they get their names. If the program is killed, each
/// file is completely the old or completely the new one. Of two runs that write into one folder at once, one set of files is there afterwards.
///
/// # Errors
/// When a name leads out of `folder`, directly or through a link, when it is that of a folder, or when the system reports an error.
pub fn write<'f>(folder: &Utf8Path, files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(WriteError::io(folder))?;
    let home = folder.canonicalize_utf8().map_err(WriteError::io(folder))?;
    remove_stale(&home);
    let mut ready = Vec::new();
    for (name, content) in files {
        let target = target(folder, &home, name)?;
        ready.push((stage(&home, &target, content)?, target));
    }
    // Another run that writes into the folder waits, so that its files and ours are never mixed.
    let _lock = lock(&home);
    for (file, target) in ready {
        file.persist(&target).map_err(|error| WriteError::io(&target)(error.error))?;
    }
    sync_folder(&home)
}

/// Locks `folder` against other runs of this program until the result is dropped. None where the system or the file system has no locks.
fn lock(folder: &Utf8Path) -> Option<fs::File> {
    if cfg!(not(unix)) {
        // Windows opens no folder as a file.
        return None;
    }
    let file = fs::File::open(folder).ok()?;
    file.lock().ok().map(|()| file)
}

/// Writes the file `path` as [`write()`] does.
pub fn write_file(path: &Utf8Path, content: &[u8]) -> Result<(), WriteError> {
    let name = path.file_name().ok_or_else(|| WriteError::Name(path.to_string()))?;
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    write(folder, [(name, content)])
}

/// The path to write for `name`, with links resolved.
fn target(folder: &Utf8Path, home: &Utf8Path, name: &str) -> Result<Utf8PathBuf, WriteError> {
    if matches!(name, "" | "." | "..") || name.contains(['/', '\\', '\0']) {
        return Err(WriteError::Name(name.to_owned()));
    }
    let path = home.join(name);
    let Ok(kind) = path.symlink_metadata() else { return Ok(path) };
    if kind.is_symlink() {
        let end = path.canonicalize_utf8().ok().filter(|end| end.starts_with(home));
        return match end {
            Some(end) if end.is_file() => Ok(end),
            _ => Err(WriteError::LeadsOut { path: folder.join(name), folder: folder.to_owned() }),
        };
    }
    if kind.is_file() { Ok(path) } else { Err(WriteError::NotAFile(folder.join(name))) }
}

/// Writes and syncs a temporary file in the folder of `target`. Dropping it removes the file.
fn stage(home: &Utf8Path, target: &Utf8Path, content: &[u8]) -> Result<tempfile::NamedTempFile, WriteError> {
    let folder = target.parent().unwrap_or(home);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new file, the umask of the user decides.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(WriteError::io(target))?;
    // After creation, because the umask would remove bits that the old file has.
    #[cfg(unix)]
    if let Ok(old) = target.metadata() {
        file.as_file().set_permissions(old.permissions()).map_err(WriteError::io(target))?;
    }
    file.write_all(content).map_err(WriteError::io(target))?;
    file.as_file().sync_all().map_err(WriteError::io(target))?;
    Ok(file)
}

/// A temporary file in `home` for `target`, which only its owner may read. Dropping it removes the file. Its name ends like that of the target, so that the
/// same line of `.gitignore` covers both if the run is killed.
pub(super) fn temporary_for(home: &Utf8Path, target: &Utf8Path) -> io::Result<tempfile::NamedTempFile> {
    let suffix = format!("{TEMPORARY}.{}", target.file_name().unwrap_or_default());
    // A temporary file has the mode 0600 from the start.
    tempfile::Builder::new().prefix(".").suffix(&suffix).tempfile_in(home)
}

/// Syncs the renames to disk. Windows cannot open a folder as a file and does not need it.
pub(super) fn sync_folder(home: &Utf8Path) -> Result<(), WriteError> {
    if cfg!(unix) {
        fs::File::open(home).and_then(|folder| folder.sync_all()).map_err(WriteError::io(home))?;
    }
    Ok(())
}

fn is_temporary(name: &str) -> bool {
    let behind = name.split_once(TEMPORARY).filter(|_| name.starts_with('.')).map(|(_, behind)| behind);
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('.'))
}

/// Removes the temporary files of killed runs. An error here is not an error of this run.
pub(super) fn remove_stale(home: &Utf8Path) {
    let Ok(entries) = home.read_dir_utf8() else { return };
    for entry in entries.flatten().filter(|entry| is_temporary(entry.file_name())) {
        let age = entry
            .metadata()
            .and_then(|data| data.modified())
            .ok()
            .and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{WriteError, write};
    use camino::Utf8Path;
    use std::fs;

    fn scratch() -> (tempfile::TempDir, camino::Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    #[test]
    fn writes_all_files_and_leaves_nothing_else() {
        let (_keep, path) = scratch();
        let folder = path.join("a/b");
        write(&folder, [("x.json", &b"1"[..]), ("y.json", b"2")]).unwrap();
        write(&folder, [("x.json", &b"3"[..])]).unwrap();
        assert_eq!(fs::read(folder.join("x.json")).unwrap(), b"3");
        assert_eq!(fs::read(folder.join("y.json")).unwrap(), b"2");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        let (_keep, path) = scratch();
        for name in ["../x", "a/b", "..", "", "a\\b"] {
            assert!(matches!(write(&path, [(name, &b"1"[..])]), Err(WriteError::Name(_))), "{name}");
        }
    }

    #[test]
    fn an_error_in_one_file_leaves_every_old_file() {
        let (_keep, path) = scratch();
        write(&path, [("x.json", &b"old"[..])]).unwrap();
        fs::create_dir(path.join("y.json")).unwrap();
        let error = write(&path, [("x.json", &b"new"[..]), ("y.json", b"new")]).unwrap_err();
        assert!(matches!(error, WriteError::NotAFile(_)));
        assert_eq!(fs::read(path.join("x.json")).unwrap(), b"old");
        assert_eq!(fs::read_dir(&path).unwrap().count(), 2, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_refused_and_links_inside_are_kept() {
        let (_keep, path) = scratch();
        let folder = path.join("output");
        write(&folder, [("real.json", &b"old"[..])]).unwrap();
        fs::write(path.join("outside.json"), "precious").unwrap();
        std::os::unix::fs::symlink("../outside.json", folder.join("out.json")).unwrap();
        std::os::unix::fs::symlink("../missing.json", folder.join("dangling.json")).unwrap();
        std::os::unix::fs::symlink("real.json", folder.join("in.json")).unwrap();
        for name in ["out.json", "dangling.json"] {
            assert!(matches!(write(&folder, [(name, &b"new"[..])]), Err(WriteError::LeadsOut { .. })), "{name}");
        }
        assert_eq!(fs::read(path.join("outside.json")).unwrap(), b"precious");
        write(&folder, [("in.json", &b"new"[..])]).unwrap();
        assert_eq!(fs::read(folder.join("real.json")).unwrap(), b"new");
        assert!(folder.join("in.json").symlink_metadata().unwrap().is_symlink());
    }
}
