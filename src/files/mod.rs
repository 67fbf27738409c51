//! Ground: finding and reading inputs (files, folders, archives), reading folders whole, writing files and new folders whole or not at all.

mod archive;
mod create;
mod folder;
mod globs;
mod input;
mod pack;
mod private;
mod read;
mod unpack;
mod write;

pub use create::write_new;
pub use folder::{Folder, FolderError};
pub use globs::{GlobError, Globs};
pub use input::{Content, Entry, inputs, is_yaml, looks_like_postman, looks_named};
pub use pack::{PackError, pack};
pub use private::{is_private, replace_private, write_private};
pub use read::{ReadError, read};
pub use unpack::{Member, unpack};
pub use write::{WriteError, write, write_file};
