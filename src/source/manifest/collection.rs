//! `[collection]`: the collection to build.

use super::Checker;
use schemars::JsonSchema;
use serde::Deserialize;

/// `[collection]`: the collection to build.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredCollection {
    /// A UUID, written once by `postsmith init`. Every other id is derived from it, so the collection keeps its identity when its name changes.
    #[schemars(extend("format" = "uuid"))]
    pub id: String,
    /// The name that Postman shows.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The description: a Markdown template in the templates folder.
    pub description: Option<String>,
    /// The name of the built file, without `.postman_collection.json`. Default: the collection's name in lower case with hyphens.
    pub file_name: Option<String>,
}

impl DeclaredCollection {
    /// Returns the base name of the built file, without `.postman_collection.json`.
    pub fn file_name(&self) -> String {
        self.file_name.clone().unwrap_or_else(|| slug(&self.name))
    }

    /// Whether `id` is a UUID with hyphens. The crate also reads UUIDs without them, but two texts must not be one id.
    pub(in crate::source) fn is_id(id: &str) -> bool {
        id.len() == 36 && uuid::Uuid::parse_str(id).is_ok()
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>) {
        if !Self::is_id(&self.id) {
            checker.value(
                &["collection", "id"],
                "this is not a UUID",
                "write it as 00000000-0000-4000-8000-000000000000 and do not change it later: every id is derived from it",
            );
        }
        checker.name(&["collection", "name"], &self.name);
        if self.file_name.is_some() || !self.name.trim().is_empty() {
            checker.file_name(&["collection", "file_name"], &self.file_name());
        }
    }
}

/// Makes a file name: letters and digits in lower case, with one hyphen for everything else.
pub(super) fn slug(name: &str) -> String {
    let words: Vec<_> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slug("Tallyfy API"), "tallyfy-api");
        assert_eq!(slug("[Über] v2 / beta"), "über-v2-beta");
        assert_eq!(slug("***"), "");
    }
}
