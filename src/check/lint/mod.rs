//! What a schema cannot see: one file for each rule.

pub mod bad_listen;
pub mod blank_in_value;
pub mod disabled_variable;
pub mod duplicate_item;
pub mod duplicate_key;
pub mod duplicate_variable;
pub mod dynamic_variable;
pub mod get_with_body;
pub mod missing_in_environment;
pub mod missing_response;
pub mod missing_url;
pub mod schema_url;
pub mod script_type;
pub mod secret_collection_variable;
pub mod secret_type;
pub mod self_reference;
pub mod undeclared_variable;
pub mod unknown_key;
pub mod unnamed_item;
pub mod unused_variable;
pub mod url_parts;
pub mod variable_name;
