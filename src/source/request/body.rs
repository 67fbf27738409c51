//! Bodies of requests and answers.

use super::Pairs;
use crate::source::manifest::Checker;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A body: `type` and, apart from `none`, `content`.
#[derive(Clone)]
pub enum Body {
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
    Urlencoded(Pairs<String>),
    /// Fields and files: `multipart/form-data`.
    Formdata(Vec<Field>),
    /// One file.
    File(FileContent),
}

/// A field of a multipart form.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Field {
    /// A text or a file.
    #[serde(rename = "type")]
    pub kind: FieldType,
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
pub enum FieldType {
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

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Paths;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a path or a list of paths")
            }

            fn visit_str<E: de::Error>(self, path: &str) -> Result<Paths, E> {
                Ok(Paths::One(path.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Paths, A::Error> {
                let mut paths = Vec::new();
                while let Some(path) = list.next_element()? {
                    paths.push(path);
                }
                Ok(Paths::Many(paths))
            }
        }

        deserializer.deserialize_any(Either)
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
    type Value = Body;

    /// Reads `content`.
    fn deserialize<D: Deserializer<'de>>(self, content: D) -> Result<Body, D::Error> {
        match self {
            Self::None => Err(de::Error::custom("a body of the type `none` has no content")),
            Self::Json => Deserialize::deserialize(content).map(Body::Json),
            Self::Text => Deserialize::deserialize(content).map(Body::Text),
            Self::Xml => Deserialize::deserialize(content).map(Body::Xml),
            Self::Html => Deserialize::deserialize(content).map(Body::Html),
            Self::Javascript => Deserialize::deserialize(content).map(Body::Javascript),
            Self::Urlencoded => Deserialize::deserialize(content).map(Body::Urlencoded),
            Self::Formdata => Deserialize::deserialize(content).map(Body::Formdata),
            Self::File => Deserialize::deserialize(content).map(Body::File),
        }
    }
}

// By hand: a derived reader forgets the places in the content.
impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Body;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping with `type` and `content`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
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
                    (Some(BodyType::None), None, None) => Ok(Body::None),
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

impl Body {
    /// What the types cannot say of the body at `keys`.
    pub(in crate::source) fn check(&self, checker: &mut Checker<'_>, keys: &[&str]) {
        let Self::Formdata(fields) = self else { return };
        for (index, field) in fields.iter().enumerate() {
            let index = index.to_string();
            let at = |key: &'static str| [keys, &["content", &index, key]].concat();
            match field.kind {
                FieldType::Text if field.value.is_none() => {
                    checker.value(&at("value"), "a text field needs a `value`", "write one; it may be empty");
                }
                FieldType::Text if field.src.is_some() => {
                    checker.key(&at("src"), "only a file has `src`", "write `type: file`, or leave `src` out");
                }
                FieldType::File if field.value.is_some() => {
                    checker.key(&at("value"), "a file has `src` and no `value`", "write `src`, or `type: text`");
                }
                FieldType::Text | FieldType::File => {}
            }
        }
    }
}
