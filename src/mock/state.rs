//! The state of the mock, without its connection: it turns a request and the current time into a response.

use super::Fault;
use super::api;
use super::fault_rule::{ActiveFaults, CallKind, FaultRule};
use super::masked_log;
use super::request::CallLog;
use super::request::MockRequest;
use super::response::{Delivery, MockResponse};
use super::routes::Routes;
use super::settings::Settings;
use super::token_endpoint::TokenRequest;
use super::tokens::{TokenKind, TokenStatus, TokenStore};
use crate::oauth::bearer_token;
use serde_json::{Value, json};
use std::time::Instant;

/// The state of the mock.
#[derive(Debug)]
pub(super) struct MockState {
    routes: Routes,
    /// The settings that a reset restores.
    initial_settings: Settings,
    pub(super) settings: Settings,
    pub(super) faults: ActiveFaults,
    pub(super) tokens: TokenStore,
    pub(super) log: CallLog,
    /// Whether the log shows credentials. No call of the control endpoint changes it.
    pub(super) shows_credentials: bool,
}

/// A response and how to send it.
#[derive(Debug)]
pub(super) struct PlannedResponse {
    pub(super) response: MockResponse,
    pub(super) delivery: Delivery,
    /// The fault that it shows.
    pub(super) fault: Option<Fault>,
}

impl MockState {
    pub(super) fn new(routes: Routes, settings: Settings, rules: Vec<FaultRule>, tag: String) -> Self {
        Self {
            routes,
            initial_settings: settings.clone(),
            settings,
            faults: ActiveFaults::new(rules),
            tokens: TokenStore::new(tag),
            log: CallLog::default(),
            shows_credentials: false,
        }
    }

    /// Removes faults, tokens and log, and restores the initial settings.
    pub(super) fn reset(&mut self) {
        self.settings = self.initial_settings.clone();
        self.faults = ActiveFaults::default();
        self.tokens.forget();
        self.log.clear();
    }

    /// The log as JSON, without the credentials in it unless they were asked for.
    pub(super) fn logged_requests(&self) -> Value {
        let entries = self.log.entries();
        if self.shows_credentials { json!(entries) } else { json!(masked_log::masked(entries)) }
    }

    /// Responds to a request and logs it.
    pub(super) fn respond(&mut self, request: MockRequest, now: Instant) -> PlannedResponse {
        let planned = if self.settings.is_token_path(request.path()) {
            self.respond_to_token_request(&request, now)
        } else {
            self.respond_to_api_request(&request, now)
        };
        self.log.push(request);
        planned
    }

    fn respond_to_token_request(&mut self, request: &MockRequest, now: Instant) -> PlannedResponse {
        let token_request = TokenRequest::read(request);
        let grant = token_request.as_ref().ok().map(|token_request| token_request.grant);
        let rule = self.faults.take(CallKind::Token(grant));
        if let Some(planned) = rule.as_ref().and_then(|rule| PlannedResponse::replacing(rule, request)) {
            return planned;
        }
        let tampered = rule.as_ref().and_then(|rule| rule.tamper_with_request(request, &self.settings));
        let token_request = tampered.as_ref().map_or(token_request, TokenRequest::read);
        let presented = token_request.as_ref().ok().and_then(TokenRequest::refresh_token);
        self.apply_to_tokens(rule.as_ref(), presented, now);
        let result =
            token_request.and_then(|token_request| token_request.respond(&self.settings, &mut self.tokens, now));
        let response = match result {
            Ok(mut members) => {
                if let Some(rule) = &rule {
                    rule.tamper_with_token(&mut members);
                }
                // RFC 6749 section 5.1.
                MockResponse::json(200, &Value::Object(members)).header("cache-control", "no-store")
            }
            Err(refusal) => refusal.response(),
        };
        PlannedResponse::new(response, rule.as_ref())
    }

    fn respond_to_api_request(&mut self, request: &MockRequest, now: Instant) -> PlannedResponse {
        let is_user_path = self.settings.is_user_path(request.path());
        let rule = self.faults.take(if is_user_path { CallKind::Me } else { CallKind::Api });
        if let Some(planned) = rule.as_ref().and_then(|rule| PlannedResponse::replacing(rule, request)) {
            return planned;
        }
        let tampered = rule.as_ref().and_then(|rule| rule.tamper_with_request(request, &self.settings));
        let request = tampered.as_ref().unwrap_or(request);
        let presented = request.header("authorization").next().and_then(|value| bearer_token(value).ok());
        self.apply_to_tokens(rule.as_ref(), presented, now);
        let response = api::respond(request, &self.settings, &self.tokens, &self.routes, now);
        PlannedResponse::new(response, rule.as_ref())
    }

    /// Applies the faults that expire, replace or revoke tokens; `presented` is the token in the call.
    fn apply_to_tokens(&mut self, rule: Option<&FaultRule>, presented: Option<&str>, now: Instant) {
        let Some(fault) = rule.map(|rule| rule.fault) else { return };
        if fault == Fault::Revoked {
            self.tokens.forget();
        }
        let Some(token) = presented else { return };
        let is_refresh_token = self.tokens.status(token, now) == TokenStatus::Valid(TokenKind::Refresh);
        match fault {
            Fault::Expired => self.tokens.expire(token, now),
            Fault::RefreshDead if is_refresh_token => self.tokens.expire(token, now),
            Fault::RefreshRotated if is_refresh_token => {
                // The new token is not sent: another client has it.
                self.tokens.replace(token, self.settings.refresh_expires_in, now);
            }
            _ => {}
        }
    }
}

impl PlannedResponse {
    fn new(response: MockResponse, rule: Option<&FaultRule>) -> Self {
        let Some(rule) = rule else { return Self { response, delivery: Delivery::Whole, fault: None } };
        Self { response: rule.tamper_with_response(response), delivery: rule.delivery(), fault: Some(rule.fault) }
    }

    /// The response of a rule that keeps the mock from handling the call.
    fn replacing(rule: &FaultRule, request: &MockRequest) -> Option<Self> {
        rule.replacement(request).map(|response| Self::new(response, Some(rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultRule, MockRequest, MockState, Routes, Settings};
    use crate::document::Document;
    use crate::postman::Collection;
    use std::time::Instant;

    #[test]
    fn debug_output_contains_no_part_of_a_request_or_response() {
        let collection = r#"{"item": [{"name": "a", "request": {"url": "http://x/a?key=hunter2", "auth": {"type": "noauth"}},
            "response": [{"code": 200, "body": "hunter2", "header": [{"key": "Set-Cookie", "value": "hunter2"}]}]}]}"#;
        let document = Document::json("c.json", collection).unwrap();
        let routes = Routes::new(Collection::new(document.root()));
        let rule = FaultRule::parse(
            r#"{"fault": "response", "on": "api", "times": 1, "body": "hunter2", "headers": {"x-token": "hunter2"}}"#,
        );
        let settings = Settings { password: Some("hunter2".to_owned()), ..Settings::default() };
        let mut state = MockState::new(routes, settings, vec![rule.unwrap()], "tag".to_owned());
        let before = format!("{state:?}");
        let request = || MockRequest {
            method: "GET".to_owned(),
            url: "/a?key=hunter2".to_owned(),
            headers: [("authorization", "Bearer hunter2")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            body: b"hunter2".to_vec(),
        };
        for source in ["fault rule", "saved example"] {
            let planned = state.respond(request(), Instant::now());
            assert!(String::from_utf8_lossy(&planned.response.body).contains("hunter2"), "{source}");
            assert!(!format!("{before} {state:?} {planned:?}").contains("hunter2"), "{source}: {state:?} {planned:?}");
        }
    }
}
