//! Verification of a bundle: each way to tamper with one is reported.

mod active_content;
mod tamper;
mod tampered;
