//! What an ordered fault does to an answer.

use super::answer::{Answer, Delivery};
use super::order::{Headers, Order};
use crate::oauth::Fault;
use serde_json::{Map, Value, json};
use std::time::Duration;

const DEFAULT_DELAY_MS: u64 = 2000;
const DEFAULT_RETRY_AFTER: u64 = 30;

impl Order {
    /// The answer that stands in place of the right one; none for a fault that needs the right one.
    pub(super) fn replacement(&self) -> Option<Answer> {
        Some(match self.fault {
            Fault::Answer => self.verbatim(),
            Fault::Html => Answer::html(200),
            Fault::BadGatewayHtml => Answer::html(502),
            Fault::Unauthorized => Answer::error(401, "UNAUTHENTICATED", "Unauthenticated."),
            Fault::InvalidClient => Answer::json(401, &json!({ "error": "invalid_client" })),
            Fault::InvalidGrant => Answer::json(400, &json!({ "error": "invalid_grant" })),
            Fault::RateLimited => Answer::error(429, "RATE_LIMIT_EXCEEDED", "Too many requests.")
                .header("retry-after", &self.retry_after.unwrap_or(DEFAULT_RETRY_AFTER).to_string())
                .header("x-ratelimit-remaining", "0"),
            Fault::Unavailable => Answer::error(503, "SERVICE_UNAVAILABLE", "The service is unavailable."),
            Fault::ErrorIn200 => Answer::json(200, &json!({ "error": "server_error" })),
            // A place-holder, so that the call is not handled: `Delivery::Never` ends the connection before it is sent.
            Fault::Close => Answer::empty(503),
            Fault::Expired
            | Fault::Revoked
            | Fault::Slow
            | Fault::Truncated
            | Fault::NoRefreshToken
            | Fault::ExpiresIn
            | Fault::LowerCaseType => return None,
        })
    }

    fn verbatim(&self) -> Answer {
        let headers = self.headers.as_ref().map(Headers::pairs).unwrap_or_default();
        let body = match &self.body {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
        };
        let mut answer = Answer { headers, body: body.into_bytes(), ..Answer::empty(self.status.unwrap_or(200)) };
        let typed = answer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if !typed && !answer.body.is_empty() {
            answer = answer.header("content-type", "application/json");
        }
        answer
    }

    /// How the answer goes out.
    pub(super) fn delivery(&self) -> Delivery {
        match self.fault {
            Fault::Slow => Delivery::Late(Duration::from_millis(self.ms.unwrap_or(DEFAULT_DELAY_MS))),
            Fault::Close => Delivery::Never,
            Fault::Truncated => Delivery::Half,
            _ => Delivery::Whole,
        }
    }

    /// Changes a right token answer.
    pub(super) fn bend(&self, token: &mut Map<String, Value>) {
        match self.fault {
            Fault::NoRefreshToken => {
                token.shift_remove("refresh_token");
            }
            Fault::ExpiresIn => match &self.value {
                Some(value) => {
                    token.insert("expires_in".to_owned(), value.clone());
                }
                None => {
                    token.shift_remove("expires_in");
                }
            },
            Fault::LowerCaseType => {
                token.insert("token_type".to_owned(), Value::from("bearer"));
            }
            _ => {}
        }
    }
}
