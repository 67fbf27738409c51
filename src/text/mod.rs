//! Text as bytes with positions: spans, lines and columns, byte edits, URLs, percent-encoding, HTML entities, shell words, `{{name}}` references and
//! their substitution, "did you mean", hidden characters. Every other folder may call it; it calls none.

mod edit;
pub mod entity;
mod hidden;
mod line;
pub mod percent;
mod reference;
pub mod shell;
mod span;
mod suggest;

pub use edit::{Edit, EditError, apply};
pub use hidden::{escape_hidden, is_hidden};
pub use line::{LineIndex, Position};
pub use reference::{Reference, references};
pub use span::Span;
pub use suggest::{slip, suggest};
