//! The library through its public API: no program runs, no socket opens. The modules are named after the folders of `src`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on must stop")]

mod architecture;
mod bundle;
mod check;
mod document;
mod files;
mod guide;
mod origin;
mod redact;
mod render;
mod report;
mod schema;
mod script;
mod secret;
mod source;
mod text;
mod translate;
