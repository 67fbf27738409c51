//! The parts of every HTML page that Postsmith writes: the shell with its style and script, tables, and descriptions as HTML.
//!
//! [`guide`](crate::guide) and [`doctor`](crate::doctor) write their pages with it.

pub(crate) mod prose;
pub(crate) mod shell;
pub(crate) mod table;

pub use shell::{POLICY, PROGRAM, STYLE};
