//! A variable that must have a value before a collection works, and who fills it in.

use crate::source::manifest::{DeclaredVariable, ValueFormat};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A variable that a collection requires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredVariable {
    /// The name.
    pub name: String,
    /// What the variable is for, if it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where to get the value, if it is described.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub found_at: Option<String>,
    /// A sample value; never a real one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The format that a value must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<ValueFormat>,
    /// Whether the value is a secret, which is never shared.
    pub secret: bool,
    /// Who fills in the value.
    pub filled_by: FilledBy,
}

impl RequiredVariable {
    /// The text of guides in place of a missing description.
    pub const NOT_DESCRIBED: &str = "not described yet";

    /// A variable of which only the name is known: a person fills it in.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
            found_at: None,
            example: None,
            format: None,
            secret: false,
            filled_by: FilledBy::Person,
        }
    }

    /// The variable `name` with its description in a manifest. `filled_by` is [`FilledBy::Person`].
    pub fn described(name: &str, variable: &DeclaredVariable) -> Self {
        Self {
            description: variable.description.clone(),
            found_at: variable.found_at.clone(),
            example: variable.example.clone(),
            format: variable.format,
            secret: variable.secret,
            ..Self::named(name)
        }
    }
}

/// Who fills in a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilledBy {
    /// Each person who uses the collection.
    Person,
    /// Nobody: it already has a value, which everybody shares.
    Template,
    /// The scripts of the collection, while requests are sent.
    Scripts,
}

impl FilledBy {
    /// All variants, in the order of guides.
    pub const ALL: [Self; 3] = [Self::Person, Self::Template, Self::Scripts];

    /// The heading above these variables in guides.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Person => "Yours to fill in",
            Self::Template => "Filled in already",
            Self::Scripts => "Kept by the scripts",
        }
    }

    /// The sentence below the heading in guides.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Person => "Nobody else can give you these.",
            Self::Template => "Everybody has the same. Change them only if yours differ.",
            Self::Scripts => "Leave them empty: they fill as you send requests.",
        }
    }
}
