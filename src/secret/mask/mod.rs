//! Hides secrets in everything that is shown: excerpts under findings, diffs, breadcrumbs, live output of the doctor.
//!
//! A renderer of the text of a file takes a [`MaskedText`], which only this module makes. A mask may hide too much and must not hide too
//! little: it hides what the scan finds, what a secret name announces, and every word that [is token-like](super::is_token_like).

mod breadcrumb;
mod excerpt;
mod line;
mod live;
mod masked_text;
mod suspicious;
mod unparsed;

pub use breadcrumb::mask_breadcrumb;
pub use excerpt::{Excerpts, mask_document, mask_file, mask_found, mask_found_in};
pub use line::mask_tokens;
pub use live::LiveMask;
pub use masked_text::MaskedText;
