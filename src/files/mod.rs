//! Ground: reading folders whole, writing files and new folders whole or not at all.

mod create;
mod folder;
mod write;

pub use create::write_new;
pub use folder::{Folder, FolderError};
pub use write::{WriteError, write};
