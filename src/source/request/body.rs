//! Request bodies.

use super::KeyValues;
use crate::source::manifest::Checker;
use crate::source::shapes::{self, Shapes};
use serde::Deserialize;
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A request body: `type` and, apart from `none`, `content`.
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
    /// Form fields: `application/x-www-form-urlencoded`.
    Urlencoded(KeyValues<String>),
    /// Form fields and files: `multipart/form-data`.
    Formdata(Vec<FormField>),
    /// A file.
    File(FileContent),
}

/// A field of a multipart form.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FormField {
    /// A text or a file.
    #[serde(rename = "type")]
    pub kind: FormFieldType,
    /// The name.
    pub key: String,
    /// The value of a text field.
    pub value: Option<String>,
    /// The path of a file on the disk of the person who sends the request.
    pub src: Option<Paths>,
    /// The media type.
    pub content_type: Option<String>,
    /// The file name that is sent to the server.
    pub file_name: Option<String>,
    /// The description, in Markdown.
    pub description: Option<String>,
    /// Whether it is disabled.
    #[serde(default)]
    pub disabled: bool,
}

/// The type of a field of a multipart form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FormFieldType {
    /// A text.
    Text,
    /// A file.
    File,
}

/// A body that is one file: its path or its content.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileContent {
    /// The path on the disk of the person who sends the request.
    pub src: Option<String>,
    /// The content.
    pub content: Option<String>,
}

/// One path, or a list of paths.
#[derive(Clone)]
pub enum Paths {
    /// One path.
    One(String),
    /// A list of paths.
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
            // Postman keeps the text of a body that was switched off.
            Self::None => de::IgnoredAny::deserialize(content).map(|_| RequestBody::None),
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

// Not derived: the derived reader buffers the content and so loses the locations of mistakes in it.
impl<'de> Deserialize<'de> for RequestBody {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BodyVisitor;

        impl<'de> Visitor<'de> for BodyVisitor {
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
                    // The error of this reader contains the value, which may be a secret.
                    (Some(kind), None, Some(content)) => kind.deserialize(content).map_err(|_| {
                        de::Error::custom("`content` does not fit `type`; write `type` first to see where")
                    }),
                }
            }
        }

        deserializer.deserialize_map(BodyVisitor)
    }
}

impl RequestBody {
    /// Checks what the types cannot express. `keys` lead to the body.
    pub(in crate::source) fn check(&self, checker: &mut Checker<'_>, keys: &[&str]) {
        let Self::Formdata(fields) = self else { return };
        for (index, field) in fields.iter().enumerate() {
            let index = index.to_string();
            let at = |key: &'static str| [keys, &["content", &index, key]].concat();
            match field.kind {
                FormFieldType::Text if field.value.is_none() => {
                    checker.value(&at("value"), "a text field needs a `value`", "add `value`; it may be empty");
                }
                FormFieldType::Text if field.src.is_some() => {
                    checker.key(&at("src"), "a text field cannot have `src`", "write `type: file`, or remove `src`");
                }
                FormFieldType::File if field.value.is_some() => {
                    checker.key(
                        &at("value"),
                        "a file field cannot have `value`",
                        "write `src` instead, or `type: text`",
                    );
                }
                FormFieldType::Text | FormFieldType::File => {}
            }
        }
    }
}
