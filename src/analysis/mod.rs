//! Reads a group of Postman files once for all who ask: their items, requests, scripts, and the variables that they use.
//!
//! [`check`](crate::check) reads it for its rules, [`guide`](crate::guide) for a collection's pages, [`requirements`](crate::requirements) and
//! [`bundle`](crate::bundle) for the variables that a collection needs. Start at [`FileGroup::new`].

mod belonging;
mod group;
mod script_variables;
mod variable_usage;

pub use group::{ALL_SCRIPTS, Entity, EventScript, FileGroup, NO_SCRIPTS, RequestContext, ScriptFilter, TreeItem};
pub(crate) use script_variables::{VariableAccess, named_variable};
pub use variable_usage::{UsedVariable, used_variables};
pub(crate) use variable_usage::{VariableUse, is_variable_name};
