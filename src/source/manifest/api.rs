//! `[api]`: the API that the collection calls.

use super::validate::Unique;
use super::{Checker, Manifest};
use crate::source::shapes::{self, Shapes};
use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess};
use std::borrow::Cow;

/// `[api]`: the API that the collection calls.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// The prefix of the names of the standard variables: `ACME` gives `ACME_BASE_URL` and so on.
    #[schemars(regex(pattern = "^[A-Z][A-Z0-9_]*$"))]
    pub prefix: String,
    /// The default value of `PREFIX_BASE_URL`.
    #[schemars(regex(pattern = "^https?://\\S+$"))]
    pub base_url: String,
    /// Headers that the pre-request script sets on every request to the API, each exactly once.
    #[serde(default)]
    pub headers: IndexMap<String, ApiHeader>,
}

impl Api {
    /// Whether `prefix` is a valid prefix of variable names.
    pub(in crate::source) fn is_prefix(prefix: &str) -> bool {
        let is_allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        prefix.starts_with(|first: char| first.is_ascii_uppercase()) && prefix.chars().all(is_allowed)
    }

    pub(super) fn check(&self, checker: &mut Checker<'_>, manifest: &Manifest) {
        if !Self::is_prefix(&self.prefix) {
            checker.value(
                &["api", "prefix"],
                "the prefix is not made of capital letters, digits and `_`, with a letter first",
                "write for example `ACME`, for variables such as `ACME_BASE_URL`",
            );
        }
        checker.url(&["api", "base_url"], &self.base_url);
        checker.variables(&["api", "base_url"], &self.base_url, &manifest.variables);
        let mut names = Unique::default();
        for (name, header) in &self.headers {
            let keys = ["api", "headers", name];
            if name.is_empty() || !name.bytes().all(is_token_byte) {
                checker.key(&keys, "this is not a valid header name", "use letters, digits and `-`");
            }
            if names.taken(name, name).is_some() {
                checker.key(&keys, "this header is set twice: header names ignore case", "remove one of them");
            }
            if manifest.oauth.is_some() && name.eq_ignore_ascii_case("Authorization") {
                checker.key(&keys, "the OAuth scripts set this header", "remove it, or remove `[oauth]`");
            }
            if header.value.contains(char::is_control) {
                checker.value(&keys, "the header value contains a control character or a line break", "remove it");
            }
            checker.variables(&keys, &header.value, &manifest.variables);
        }
    }
}

/// Whether `byte` may occur in a header name: a token of RFC 9110, section 5.6.2.
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
        )
}

/// A header that is set on every request to the API: its value, or a table with options.
#[derive(Clone)]
pub struct ApiHeader {
    /// The value; `{{NAME}}` is a variable.
    pub value: String,
    /// Whether an enabled header of the request with the same name takes precedence.
    pub unless_present: bool,
}

/// The table that [`ApiHeader`] may be written as.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderTable {
    value: String,
    #[serde(default)]
    unless_present: bool,
}

impl<'de> Shapes<'de> for ApiHeader {
    const EXPECTED: &'static str = "a text, or a table with `value` and `unless_present`";

    fn from_text<E: de::Error>(text: &str) -> Result<Self, E> {
        Ok(Self { value: text.to_owned(), unless_present: false })
    }

    fn from_mapping<A: MapAccess<'de>>(mapping: A) -> Result<Self, A::Error> {
        let HeaderTable { value, unless_present } = HeaderTable::deserialize(MapAccessDeserializer::new(mapping))?;
        Ok(Self { value, unless_present })
    }
}

impl<'de> Deserialize<'de> for ApiHeader {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shapes::deserialize(deserializer)
    }
}

impl JsonSchema for ApiHeader {
    fn schema_name() -> Cow<'static, str> {
        "ApiHeader".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A header that is set on every request to the API: its value, or a table with options.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "value": { "type": "string", "description": "The value; `{{NAME}}` is a variable." },
                        "unless_present": {
                            "type": "boolean",
                            "default": false,
                            "description": "Whether an enabled header of the request with the same name takes precedence."
                        }
                    },
                    "required": ["value"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
