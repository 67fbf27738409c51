//! Bodies: v3 names the kind of text, v2.1 the mode.

use super::scribe::{Scribe, remark, text_pair};
use crate::document::Pointer;
use crate::source::request::{Body, Field, FieldType, Paths};
use serde_json::{Map, Value, json};

/// The language of a body that is text, with the text.
const fn text(body: &Body) -> Option<(&'static str, &String)> {
    match body {
        Body::Json(text) => Some(("json", text)),
        Body::Text(text) => Some(("text", text)),
        Body::Xml(text) => Some(("xml", text)),
        Body::Html(text) => Some(("html", text)),
        Body::Javascript(text) => Some(("javascript", text)),
        Body::None | Body::Urlencoded(_) | Body::Formdata(_) | Body::File(_) => None,
    }
}

/// The v2.1 form of a request's body; `None` for no body.
pub(super) fn body(scribe: &mut Scribe<'_>, at: &Pointer, body: &Body, source: &Pointer) -> Option<Value> {
    let content = source.clone().key("content");
    if let Some((language, raw)) = text(body) {
        scribe.note(at.clone().key("raw"), content);
        return Some(json!({"mode": "raw", "raw": raw, "options": {"raw": {"language": language}}}));
    }
    match body {
        Body::Urlencoded(pairs) => {
            let list = scribe.pairs(&at.clone().key("urlencoded"), pairs, &content, text_pair);
            Some(json!({"mode": "urlencoded", "urlencoded": list}))
        }
        Body::Formdata(fields) => {
            scribe.note(at.clone().key("formdata"), content);
            Some(json!({"mode": "formdata", "formdata": fields.iter().map(field).collect::<Vec<_>>()}))
        }
        Body::File(file) => {
            scribe.note(at.clone().key("file"), content);
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

fn field(field: &Field) -> Value {
    let mut made = Map::new();
    made.insert("key".to_owned(), field.key.as_str().into());
    match field.kind {
        FieldType::Text => {
            made.insert("value".to_owned(), field.value.as_deref().unwrap_or_default().into());
            made.insert("type".to_owned(), "text".into());
        }
        FieldType::File => {
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
    remark(&mut made, field.description.as_deref(), field.disabled);
    Value::Object(made)
}
