//! The built program as a user runs it, without a network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod build;
mod bundle;
mod check;
mod ci_files;
mod docs;
mod env;
mod overwrite;
mod redact;
mod report_output;
mod scan;
mod share;
mod transcripts;
