//! Ground: text as bytes with places. Spans, lines and columns, byte edits, percent-encoding, uses of variables, "did you mean", letters that mislead.

mod edit;
mod line;
pub mod percent;
mod reference;
mod span;
mod suggest;
mod visible;

pub use edit::{Edit, EditError, apply};
pub use line::{LineIndex, Position};
pub use reference::{Reference, references};
pub use span::Span;
pub use suggest::{slip, suggest};
pub use visible::{is_hidden, visible};
