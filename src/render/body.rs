//! Request bodies in the v2.1 format, which names the mode where v3 names the type.

use super::value_builder::{ValueBuilder, insert_remarks, text_entry};
use crate::document::Pointer;
use crate::source::request::{FormField, FormFieldType, Paths, RequestBody};
use serde_json::{Map, Value, json};

/// Returns the language and the text of a text body.
const fn language_and_text(body: &RequestBody) -> Option<(&'static str, &String)> {
    match body {
        RequestBody::Json(text) => Some(("json", text)),
        RequestBody::Text(text) => Some(("text", text)),
        RequestBody::Xml(text) => Some(("xml", text)),
        RequestBody::Html(text) => Some(("html", text)),
        RequestBody::Javascript(text) => Some(("javascript", text)),
        RequestBody::None | RequestBody::Urlencoded(_) | RequestBody::Formdata(_) | RequestBody::File(_) => None,
    }
}

/// Builds the body of a request. `None` for no body.
pub(super) fn body(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    body: &RequestBody,
    source: &Pointer,
) -> Option<Value> {
    let content = source.clone().key("content");
    if let Some((language, raw)) = language_and_text(body) {
        builder.record(at.clone().key("raw"), content);
        return Some(json!({"mode": "raw", "raw": raw, "options": {"raw": {"language": language}}}));
    }
    match body {
        RequestBody::Urlencoded(pairs) => {
            let list = builder.entries(&at.clone().key("urlencoded"), pairs, &content, text_entry);
            Some(json!({"mode": "urlencoded", "urlencoded": list}))
        }
        RequestBody::Formdata(fields) => {
            builder.record(at.clone().key("formdata"), content);
            Some(json!({"mode": "formdata", "formdata": fields.iter().map(form_field).collect::<Vec<_>>()}))
        }
        RequestBody::File(file) => {
            builder.record(at.clone().key("file"), content);
            let mut object = Map::new();
            let parts = [("src", &file.src), ("content", &file.content)];
            object.extend(
                parts.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.as_ref()?.as_str().into()))),
            );
            Some(json!({"mode": "file", "file": object}))
        }
        _ => None,
    }
}

fn form_field(field: &FormField) -> Value {
    let mut object = Map::new();
    object.insert("key".to_owned(), field.key.as_str().into());
    match field.kind {
        FormFieldType::Text => {
            object.insert("value".to_owned(), field.value.as_deref().unwrap_or_default().into());
            object.insert("type".to_owned(), "text".into());
        }
        FormFieldType::File => {
            object.insert("type".to_owned(), "file".into());
            let src = match &field.src {
                Some(Paths::One(path)) => json!(path),
                Some(Paths::Many(paths)) => json!(paths),
                // Postman's app writes an empty list until a file is chosen.
                None => json!([]),
            };
            object.insert("src".to_owned(), src);
        }
    }
    let given = [("contentType", &field.content_type), ("fileName", &field.file_name)];
    object.extend(given.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.as_ref()?.as_str().into()))));
    insert_remarks(&mut object, field.description.as_deref(), field.disabled);
    Value::Object(object)
}
