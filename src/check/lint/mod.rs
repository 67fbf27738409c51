//! What a schema cannot see: one file for each rule.

pub mod bad_listen;
pub mod blank_in_value;
pub mod disabled_variable;
pub mod duplicate_variable;
pub mod get_with_body;
pub mod missing_in_environment;
pub mod secret_collection_variable;
pub mod secret_type;
pub mod self_reference;
pub mod undeclared_variable;
pub mod unused_variable;
pub mod variable_name;
