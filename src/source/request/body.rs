//! Bodies of requests and answers.

use super::KeyValues;
use crate::source::manifest::Checker;
use crate::source::shapes::{self, Shapes};
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A body: `type` and, apart from `none`, `content`.
#[derive(Clone)]
pub enum RequestBody {
    /// No body.
    None,
    /// JSON text.
    Json(String),
    /// Plain text.
    Text(String),
    /// XML text.
    Xml(String),
    /// HTML text.
    Html(String),
    /// JavaScript text.
    Javascript(String),
    /// Fields of a form in the body: `application/x-www-form-urlencoded`.
    Urlencoded(KeyValues<String>),
    /// Fields and files: `multipart/form-data`.
    Formdata(Vec<FormField>),
    /// One file.
    File(FileContent),
}

/// A field of a multipart form.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FormField {
    /// A text or a file.
    #[serde(rename = "type")]
    pub kind: FormFieldType,
    /// Its name.
    pub key: String,
    /// Of a text: the value.
    pub value: Option<String>,
    /// Of a file: where it lies on the disk of whoever sends it.
    pub src: Option<Paths>,
    /// Its media type.
    pub content_type: Option<String>,
    /// Of a file: the name that the server is told.
    pub file_name: Option<String>,
    /// What it is for: Markdown.
    pub description: Option<String>,
    /// Whether it is switched off.
    #[serde(default)]
    pub disabled: bool,
}

/// What a field of a multipart form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FormFieldType {
    /// A text.
    Text,
    /// A file.
    File,
}

/// The body is one file: where it lies, or what it holds.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileContent {
    /// Where it lies on the disk of whoever sends it.
    pub src: Option<String>,
    /// What it holds.
    pub content: Option<String>,
}

/// One path, or a list of paths.
#[derive(Clone)]
pub enum Paths {
    /// One.
    One(String),
    /// A list.
    Many(Vec<String>),
}

impl<'de> Shapes<'de> for Paths {
    const EXPECTED: &'static str = "a path or a list of paths";

    fn from_text<E: de::Error>(text: &str) -> Result<Self, E> {
        Ok(Self::One(text.to_owned()))
    }

    fn from_list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(Self::Many)
    }
}

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        shapes::deserialize(deserializer)
    }
}

/// The `type` of a body.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BodyType {
    None,
    Json,
    Text,
    Xml,
    Html,
    Javascript,
    Urlencoded,
    Formdata,
    File,
}

impl<'de> DeserializeSeed<'de> for BodyType {
    type Value = RequestBody;

    /// Reads `content`.
    fn deserialize<D: Deserializer<'de>>(self, content: D) -> Result<RequestBody, D::Error> {
        match self {
            Self::None => Err(de::Error::custom("a body of the type `none` has no content")),
            Self::Json => Deserialize::deserialize(content).map(RequestBody::Json),
            Self::Text => Deserialize::deserialize(content).map(RequestBody::Text),
            Self::Xml => Deserialize::deserialize(content).map(RequestBody::Xml),
            Self::Html => Deserialize::deserialize(content).map(RequestBody::Html),
            Self::Javascript => Deserialize::deserialize(content).map(RequestBody::Javascript),
            Self::Urlencoded => Deserialize::deserialize(content).map(RequestBody::Urlencoded),
            Self::Formdata => Deserialize::deserialize(content).map(RequestBody::Formdata),
            Self::File => Deserialize::deserialize(content).map(RequestBody::File),
        }
    }
}

// By hand: a derived reader forgets the places in the content.
impl<'de> Deserialize<'de> for RequestBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = RequestBody;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping with `type` and `content`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RequestBody, A::Error> {
                let mut kind = None;
                let mut body = None;
                let mut early: Option<serde_json::Value> = None;
                while let Some(key) = map.next_key::<String>()? {
                    match (key.as_str(), kind) {
                        ("type", _) => kind = Some(map.next_value::<BodyType>()?),
                        ("content", Some(kind)) => body = Some(map.next_value_seed(kind)?),
                        ("content", None) => early = Some(map.next_value()?),
                        _ => return Err(de::Error::unknown_field(&key, &["type", "content"])),
                    }
                }
                match (kind, body, early) {
                    (None, ..) => Err(de::Error::missing_field("type")),
                    (Some(BodyType::None), None, None) => Ok(RequestBody::None),
                    (Some(_), Some(body), _) => Ok(body),
                    (Some(_), None, None) => Err(de::Error::missing_field("content")),
                    // The message of this reader would show the value.
                    (Some(kind), None, Some(content)) => kind.deserialize(content).map_err(|_| {
                        de::Error::custom("`content` does not fit `type`; write `type` first to see where")
                    }),
                }
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl RequestBody {
    /// What the types cannot say of the body at `keys`.
    pub(in crate::source) fn check(&self, checker: &mut Checker<'_>, keys: &[&str]) {
        let Self::Formdata(fields) = self else { return };
        for (index, field) in fields.iter().enumerate() {
            let index = index.to_string();
            let at = |key: &'static str| [keys, &["content", &index, key]].concat();
            match field.kind {
                FormFieldType::Text if field.value.is_none() => {
                    checker.value(&at("value"), "a text field needs a `value`", "write one; it may be empty");
                }
                FormFieldType::Text if field.src.is_some() => {
                    checker.key(&at("src"), "only a file has `src`", "write `type: file`, or leave `src` out");
                }
                FormFieldType::File if field.value.is_some() => {
                    checker.key(&at("value"), "a file has `src` and no `value`", "write `src`, or `type: text`");
                }
                FormFieldType::Text | FormFieldType::File => {}
            }
        }
    }
}
