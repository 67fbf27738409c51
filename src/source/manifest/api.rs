//! `[api]`: the API that the collection calls.

use super::validate::Unique;
use super::{Checker, Manifest};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// `[api]`: the API that the collection calls.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The beginning of the names of the standard variables: `ACME` gives `ACME_BASE_URL` and so on.
    #[schemars(regex(pattern = "^[A-Z][A-Z0-9_]*$"))]
    pub prefix: String,
    /// The default value of `PREFIX_BASE_URL`.
    #[schemars(regex(pattern = "^https?://\\S+$"))]
    pub base_url: String,
    /// Headers that are set on every request to the API, exactly once, by the pre-request script.
    #[serde(default)]
    pub headers: IndexMap<String, Header>,
}

impl Api {
    /// Whether names of variables may begin with `prefix`.
    pub(in crate::source) fn is_prefix(prefix: &str) -> bool {
        let letter = |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
        prefix.starts_with(|first: char| first.is_ascii_uppercase()) && prefix.chars().all(letter)
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>, manifest: &Manifest) {
        if !Self::is_prefix(&self.prefix) {
            checker.value(
                &["api", "prefix"],
                "a prefix is capital letters, digits and `_`, and begins with a letter",
                "for instance `ACME`: the standard variables are then `ACME_BASE_URL` and so on",
            );
        }
        checker.url(&["api", "base_url"], &self.base_url);
        checker.variables(&["api", "base_url"], &self.base_url, &manifest.variables);
        let mut names = Unique::default();
        for (name, header) in self.headers.iter() {
            let keys = ["api", "headers", name];
            if name.is_empty() || !name.bytes().all(is_token) {
                checker.key(&keys, "this is not the name of a header", "use letters, digits and `-`");
            }
            if names.taken(name, name).is_some() {
                checker.key(&keys, "this header stands here twice: case does not count", "leave one of them out");
            }
            if manifest.oauth.is_some() && name.eq_ignore_ascii_case("Authorization") {
                checker.key(
                    &keys,
                    "the OAuth scripts set this header themselves",
                    "leave it out, or leave `[oauth]` out",
                );
            }
            if header.value.contains(char::is_control) {
                checker.value(&keys, "the value of a header is one line without control characters", "take them out");
            }
            checker.variables(&keys, &header.value, &manifest.variables);
        }
    }
}

/// A character of a token (RFC 9110, section 5.6.2).
const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

/// A header that is set on every request to the API: its value, or a table that says more.
#[derive(Clone)]
pub struct Header {
    /// The value; `{{NAME}}` is a variable.
    pub value: String,
    /// Whether an enabled header of the same name in the request itself wins.
    pub unless_present: bool,
}

impl<'de> Deserialize<'de> for Header {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Table {
            value: String,
            #[serde(default)]
            unless_present: bool,
        }

        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Header;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a table with `value` and `unless_present`")
            }

            fn visit_str<E: de::Error>(self, value: &str) -> Result<Header, E> {
                Ok(Header { value: value.to_owned(), unless_present: false })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Header, A::Error> {
                let Table { value, unless_present } = Table::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Header { value, unless_present })
            }
        }

        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Header {
    fn schema_name() -> Cow<'static, str> {
        "Header".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A header that is set on every request to the API: its value, or a table that says more.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "value": { "type": "string", "description": "The value; `{{NAME}}` is a variable." },
                        "unless_present": {
                            "type": "boolean",
                            "default": false,
                            "description": "Whether an enabled header of the same name in the request itself wins."
                        }
                    },
                    "required": ["value"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
