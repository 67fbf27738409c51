//! The structure of a response's body, without the data in it.

use super::mask::Mask;
use super::tokens::JsonBody;
use crate::http::ClientResponse;
use serde_json::Value;

/// Members of an error response whose text is shown.
const ERROR_MEMBERS: &[&str] = &["error", "error_description", "message", "code", "title", "detail", "reason"];
/// Most members of one object that are shown.
const MAX_MEMBERS: usize = 20;
/// How many levels are shown.
const MAX_DEPTH: usize = 3;

/// The body by its structure: keys with the types of their values, and of an error response the masked texts that describe the error.
pub(super) fn summarize_body(response: &ClientResponse, mask: &Mask) -> String {
    let bytes = response.body.len();
    if bytes == 0 {
        return "no body".to_owned();
    }
    if let Some(json) = JsonBody::parse(&response.body) {
        // The data of a successful response is private; the text of an error is not.
        let is_error = response.status >= 400 || json.get("error").is_some();
        return format!("JSON of {bytes} bytes: {}", summarize_value(&json, mask, 0, is_error));
    }
    if is_html(response) {
        let title = html_title(&response.body).map(|title| format!(" with the title \"{}\"", mask.foreign(&title)));
        return format!("HTML of {bytes} bytes{}", title.unwrap_or_default());
    }
    format!("{bytes} bytes that are not JSON")
}

fn summarize_value(value: &Value, mask: &Mask, depth: usize, is_error: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "text".to_owned(),
        Value::Array(list) => match list.first() {
            Some(first) if depth < MAX_DEPTH => {
                format!("[{} times {}]", list.len(), summarize_value(first, mask, depth + 1, false))
            }
            _ => format!("[{}]", list.len()),
        },
        Value::Object(members) if depth >= MAX_DEPTH => format!("{{{}}}", members.len()),
        Value::Object(members) => {
            let shown = members.iter().take(MAX_MEMBERS).map(|(key, value)| {
                let text = value.as_str().filter(|_| is_error && ERROR_MEMBERS.contains(&key.as_str()));
                let value = text.map_or_else(
                    || summarize_value(value, mask, depth + 1, is_error && key.starts_with("error")),
                    |text| format!("\"{}\"", mask.foreign(text)),
                );
                format!("{}: {value}", mask.foreign(key))
            });
            let mut shown: Vec<_> = shown.collect();
            if members.len() > MAX_MEMBERS {
                shown.push(format!("and {} more", members.len() - MAX_MEMBERS));
            }
            format!("{{{}}}", shown.join(", "))
        }
    }
}

/// Whether the body is a web page.
pub(super) fn is_html(response: &ClientResponse) -> bool {
    let body = response.body.trim_ascii_start();
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
    let has_type = response.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    body.starts_with(b"<") || has_type && !body.is_empty() && !body.starts_with(b"{")
}

fn html_title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    // Only ASCII changes, so positions stay the same.
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title = text[start..end].trim();
    (!title.is_empty()).then(|| title.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{is_html, summarize_body};
    use crate::doctor::mask::Mask;
    use crate::http::ClientResponse;
    use zeroize::Zeroizing;

    fn response(status: u16, body: &str) -> ClientResponse {
        ClientResponse { status, headers: Vec::new(), body: Zeroizing::new(body.as_bytes().to_vec()) }
    }

    #[test]
    fn data_is_hidden_and_errors_are_shown() {
        let summary = |status, body| summarize_body(&response(status, body), &Mask::default());
        assert_eq!(
            summary(200, r#"{"name": "Ana", "message": "hi"}"#),
            "JSON of 32 bytes: {name: text, message: text}"
        );
        assert_eq!(summary(400, r#"{"message": "no"}"#), "JSON of 17 bytes: {message: \"no\"}");
        assert_eq!(summary(200, "[1, 2]"), "JSON of 6 bytes: [2 times number]");
        assert_eq!(summary(200, "<TITLE>Log in</title>"), "HTML of 21 bytes with the title \"Log in\"");
        assert_eq!(
            (summary(200, ""), summary(200, "x")),
            ("no body".to_owned(), "1 bytes that are not JSON".to_owned())
        );
        assert!(is_html(&response(200, " <html>")) && !is_html(&response(200, "{}")));
    }
}
