//! What has to be filled in before a collection works: each variable, what it is, where to get it and who fills it in.
//!
//! One vocabulary for the onboarding bundle, the guide, private environments and the doctor, whether a manifest says it all or an
//! export is all there is.

mod declared;
mod embedded;
mod terms;
mod used;

pub use declared::of_manifest;
pub use embedded::EmbeddedConstants;
pub use terms::words;
pub use used::of_files;

use crate::source::manifest::ValueFormat;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A variable that a collection needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredVariable {
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
    pub form: Option<ValueFormat>,
    /// Whether its value must never be shared.
    pub secret: bool,
    /// Who fills it in.
    pub filled_by: FilledBy,
}

impl RequiredVariable {
    /// A variable of which nothing is known but its name: a person fills it in.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
            found_at: None,
            example: None,
            form: None,
            secret: false,
            filled_by: FilledBy::Person,
        }
    }

    /// What stands where nobody wrote anything.
    pub const UNSAID: &str = "not described yet";
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

    /// What people call those that it fills in.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Person => "Yours to fill in",
            Self::Template => "Filled in already",
            Self::Scripts => "Kept by the scripts",
        }
    }

    /// What there is to know of them.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Person => "Nobody else can give you these.",
            Self::Template => "Everybody has the same. Change them only if yours differ.",
            Self::Scripts => "Leave them empty: they fill as you send requests.",
        }
    }
}
