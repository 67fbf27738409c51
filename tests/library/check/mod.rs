//! Rules over groups of files.

mod field_cases;
mod mutations;
mod page_scripts;
mod rules;
