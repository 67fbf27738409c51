//! How a request proves who asks.

use super::Pairs;
use crate::document::Pointer;
use crate::postman::AuthType;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// `auth`: a type with its credentials.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// How.
    #[serde(rename = "type")]
    pub kind: AuthType,
    /// With what: the parameters that Postman has for the type.
    #[serde(default)]
    pub credentials: Pairs<serde_json::Value>,
    /// Postman's own id, which collections carry. It has no meaning here.
    #[serde(default, rename = "id")]
    _id: Option<String>,
    /// Postman's own label, which collections carry. It has no meaning here.
    #[serde(default, rename = "name")]
    _name: Option<String>,
}

/// The `auth` of a folder or collection: written as one, or as Postman's list with one element.
#[derive(Clone)]
pub struct FolderAuth {
    /// What is written.
    pub auth: Auth,
    listed: bool,
}

impl FolderAuth {
    /// Where [`FolderAuth::auth`] stands in its document.
    pub fn pointer(&self) -> Pointer {
        let at = Pointer::root().key("auth");
        if self.listed { at.index(0) } else { at }
    }
}

impl<'de> Deserialize<'de> for FolderAuth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = FolderAuth;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping with `type` and `credentials`, or a list of one")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FolderAuth, A::Error> {
                Ok(FolderAuth { auth: Auth::deserialize(MapAccessDeserializer::new(map))?, listed: false })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FolderAuth, A::Error> {
                let first = list.next_element()?;
                match (first, list.next_element::<de::IgnoredAny>()?) {
                    (Some(auth), None) => Ok(FolderAuth { auth, listed: true }),
                    _ => Err(de::Error::custom("a collection or folder has exactly one `auth`")),
                }
            }
        }

        deserializer.deserialize_any(Either)
    }
}
