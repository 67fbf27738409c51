//! Writing files that only their owner may read.

use super::WriteError;
use super::write::{remove_stale, sync_folder, temporary_for};
use camino::Utf8Path;
use std::fs;
use std::io::Write as _;
use tempfile::NamedTempFile;

/// Writes the new file `path` with the mode 0600, atomically.
///
/// # Errors
/// When the file exists (it is not changed), or the system reports an error.
pub fn write_private(path: &Utf8Path, content: &[u8]) -> Result<(), WriteError> {
    let home = home(path);
    let file = stage(home, path, content)?;
    file.persist_noclobber(path).map_err(|error| WriteError::io(path)(error.error))?;
    sync_folder(home)
}

/// Writes the file `path` with the mode 0600, atomically, and replaces an existing file of any mode.
///
/// # Errors
/// When `path` is a symbolic link or not a regular file, or the system reports an error.
pub fn replace_private(path: &Utf8Path, content: &[u8]) -> Result<(), WriteError> {
    match path.symlink_metadata() {
        Ok(kind) if kind.is_symlink() => return Err(WriteError::Link(path.to_owned())),
        Ok(kind) if !kind.is_file() => return Err(WriteError::NotAFile(path.to_owned())),
        _ => {}
    }
    let home = home(path);
    let file = stage(home, path, content)?;
    file.persist(path).map_err(|error| WriteError::io(path)(error.error))?;
    sync_folder(home)
}

/// Whether the name of a file says that it holds the values of one person: `me.private.postman_environment.json`.
pub fn has_private_name(path: &Utf8Path) -> bool {
    path.file_name().is_some_and(|name| name.to_lowercase().contains(".private."))
}

/// Whether only its owner may read and write the file `path`. True on systems without such modes.
pub fn is_private(path: &Utf8Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let others = |kind: fs::Metadata| kind.permissions().mode() & 0o077;
        path.metadata().is_ok_and(|kind| others(kind) == 0)
    }
    #[cfg(not(unix))]
    path.exists()
}

fn home(path: &Utf8Path) -> &Utf8Path {
    path.parent().filter(|parent| !parent.as_str().is_empty()).unwrap_or(Utf8Path::new("."))
}

/// Writes and syncs a temporary file beside `path`. Dropping it removes the file.
fn stage(home: &Utf8Path, path: &Utf8Path, content: &[u8]) -> Result<NamedTempFile, WriteError> {
    fs::create_dir_all(home).map_err(WriteError::io(home))?;
    remove_stale(home);
    let mut file = temporary_for(home, path).map_err(WriteError::io(path))?;
    file.write_all(content).map_err(WriteError::io(path))?;
    file.as_file().sync_all().map_err(WriteError::io(path))?;
    Ok(file)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::{is_private, replace_private, write_private};
    use crate::files::WriteError;
    use camino::{Utf8Path, Utf8PathBuf};
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    fn scratch() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    fn mode(path: &Utf8Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_private_and_an_existing_one_is_kept() {
        let (_keep, folder) = scratch();
        let path = folder.join("new/a.json");
        write_private(&path, b"first").unwrap();
        assert_eq!(mode(&path), 0o600);
        assert!(write_private(&path, b"second").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(path.parent().unwrap().read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_replaced_file_is_private() {
        let (_keep, folder) = scratch();
        let path = folder.join("a.json");
        fs::write(&path, "wide").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert!(!is_private(&path));
        replace_private(&path, b"mine").unwrap();
        assert!(is_private(&path) && mode(&path) == 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        replace_private(&folder.join("b.json"), b"new").unwrap();
        assert_eq!(folder.read_dir_utf8().unwrap().count(), 2, "no temporary file is left");
    }

    #[test]
    fn links_and_folders_are_not_replaced() {
        let (_keep, folder) = scratch();
        fs::write(folder.join("real.json"), "real").unwrap();
        std::os::unix::fs::symlink("real.json", folder.join("link.json")).unwrap();
        std::os::unix::fs::symlink("missing.json", folder.join("dangling.json")).unwrap();
        fs::create_dir(folder.join("folder.json")).unwrap();
        for name in ["link.json", "dangling.json"] {
            assert!(matches!(replace_private(&folder.join(name), b"x"), Err(WriteError::Link(_))), "{name}");
        }
        assert!(matches!(replace_private(&folder.join("folder.json"), b"x"), Err(WriteError::NotAFile(_))));
        assert_eq!(fs::read_to_string(folder.join("real.json")).unwrap(), "real");
        assert!(!folder.join("missing.json").exists());
    }

    #[test]
    fn the_temporary_file_of_a_killed_run_is_removed() {
        let (_keep, folder) = scratch();
        let old = folder.join(".x.postsmith-tmp.a.private.json");
        fs::write(&old, "").unwrap();
        let yesterday = std::time::SystemTime::now() - std::time::Duration::from_hours(24);
        fs::File::options().write(true).open(&old).unwrap().set_modified(yesterday).unwrap();
        replace_private(&folder.join("a.private.json"), b"x").unwrap();
        assert!(!old.exists());
    }
}
