//! Ground: text as bytes with places. Spans, lines and columns, byte edits, percent-encoding, entities, words of a shell, uses of variables, "did you mean", letters that mislead.

mod edit;
pub mod entity;
mod line;
pub mod percent;
mod reference;
pub mod shell;
mod span;
mod suggest;
mod visible;

pub use edit::{Edit, EditError, apply};
pub use line::{LineIndex, Position};
pub use reference::{Reference, references};
pub use span::Span;
pub use suggest::{slip, suggest};
pub use visible::{is_hidden, printable, printable_lines, visible};
