//! The two profiles of validation: the published schema as it is, or extended by what Postman's own app writes.

use crate::postman::{AuthType, V2Support};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Which collection schema applies. The manifest (`[check] profile`) and `--profile` name it in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The published schema, unchanged.
    Published,
    /// The published schema, extended by what Postman's own app writes.
    #[default]
    App,
}

/// A change of one value of the published schema.
enum Change {
    /// Append these strings to the list.
    Add(Vec<&'static str>),
    /// Replace the value.
    Set(Value),
}

/// What the published schema rejects although the app or its runtime writes and reads it, as measured over real exports, by pointer into the
/// schema. `variable.type` is postmanlabs/schemas#207.
fn deviations() -> Vec<(String, Change)> {
    use Change::{Add, Set};
    let body = "/definitions/request/oneOf/0/properties/body/oneOf/0/properties";
    let url = "/definitions/url/oneOf/0/properties";
    let types = || AuthType::ALL.into_iter().map(AuthType::descriptor).filter(|row| row.in_v2 != V2Support::Absent);
    let in_app = types().filter(|row| row.in_v2 == V2Support::AppOnly).map(|row| row.name);
    // Old versions of the app wrote several values of a field as a list.
    let text_or_list = || Set(json!(["string", "array", "null"]));
    let text_or_null = || Set(json!(["string", "null"]));
    let mut all = vec![
        ("/definitions/variable/properties/type/enum".to_owned(), Add(vec!["default", "secret", "text", ""])),
        // The app keeps empty rows of its table.
        ("/definitions/variable/anyOf".to_owned(), Set(json!([{}]))),
        ("/definitions/variable/properties/key/type".to_owned(), text_or_null()),
        ("/definitions/description/oneOf/0/properties/content/type".to_owned(), text_or_null()),
        ("/definitions/description/oneOf/0/properties/type/type".to_owned(), text_or_null()),
        ("/definitions/event-list/type".to_owned(), Set(json!(["array", "null"]))),
        ("/definitions/auth/properties/type/enum".to_owned(), Add(in_app.collect())),
        (format!("{body}/mode/enum"), Add(vec!["none"])),
        (format!("{body}/raw/type"), text_or_null()),
        (format!("{body}/file/type"), Set(json!(["object", "null"]))),
        (
            format!("{body}/file/properties/src/oneOf"),
            Set(json!([{"type": "string"}, {"type": "null"}, {"type": "array", "items": {"type": "string"}}])),
        ),
        (format!("{body}/urlencoded/items/properties/value/type"), text_or_list()),
        (format!("{body}/formdata/items/anyOf/0/properties/value/type"), text_or_list()),
        (format!("{url}/query/items/properties/value/type"), text_or_list()),
        (
            format!("{body}/formdata/items/anyOf/0/properties/type"),
            Set(json!({"type": "string", "enum": ["text", "default"]})),
        ),
        ("/definitions/header/required".to_owned(), Set(json!(["key"]))),
        ("/definitions/header/properties/value/type".to_owned(), text_or_null()),
        (format!("{url}/port/type"), Set(json!(["string", "integer"]))),
        ("/definitions/item/properties/response/type".to_owned(), Set(json!(["array", "null"]))),
        ("/definitions/protocol-profile-behavior/type".to_owned(), Set(json!(["object", "null"]))),
        (
            "/definitions/script/properties/exec/oneOf".to_owned(),
            Set(json!([{"type": "array", "items": {"type": "string"}}, {"type": "string"}, {"type": "null"}])),
        ),
    ];
    // Collections of either version write auth parameters both as an object (v2.0) and as a list (v2.1).
    let attribute = json!({"type": "object", "properties": {"key": {"type": "string"}}, "required": ["key"]});
    let parameters = json!({"type": ["array", "object"], "items": attribute});
    let with_parameters = types().filter(|row| !row.parameters.is_empty());
    all.extend(
        with_parameters.map(|row| (format!("/definitions/auth/properties/{}", row.name), Set(parameters.clone()))),
    );
    all
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 2] = [Self::Published, Self::App];

    /// `published` or `app`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::App => "app",
        }
    }

    /// The profile with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }

    /// The schema to validate with: `published` itself, or `published` with the deviations that its version has a pointer for.
    pub(super) fn apply(self, mut published: Value) -> Value {
        if self == Self::App {
            for (pointer, change) in deviations() {
                deviate(&mut published, &pointer, change);
            }
        }
        published
    }
}

fn deviate(schema: &mut Value, pointer: &str, change: Change) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    let Some(parent) = schema.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
    match (change, parent.get_mut(key)) {
        (Change::Add(more), Some(Value::Array(list))) => list.extend(more.into_iter().map(Into::into)),
        // This version of the schema has no such list.
        (Change::Add(_), _) => {}
        (Change::Set(value), _) => {
            parent.insert(key.to_owned(), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, deviations};
    use serde_json::Value;

    #[test]
    fn every_deviation_changes_the_published_schema() {
        let published: Value = serde_json::from_str(super::super::COLLECTION_V21).unwrap();
        let app = Profile::App.apply(published.clone());
        for (pointer, _) in deviations() {
            assert!(app.pointer(&pointer).is_some(), "{pointer}");
            assert_ne!(app.pointer(&pointer), published.pointer(&pointer), "{pointer}");
        }
        assert_eq!(Profile::Published.apply(published.clone()), published);
    }
}
