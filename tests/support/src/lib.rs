//! What several test binaries share: sample credentials and files that hold them, bundles as their files, npm packages.
//!
//! It does not depend on `postsmith`, so that it is compiled once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "only tests use it, and a test may panic")]

pub mod npm;
pub mod planting;
pub mod unpacked;
