//! Bodies: v3 names the kind of text, v2.1 the mode.

use super::value_builder::{ValueBuilder, insert_remarks, text_entry};
use crate::document::Pointer;
use crate::source::request::{FormField, FormFieldType, Paths, RequestBody};
use serde_json::{Map, Value, json};

/// The language of a body that is text, with the text.
const fn text(body: &RequestBody) -> Option<(&'static str, &String)> {
    match body {
        RequestBody::Json(text) => Some(("json", text)),
        RequestBody::Text(text) => Some(("text", text)),
        RequestBody::Xml(text) => Some(("xml", text)),
        RequestBody::Html(text) => Some(("html", text)),
        RequestBody::Javascript(text) => Some(("javascript", text)),
        RequestBody::None | RequestBody::Urlencoded(_) | RequestBody::Formdata(_) | RequestBody::File(_) => None,
    }
}

/// The v2.1 form of a request's body; `None` for no body.
pub(super) fn body(
    builder: &mut ValueBuilder<'_>,
    at: &Pointer,
    body: &RequestBody,
    source: &Pointer,
) -> Option<Value> {
    let content = source.clone().key("content");
    if let Some((language, raw)) = text(body) {
        builder.note(at.clone().key("raw"), content);
        return Some(json!({"mode": "raw", "raw": raw, "options": {"raw": {"language": language}}}));
    }
    match body {
        RequestBody::Urlencoded(pairs) => {
            let list = builder.pairs(&at.clone().key("urlencoded"), pairs, &content, text_entry);
            Some(json!({"mode": "urlencoded", "urlencoded": list}))
        }
        RequestBody::Formdata(fields) => {
            builder.note(at.clone().key("formdata"), content);
            Some(json!({"mode": "formdata", "formdata": fields.iter().map(field).collect::<Vec<_>>()}))
        }
        RequestBody::File(file) => {
            builder.note(at.clone().key("file"), content);
            let mut made = Map::new();
            let parts = [("src", &file.src), ("content", &file.content)];
            made.extend(
                parts.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.as_ref()?.as_str().into()))),
            );
            Some(json!({"mode": "file", "file": made}))
        }
        _ => None,
    }
}

fn field(field: &FormField) -> Value {
    let mut made = Map::new();
    made.insert("key".to_owned(), field.key.as_str().into());
    match field.kind {
        FormFieldType::Text => {
            made.insert("value".to_owned(), field.value.as_deref().unwrap_or_default().into());
            made.insert("type".to_owned(), "text".into());
        }
        FormFieldType::File => {
            made.insert("type".to_owned(), "file".into());
            let src = match &field.src {
                Some(Paths::One(path)) => json!(path),
                Some(Paths::Many(paths)) => json!(paths),
                // The app's own form of "not chosen yet".
                None => json!([]),
            };
            made.insert("src".to_owned(), src);
        }
    }
    let given = [("contentType", &field.content_type), ("fileName", &field.file_name)];
    made.extend(given.iter().filter_map(|(key, value)| Some(((*key).to_owned(), value.as_ref()?.as_str().into()))));
    insert_remarks(&mut made, field.description.as_deref(), field.disabled);
    Value::Object(made)
}
