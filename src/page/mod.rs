//! What every page of Postsmith shares: the shell with style and script, tables, Markdown as HTML, and Markdown that is safe to show.
//!
//! [`guide`](crate::guide) and [`doctor`](crate::doctor) write their pages with it, [`bundle`](crate::bundle) its README.md.

mod inert;
pub(crate) mod prose;
pub(crate) mod shell;

pub(crate) use inert::inert_markdown;
