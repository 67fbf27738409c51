//! `postsmith bundle` as a user runs it: the same bytes everywhere, and no secret.

mod content;
mod program;
mod secrets;
mod verification;
