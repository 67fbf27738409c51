//! Verification of a bundle: every way to tamper with one is reported.

mod active_content;
mod tamper;
mod tampered;
