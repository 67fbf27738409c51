//! Rules over groups of files.

mod mutations;
mod rules;
