//! Ground: text as bytes with places. Spans, lines and columns, byte edits, percent-encoding, uses of variables, "did you mean".

mod edit;
mod line;
pub mod percent;
mod reference;
mod span;
mod suggest;

pub use edit::{Edit, EditError, apply};
pub use line::{LineIndex, Position};
pub use reference::{Reference, references};
pub use span::Span;
pub use suggest::{slip, suggest};
