//! Ground: reading folders whole, writing files whole or not at all.

mod folder;
mod write;

pub use folder::{Folder, FolderError};
pub use write::{WriteError, write};
