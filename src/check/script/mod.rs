//! The rules of the group `script`, which find mistakes in scripts: one file for each rule. `rules.rs` lists them.

pub mod app_only;
pub mod assertion;
pub mod legacy_api;
pub mod logs_secret;
pub mod missing_argument;
pub mod missing_call;
pub mod next_request;
pub mod syntax;
pub mod token_handling;
pub mod too_complex;
pub mod top_level_await;
pub mod undeclared_variable;
pub mod unknown_member;
pub mod unknown_module;
pub mod unknown_name;
pub mod unread_variable;
pub mod unresolved_variable;
pub mod wrong_moment;
