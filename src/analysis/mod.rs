//! What the files of a group hold and how they use it: items, scripts and variables, read once for all who ask.
//!
//! [`check`](crate::check), [`guide`](crate::guide), [`requirements`](crate::requirements) and [`bundle`](crate::bundle) read it.

pub mod facts;
pub(crate) mod scripted;
pub(crate) mod uses;
pub mod variables;
