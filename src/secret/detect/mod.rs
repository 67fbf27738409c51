//! Finds credentials: in documents, in texts, in single fields.

mod call;
mod cursor;
pub(super) mod document_scan;
pub(super) mod evidence;
mod field;
pub(super) mod field_name;
pub(super) mod field_value;
mod joined;
pub(super) mod keyword;
pub(super) mod known;
mod pairs;
pub(super) mod placeholder;
pub(super) mod position;
pub(super) mod risk;
mod table;
pub(super) mod text_scan;
pub(super) mod token;
mod userinfo;
mod variable_name;

pub(super) use cursor::{is_behind_encoded, is_behind_escape, skip_whitespace};
