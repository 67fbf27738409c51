//! What a body is made of, without what stands in it.

use super::mask::Mask;
use super::token::Json;
use crate::http::Answer;
use serde_json::Value;

/// Members whose text says what went wrong.
const TOLD: &[&str] = &["error", "error_description", "message", "code", "title", "detail", "reason"];
/// Most members or elements that are shown of one level.
const WIDEST: usize = 20;
/// How many levels are shown.
const DEEPEST: usize = 3;

/// A body by its structure: keys with the kinds of their values, and the texts that say what went wrong, masked.
pub(super) fn shape(answer: &Answer, mask: &Mask) -> String {
    let bytes = answer.body.len();
    if bytes == 0 {
        return "no body".to_owned();
    }
    if let Some(json) = Json::parse(&answer.body) {
        // What an answer says of a person's data is nobody else's business; what it says of a failure is.
        let is_failure = answer.status >= 400 || json.get("error").is_some();
        return format!("JSON of {bytes} bytes: {}", of(&json, mask, 0, is_failure));
    }
    if is_page(answer) {
        let title = title(&answer.body).map(|title| format!(" with the title \"{}\"", mask.foreign(&title)));
        return format!("HTML of {bytes} bytes{}", title.unwrap_or_default());
    }
    format!("{bytes} bytes that are no JSON")
}

fn of(value: &Value, mask: &Mask, depth: usize, is_told: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(list) => match list.first() {
            Some(first) if depth < DEEPEST => format!("[{} times {}]", list.len(), of(first, mask, depth + 1, false)),
            _ => format!("[{}]", list.len()),
        },
        Value::Object(members) if depth >= DEEPEST => format!("{{{}}}", members.len()),
        Value::Object(members) => {
            let shown = members.iter().take(WIDEST).map(|(key, value)| {
                let text = value.as_str().filter(|_| is_told && TOLD.contains(&key.as_str()));
                let is_told = is_told && key.starts_with("error");
                let value = text
                    .map_or_else(|| of(value, mask, depth + 1, is_told), |text| format!("\"{}\"", mask.foreign(text)));
                format!("{}: {value}", mask.foreign(key))
            });
            let mut shown: Vec<_> = shown.collect();
            if members.len() > WIDEST {
                shown.push(format!("and {} more", members.len() - WIDEST));
            }
            format!("{{{}}}", shown.join(", "))
        }
    }
}

/// Whether it is a page for people.
pub(super) fn is_page(answer: &Answer) -> bool {
    let body = answer.body.trim_ascii_start();
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
    let is_html = answer.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    body.starts_with(b"<") || is_html && !body.is_empty() && !body.starts_with(b"{")
}

fn title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    // Only ASCII letters change, so places stay the same.
    let low = text.to_ascii_lowercase();
    let start = low.find("<title")?;
    let start = start + low[start..].find('>')? + 1;
    let end = start + low[start..].find("</title")?;
    let title = text[start..end].trim();
    (!title.is_empty()).then(|| title.to_owned())
}
