//! What every HTML page of Postsmith shares: the shell with style and script, tables, and Markdown as HTML.
//!
//! [`guide`](crate::guide) and [`doctor`](crate::doctor) write their pages with it; [`bundle`](crate::bundle) verifies pages against it.

pub(crate) mod prose;
pub(crate) mod shell;

pub use shell::{POLICY, SCRIPT, STYLE};
