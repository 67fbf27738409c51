//! Files on disk: finding and reading inputs (files, folders, archives), reading whole folders, writing files and new folders atomically.

mod archive;
mod folder;
mod foreign;
mod git;
mod globs;
mod identity;
mod input;
mod new_folder;
mod private;
mod read;
mod replace;
mod write;

pub use archive::{Member, PackError, pack, unpack};
pub use folder::{Folder, FolderError};
pub use foreign::foreign_kind;
pub use git::{GitError, History, git, has_repository, history, is_revision, staged};
pub use globs::{GlobError, Globs};
pub use identity::{FileIdentity, identity, is_same_file, other_links};
pub use input::{Content, InputFile, has_export_name, inputs, is_yaml, looks_like_postman};
pub use new_folder::write_new_folder;
pub use private::{has_private_name, is_private, replace_private, write_private};
pub use read::{LARGEST, ReadError, read, read_named, read_stream};
pub use replace::replace_file;
pub use write::{WriteError, write, write_file};
