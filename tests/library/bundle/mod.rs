//! Verification of a bundle: every way to tamper with one or to forge one is reported.

mod forgeries;
mod tamper;
mod tampered;
