//! Writing a file that only its owner may read.

use super::WriteError;
use super::write::{TEMPORARY, sync_folder};
use camino::Utf8Path;
use std::fs;
use std::io::Write as _;

/// Writes the new file `path` with the mode 0600, whole or not at all; a file that is there stays as it is.
pub fn write_private(path: &Utf8Path, content: &[u8]) -> Result<(), WriteError> {
    let home = path.parent().filter(|parent| !parent.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    fs::create_dir_all(home).map_err(WriteError::io(home))?;
    let mut builder = tempfile::Builder::new();
    // A temporary file has the mode 0600 from its first moment.
    let mut file = builder.prefix(".").suffix(TEMPORARY).tempfile_in(home).map_err(WriteError::io(path))?;
    file.write_all(content).map_err(WriteError::io(path))?;
    file.as_file().sync_all().map_err(WriteError::io(path))?;
    file.persist_noclobber(path).map_err(|error| WriteError::io(path)(error.error))?;
    sync_folder(home)
}

#[cfg(all(test, unix))]
mod tests {
    use super::write_private;
    use camino::Utf8Path;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn only_the_owner_reads_it_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().join("new/a.json");
        write_private(&path, b"first").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(write_private(&path, b"second").is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(path.parent().unwrap().read_dir_utf8().unwrap().count(), 1, "no temporary file is left");
    }
}
