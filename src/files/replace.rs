//! Replacing the content of a file that the user edits: only if nobody else changed it, and with everything that it had beside its content.

use super::write::{remove_stale, sync_folder, temporary_for};
use super::{ReadError, WriteError, read};
use camino::Utf8Path;
use std::fs;
use std::io::Write as _;
use tempfile::NamedTempFile;

/// Replaces the content `old` of the file `path` by `new`, atomically. The file keeps its owner and group (as far as the system lets us), its mode, and its
/// extended attributes, access control lists among them. A link to a file is followed.
///
/// # Errors
/// When the file has another content than `old`, before the replacement or during it: then it keeps that content. When the system reports an error.
pub fn replace_file(path: &Utf8Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    let target = path.canonicalize_utf8().map_err(WriteError::io(path))?;
    let home = target.parent().unwrap_or(Utf8Path::new("/"));
    remove_stale(home);
    if content(path)? != old {
        return Err(WriteError::Changed(path.to_owned()));
    }
    let staged = stage(path, home, &target, new)?;
    swap(path, staged, &target, old, new)?;
    sync_folder(home)
}

fn content(path: &Utf8Path) -> Result<Vec<u8>, WriteError> {
    read(path).map_err(|error| match error {
        ReadError::Io(error) => WriteError::io(path)(error),
        _ => WriteError::NotAFile(path.to_owned()),
    })
}

/// Writes and syncs a temporary file beside `target`, with what the target has beside its content. Dropping it removes the file.
fn stage(path: &Utf8Path, home: &Utf8Path, target: &Utf8Path, content: &[u8]) -> Result<NamedTempFile, WriteError> {
    let mut file = temporary_for(home, target).map_err(WriteError::io(path))?;
    file.write_all(content).map_err(WriteError::io(path))?;
    keep_attributes(target, file.as_file()).map_err(WriteError::io(path))?;
    file.as_file().sync_all().map_err(WriteError::io(path))?;
    Ok(file)
}

/// Gives `file` the owner, group, mode and extended attributes of `target`.
#[cfg(unix)]
fn keep_attributes(target: &Utf8Path, file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let kind = target.metadata()?;
    let own = file.metadata()?;
    if (kind.uid(), kind.gid()) != (own.uid(), own.gid()) {
        // Only root may give files away. The owner of the new file is then the user who runs the program, as with any editor.
        let group_only = || std::os::unix::fs::fchown(file, None, Some(kind.gid()));
        let _ = std::os::unix::fs::fchown(file, Some(kind.uid()), Some(kind.gid())).or_else(|_| group_only());
    }
    #[cfg(target_os = "linux")]
    keep_extended_attributes(target, file)?;
    // After the owner, because a change of it removes the bits for set-user-id.
    file.set_permissions(kind.permissions())
}

#[cfg(not(unix))]
fn keep_attributes(target: &Utf8Path, file: &fs::File) -> std::io::Result<()> {
    file.set_permissions(target.metadata()?.permissions())
}

#[cfg(target_os = "linux")]
fn keep_extended_attributes(target: &Utf8Path, file: &fs::File) -> std::io::Result<()> {
    use rustix::fs::{XattrFlags, fsetxattr, getxattr, listxattr};
    use rustix::io::Errno;
    /// Most bytes of the names, and of one value, that Linux allows.
    const MOST: usize = 64 << 10;
    let mut names = vec![0; MOST];
    let length = match listxattr(target.as_std_path(), names.as_mut_slice()) {
        Ok(length) => length,
        // The file system has none.
        Err(Errno::NOTSUP) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut value = vec![0; MOST];
    for name in names[..length].split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let size = match getxattr(target.as_std_path(), name, value.as_mut_slice()) {
            Ok(size) => size,
            Err(Errno::NODATA) => continue,
            Err(error) => return Err(error.into()),
        };
        match fsetxattr(file, name, &value[..size], XattrFlags::empty()) {
            // A label of the system (`security.selinux`), which only root may set: the new file has that of its folder.
            Ok(()) | Err(Errno::NOTSUP | Errno::PERM | Errno::ACCESS) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Puts `staged`, which holds `new`, in the place of `target`, which must hold `old` up to that moment.
fn swap(path: &Utf8Path, staged: NamedTempFile, target: &Utf8Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        let exchange = || renameat_with(CWD, staged.path(), CWD, target.as_std_path(), RenameFlags::EXCHANGE);
        if exchange().is_ok() {
            let (mut expected, mut placed, mut is_changed) = (old.to_owned(), new.to_owned(), false);
            loop {
                // The temporary name has now what was at the target at the moment of the exchange. If that is not what we expected, it is a
                // newer save, which goes back to the target. Dropping `staged` removes what is outdated.
                let replaced = fs::read(staged.path()).map_err(WriteError::io(path))?;
                if replaced == expected {
                    return if is_changed { Err(WriteError::Changed(path.to_owned())) } else { Ok(()) };
                }
                is_changed = true;
                expected = std::mem::replace(&mut placed, replaced);
                exchange().map_err(|error| WriteError::io(path)(error.into()))?;
            }
        }
    }
    // A file system without the exchange: a change in the moment before the rename would be lost.
    if content(target)? != old {
        return Err(WriteError::Changed(path.to_owned()));
    }
    staged.persist(target).map_err(|error| WriteError::io(path)(error.error))?;
    Ok(())
}
