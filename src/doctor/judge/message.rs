//! What an answer says of its error.

use crate::doctor::mask::Mask;
use crate::doctor::token::Json;
use crate::http::Answer;
use serde_json::Value;

/// The error in an answer. Its texts are the server's and may hold anything: only [`Said::shown`] shows them.
pub(in crate::doctor) struct Said {
    pub(in crate::doctor) status: u16,
    /// The body, when it is JSON.
    pub(in crate::doctor) json: Option<Json>,
    /// `error`, when it is a text.
    code: Option<String>,
    /// Everything that is said, in lower case.
    low: String,
}

impl Said {
    pub(in crate::doctor) fn new(answer: &Answer) -> Self {
        let json = Json::parse(&answer.body);
        let text = |key: &str| json.as_ref().and_then(|json| json.get(key)).and_then(Value::as_str).map(str::to_owned);
        // Some servers put the OAuth error one level down: `{"error": {"code": "...", "message": "..."}}`.
        let inner = |key: &str| {
            let inner = json.as_ref().and_then(|json| json.get("error")).filter(|error| error.is_object());
            inner.and_then(|error| error.get(key)).and_then(Value::as_str).map(str::to_owned)
        };
        let code = text("error").or_else(|| inner("code")).or_else(|| inner("type"));
        let told = ["error_description", "message", "detail", "title", "code", "hint"].into_iter().filter_map(text);
        let challenge = answer.header("www-authenticate").map(str::to_owned);
        let all: Vec<String> = code.clone().into_iter().chain(told).chain(inner("message")).chain(challenge).collect();
        Self { status: answer.status, low: all.join(" | ").to_lowercase(), json, code }
    }

    /// The error code.
    pub(in crate::doctor) fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    /// Whether any of `words`, in lower case, is said.
    pub(in crate::doctor) fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.low.contains(word))
    }

    /// Whether the body says that something went wrong, whatever the status.
    pub(in crate::doctor) fn is_error(&self) -> bool {
        self.json.as_ref().and_then(|json| json.get("error")).is_some_and(|error| match error {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            _ => true,
        })
    }

    /// The status with what is said, masked.
    pub(in crate::doctor) fn shown(&self, mask: &Mask) -> String {
        let text = |key: &str| self.json.as_ref().and_then(|json| json.get(key)).and_then(Value::as_str);
        let code = self.code.as_deref().map(|code| format!(" `{}`", mask.foreign(code))).unwrap_or_default();
        let told = ["error_description", "message", "detail"].into_iter().find_map(text);
        let told = told.map(|told| format!(": {}", mask.foreign(told))).unwrap_or_default();
        format!("the answer is {}{code}{told}", self.status)
    }
}
