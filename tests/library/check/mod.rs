//! Rules over groups of files.

mod mutations;
mod page_scripts;
mod rules;
