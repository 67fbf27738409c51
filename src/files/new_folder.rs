//! Writing a new folder atomically: all of its files, or none.

use super::write::{TEMPORARY, sync_folder};
use super::{Folder, WriteError};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::fs;
use std::io::{self, Write as _};

/// The only entry that a new folder may have: users often begin in a repository without a commit.
const REPOSITORY: &str = ".git";

/// Writes `files` as the new folder `folder`, which must be missing or empty (apart from `.git`).
///
/// All files are written and synced to a temporary folder on the same disk first. A missing folder then gets its name in one step. Into an empty folder
/// the entries are moved one by one; when one cannot be moved, those before it are removed again.
///
/// # Errors
/// When the folder is not empty, a name leads out of it, or the system reports an error. Then nothing has changed.
pub fn write_new_folder(folder: &Utf8Path, files: &Folder) -> Result<(), WriteError> {
    let exists = exists_empty(folder)?;
    // An existing folder is kept: it may be the current one, or a mount. The temporary folder inside it is on the same disk.
    let home = if exists { folder } else { parent(folder) };
    fs::create_dir_all(home).map_err(WriteError::io(home))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any new folder, the umask of the user decides.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let staged = builder.tempdir_in(home).map_err(WriteError::io(home))?;
    let path =
        Utf8Path::from_path(staged.path()).ok_or_else(|| WriteError::Name(staged.path().display().to_string()))?;
    stage(path, files)?;
    if exists {
        move_entries(path, folder)?;
    } else {
        fs::rename(path, folder).map_err(WriteError::io(folder))?;
        // The old name does not exist any more, so nothing must be removed.
        let _ = staged.keep();
    }
    sync_folder(home)
}

/// Whether the folder exists. A folder with entries is an error.
fn exists_empty(folder: &Utf8Path) -> Result<bool, WriteError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(WriteError::io(folder)(error)),
    };
    for entry in entries {
        if entry.map_err(WriteError::io(folder))?.file_name() != REPOSITORY {
            return Err(WriteError::NotEmpty(folder.to_owned()));
        }
    }
    Ok(true)
}

/// The folder that contains `folder`.
fn parent(folder: &Utf8Path) -> &Utf8Path {
    folder.parent().filter(|parent| !parent.as_str().is_empty()).unwrap_or(Utf8Path::new("."))
}

/// Writes and syncs the files below `path`.
fn stage(path: &Utf8Path, files: &Folder) -> Result<(), WriteError> {
    let mut folders = vec![path.to_owned()];
    for (name, content) in files.iter() {
        if !name.components().all(|part| matches!(part, Utf8Component::Normal(_))) || name.as_str().is_empty() {
            return Err(WriteError::Name(name.to_string()));
        }
        let target = path.join(name);
        let below = parent(&target);
        fs::create_dir_all(below).map_err(WriteError::io(below))?;
        folders.extend(below.ancestors().take_while(|folder| *folder != path).map(Utf8Path::to_owned));
        let written = fs::File::create_new(&target).and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        });
        written.map_err(WriteError::io(&target))?;
    }
    folders.sort();
    folders.dedup();
    folders.iter().try_for_each(|folder| sync_folder(folder))
}

/// Moves all entries of `from` into the empty folder `to`, or none.
fn move_entries(from: &Utf8Path, to: &Utf8Path) -> Result<(), WriteError> {
    let mut moved = Vec::new();
    let all = from.read_dir_utf8().map_err(WriteError::io(from))?.try_for_each(|entry| {
        let entry = entry.map_err(WriteError::io(from))?;
        let target = to.join(entry.file_name());
        // A rename would replace a file that another program has written meanwhile.
        if target.symlink_metadata().is_ok() {
            return Err(WriteError::NotEmpty(to.to_owned()));
        }
        fs::rename(entry.path(), &target).map_err(WriteError::io(&target))?;
        moved.push((target, entry.path().to_owned()));
        Ok(())
    });
    if all.is_err() {
        move_back(moved);
    }
    all
}

/// Moves entries back to the temporary folder, which is removed with them. The caller reports the error that led here.
fn move_back(moved: Vec<(Utf8PathBuf, Utf8PathBuf)>) {
    for (target, origin) in moved.into_iter().rev() {
        let _ = fs::rename(target, origin);
    }
}

#[cfg(test)]
mod tests {
    use super::write_new_folder;
    use crate::files::{Folder, WriteError};
    use camino::{Utf8Path, Utf8PathBuf};
    use std::fs;

    fn scratch() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    fn files() -> Folder {
        let mut files = Folder::new("");
        files.insert("a.toml", "1");
        files.insert("b/c/d.yaml", "2");
        files.insert("b/e.yaml", "3");
        files
    }

    /// The names of the entries of `path`.
    fn names(path: &Utf8Path) -> Vec<String> {
        let mut names: Vec<_> =
            path.read_dir_utf8().unwrap().map(|entry| entry.unwrap().file_name().to_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_missing_and_an_empty_folder_are_filled() {
        let (_keep, path) = scratch();
        fs::create_dir_all(path.join("empty")).unwrap();
        fs::create_dir_all(path.join("repository/.git")).unwrap();
        for name in ["empty", "repository", "new/deep"] {
            let folder = path.join(name);
            write_new_folder(&folder, &files()).unwrap();
            let mut read = Folder::new("");
            for name in names(&folder).iter().filter(|name| *name != ".git") {
                assert!(["a.toml", "b"].contains(&name.as_str()), "{name} is left");
            }
            for (file, _) in files().iter() {
                read.insert(file, fs::read(folder.join(file)).unwrap());
            }
            assert!(read == files(), "{name}");
        }
        assert_eq!(names(&path), ["empty", "new", "repository"], "no temporary folder is left");
        assert_eq!(names(&path.join("new")), ["deep"]);
    }

    #[test]
    fn a_folder_with_entries_is_not_changed() {
        let (_keep, path) = scratch();
        fs::write(path.join("mine"), "precious").unwrap();
        assert!(matches!(write_new_folder(&path, &files()), Err(WriteError::NotEmpty(_))));
        assert!(matches!(write_new_folder(&path.join("mine"), &files()), Err(WriteError::Io { .. })));
        assert_eq!(names(&path), ["mine"]);
        assert_eq!(fs::read(path.join("mine")).unwrap(), b"precious");
    }

    #[test]
    fn an_error_in_one_file_leaves_nothing() {
        let (_keep, path) = scratch();
        fs::create_dir(path.join("empty")).unwrap();
        for wrong in ["../x", "/x", "b"] {
            let mut files = files();
            files.insert(wrong, "4");
            for name in ["empty", "new"] {
                write_new_folder(&path.join(name), &files).unwrap_err();
            }
            assert_eq!(names(&path), ["empty"], "{wrong}");
            assert_eq!(names(&path.join("empty")), Vec::<String>::new(), "{wrong}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_read_does_not_count_as_empty() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_keep, path) = scratch();
        let folder = path.join("closed");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("mine"), "precious").unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o300)).unwrap();
        let refused = write_new_folder(&folder, &files()).unwrap_err();
        let superuser = fs::read_dir(&folder).is_ok();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        // The superuser can read every folder, and sees that this one is not empty.
        assert!(superuser || matches!(refused, WriteError::Io { .. }), "{refused}");
        assert_eq!(names(&folder), ["mine"]);
        // A cycle of links: even the superuser cannot read it.
        let circle = path.join("circle");
        std::os::unix::fs::symlink("circle", &circle).unwrap();
        assert!(matches!(write_new_folder(&circle, &files()), Err(WriteError::Io { .. })));
        assert_eq!(names(&path), ["circle", "closed"]);
    }
}
