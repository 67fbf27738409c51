//! `postsmith bundle`: a bundle has the same bytes wherever it is made, and holds no secret.

mod content;
mod program;
mod secrets;
