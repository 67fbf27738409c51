//! What a schema cannot see: one file for each rule.

pub mod bad_listen;
pub mod get_with_body;
pub mod undeclared_variable;
