//! Postman collections as code: build them from templates, prove that they work, keep secrets out of them.

pub mod build;
pub mod check;
pub mod document;
pub mod files;
pub mod finding;
pub mod mock;
pub mod oauth;
pub mod postman;
pub mod render;
pub mod source;
pub mod text;
