//! Verification of a bundle: each way to tamper with one is reported.

mod acting;
mod tamper;
mod tampered;
