//! What has to be filled in before a collection works: each variable, what it is, where to get it and who fills it in.
//!
//! One vocabulary for the onboarding bundle, the guide, private environments and the doctor, whether a manifest says it all or an
//! export is all there is.

mod declared;
mod used;
mod words;

pub use declared::of_manifest;
pub use used::of_files;
pub use words::words;

use crate::source::manifest::Form;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A variable that a collection needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its name.
    pub name: String,
    /// What it is for. None: nobody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where to get its value. None: nobody has said so.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub found_at: Option<String>,
    /// What a value looks like; never a real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The form that a value must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Whether its value must never be shared.
    pub secret: bool,
    /// Who fills it in.
    pub filled_by: FilledBy,
}

/// Who fills a variable in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilledBy {
    /// Whoever uses the collection.
    Person,
    /// It has a value already, which everybody shares.
    Template,
    /// The collection's scripts, as they run.
    Scripts,
}

impl FilledBy {
    /// All of them, in the order in which a reader meets them.
    pub const ALL: [Self; 3] = [Self::Person, Self::Template, Self::Scripts];
}
