//! Shared parts of the test binaries.
//!
//! It does not depend on `postsmith`, so a change of the library does not compile it again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "only tests use it; a test that cannot go on must stop"
)]

pub mod bundle;
pub mod credential;
pub mod folder;
pub mod forgery;
pub mod generated;
pub mod node;
pub mod program;
#[cfg(unix)]
pub mod pty;
pub mod random;
pub mod sample;
