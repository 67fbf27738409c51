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
}

/// The `auth` of a folder or collection: written as a mapping, or as a list with one element.
#[derive(Clone)]
pub struct FolderAuth {
    /// The auth.
    pub auth: RequestAuth,
    listed: bool,
}

impl FolderAuth {
    /// Returns the pointer to [`FolderAuth::auth`] in its document.
    pub fn pointer(&self) -> Pointer {
        let at = Pointer::root().key("auth");
        if self.listed { at.index(0) } else { at }
    }
}

impl<'de> Shapes<'de> for FolderAuth {
    const EXPECTED: &'static str = "a mapping with `type` and `credentials`, or a list of one";

    fn from_mapping<A: MapAccess<'de>>(mapping: A) -> Result<Self, A::Error> {
        Ok(Self { auth: RequestAuth::deserialize(MapAccessDeserializer::new(mapping))?, listed: false })
    }

    fn from_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let first = list.next_element()?;
        match (first, list.next_element::<de::IgnoredAny>()?) {
            (Some(auth), None) => Ok(Self { auth, listed: true }),
            _ => Err(de::Error::custom("a collection or folder has exactly one `auth`")),
        }
    }
}

impl<'de> Deserialize<'de> for FolderAuth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shapes::deserialize(deserializer)
    }
}
