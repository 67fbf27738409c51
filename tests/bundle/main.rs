//! A bundle has the same bytes wherever it is made, holds no secret whatever goes in, and one that was tampered with is told.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "a test may fail")]

#[cfg(test)]
mod acting;
#[cfg(test)]
mod made;
#[cfg(test)]
mod planted;
#[path = "../planting/mod.rs"]
mod planting;
mod program;
mod tamper;
#[cfg(test)]
mod tampered;
#[path = "../unpacked/mod.rs"]
mod unpacked;
