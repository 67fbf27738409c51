//! Text as bytes with positions: spans, lines and columns, byte edits, URLs, percent-encoding, HTML entities, shell words, `{{name}}` references and
//! their substitution, "did you mean", hidden characters. Every other folder may call it; it calls none.

mod edit;
pub mod entity;
mod hidden;
mod line;
pub mod percent;
pub mod shell;
mod span;
pub mod substitution;
mod suggest;
pub mod url;

pub use edit::{Edit, EditError, apply};
pub use hidden::{escape_hidden, escape_hidden_json, escape_hidden_lines, is_hidden};
pub use line::{LineIndex, Position};
pub use span::Span;
pub use substitution::{Reference, references};
pub use suggest::{misspelling, suggest, typo};
