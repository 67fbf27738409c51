//! Which file a path leads to.

use camino::Utf8Path;

/// What tells two files apart: the device and the number of the file, where the system has such numbers; else the full path.
#[cfg(unix)]
pub type FileIdentity = (u64, u64);
/// What tells two files apart: the device and the number of the file, where the system has such numbers; else the full path.
#[cfg(not(unix))]
pub type FileIdentity = std::path::PathBuf;

/// The identity of the file or folder that `path` leads to. None when it leads nowhere.
pub fn identity(path: &Utf8Path) -> Option<FileIdentity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        path.metadata().ok().map(|kind| (kind.dev(), kind.ino()))
    }
    #[cfg(not(unix))]
    {
        path.canonicalize().ok()
    }
}

/// Whether two paths lead to one file: through links, other spellings, or as hard links. A path that leads nowhere is no file.
pub fn is_same_file(one: &Utf8Path, other: &Utf8Path) -> bool {
    identity(one).is_some_and(|one| Some(one) == identity(other))
}

/// How many other names (hard links) the file `path` has. They keep the old content when it is replaced.
pub fn other_links(path: &Utf8Path) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        path.metadata().map_or(0, |kind| kind.nlink().saturating_sub(1))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        0
    }
}
