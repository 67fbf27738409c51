//! The rules of the group `script`, which find mistakes in scripts: one file for each rule. `rules.rs` lists them.

pub mod legacy_api;
pub mod logs_secret;
pub mod syntax;
pub mod too_complex;
pub mod top_level_await;
pub mod unknown_member;
pub mod wrong_moment;
