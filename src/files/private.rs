//! Writing a file that only its owner may read.

use super::WriteError;
use super::write::{TEMPORARY, remove_stale, sync_folder};
use camino::Utf8Path;
use std::fs;
use std::io::Write as _;
use tempfile::NamedTempFile;

/// Writes the new file `path` with the mode 0600, whole or not at all; a file that is there stays as it is.
pub fn write_private(path: &Utf8Path, content: &[u8]) -> Result<(), WriteError> {
    let home = home(path);
    let file = stage(home, path, content)?;
    file.persist_noclobber(path).map_err(|error| WriteError::io(path)(error.error))?;
    sync_folder(home)
}

/// The same, in place of the file that is there, whatever its mode was. A symbolic link is not followed, and neither is it replaced.
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

/// Whether nobody but its owner may read or write the file `path`. Systems without such modes say yes.
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

/// A synced temporary file beside `path`; it is removed when it is dropped. Its name ends as the file's, so that git ignores it by the same line
/// when a run is killed in between.
fn stage(home: &Utf8Path, path: &Utf8Path, content: &[u8]) -> Result<NamedTempFile, WriteError> {
    fs::create_dir_all(home).map_err(WriteError::io(home))?;
    remove_stale(home);
    let suffix = format!("{TEMPORARY}.{}", path.file_name().unwrap_or_default());
    let mut builder = tempfile::Builder::new();
    // A temporary file has the mode 0600 from its first moment.
    let mut file = builder.prefix(".").suffix(&suffix).tempfile_in(home).map_err(WriteError::io(path))?;
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
    fn only_the_owner_reads_it_and_nothing_is_written_over() {
        let (_keep, folder) = scratch();
        let path = folder.join("new/a.json");
        write_private(&path, b"first").unwrap();
        assert_eq!(mode(&path), 0o600);
        assert!(write_private(&path, b"second").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(path.parent().unwrap().read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_takes_the_place_of_a_file_is_as_private() {
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
    fn no_link_and_no_folder_is_replaced() {
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
    fn what_a_killed_run_left_is_removed_and_ends_as_the_file() {
        let (_keep, folder) = scratch();
        let old = folder.join(".x.postsmith-tmp.a.private.json");
        fs::write(&old, "").unwrap();
        let yesterday = std::time::SystemTime::now() - std::time::Duration::from_hours(24);
        fs::File::options().write(true).open(&old).unwrap().set_modified(yesterday).unwrap();
        replace_private(&folder.join("a.private.json"), b"x").unwrap();
        assert!(!old.exists());
    }
}
