//! The auth of requests, folders and collections.

use super::KeyValues;
use crate::document::Pointer;
use crate::postman::AuthType;
use crate::source::shapes::{self, Shapes};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, SeqAccess};

/// `auth`: the type and its parameters.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestAuth {
    /// The type.
    #[serde(rename = "type")]
    pub kind: AuthType,
    /// The parameters that Postman has for the type.
    #[serde(default)]
    pub credentials: KeyValues<serde_json::Value>,
    /// Postman's id. Collections have it; it is ignored.
    #[serde(default, rename = "id")]
    _id: Option<String>,
    /// Postman's label. Collections have it; it is ignored.
    #[serde(default, rename = "name")]
    _name: Option<String>,
    /// When Postman uses this auth of a list. The format v2.1 has no place for it; it is ignored.
    #[serde(default, rename = "rules")]
    _rules: Option<de::IgnoredAny>,
}

/// The key `auth`: a mapping, or a list. Of a list the first auth counts, because the format v2.1 has one.
#[derive(Clone)]
pub struct WrittenAuth {
    /// The auth. None for an empty list.
    pub auth: Option<RequestAuth>,
    listed: bool,
}

impl WrittenAuth {
    /// Returns the pointer to [`WrittenAuth::auth`] in its document. `owner` has the key `auth`.
    pub fn pointer(&self, owner: &Pointer) -> Pointer {
        let at = owner.clone().key("auth");
        if self.listed { at.index(0) } else { at }
    }
}

impl<'de> Shapes<'de> for WrittenAuth {
    const EXPECTED: &'static str = "a mapping with `type` and `credentials`, or a list of them";

    fn from_mapping<A: MapAccess<'de>>(mapping: A) -> Result<Self, A::Error> {
        Ok(Self { auth: Some(RequestAuth::deserialize(MapAccessDeserializer::new(mapping))?), listed: false })
    }

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let auth = list.next_element()?;
        while list.next_element::<RequestAuth>()?.is_some() {}
        Ok(Self { auth, listed: true })
    }
}

impl<'de> Deserialize<'de> for WrittenAuth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shapes::deserialize(deserializer)
    }
}
