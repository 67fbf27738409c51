//! The mock without its wire: a request and a moment in, an answer out.

use super::Fault;
use super::answer::{Answer, Delivery};
use super::api;
use super::log::Log;
use super::order::FaultRule;
use super::orders::{Call, Orders};
use super::received::Received;
use super::routes::Routes;
use super::settings::Settings;
use super::token_endpoint::{Refusal, TokenRequest};
use super::tokens::{Kind, Standing, Tokens};
use crate::oauth::bearer_token;
use serde_json::Value;
use std::time::Instant;

/// Everything that the mock remembers.
#[derive(Debug)]
pub(super) struct State {
    routes: Routes,
    /// What a reset goes back to.
    defaults: Settings,
    pub(super) settings: Settings,
    pub(super) orders: Orders,
    pub(super) tokens: Tokens,
    pub(super) log: Log,
}

/// An answer and how it goes out.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) answer: Answer,
    pub(super) delivery: Delivery,
    /// The ordered fault that it shows.
    pub(super) fault: Option<Fault>,
}

impl State {
    pub(super) fn new(routes: Routes, settings: Settings, orders: Vec<FaultRule>, tag: String) -> Self {
        Self {
            routes,
            defaults: settings.clone(),
            settings,
            orders: Orders::new(orders),
            tokens: Tokens::new(tag),
            log: Log::default(),
        }
    }

    /// No faults, the settings of the start, no tokens, no log.
    pub(super) fn reset(&mut self) {
        self.settings = self.defaults.clone();
        self.orders = Orders::default();
        self.tokens.forget();
        self.log.clear();
    }

    /// Answers a request and logs it.
    pub(super) fn exchange(&mut self, received: Received, now: Instant) -> Reply {
        let reply = if self.settings.is_token_path(received.path()) {
            self.token_call(&received, now)
        } else {
            self.api_call(&received, now)
        };
        self.log.push(received);
        reply
    }

    fn token_call(&mut self, received: &Received, now: Instant) -> Reply {
        let request = TokenRequest::read(received);
        let order = self.orders.take(Call::Token(request.as_ref().ok().map(|request| request.grant)));
        if let Some(reply) = order.as_ref().and_then(|order| Reply::instead(order, received)) {
            return reply;
        }
        let altered = order.as_ref().and_then(|order| order.altered(received, &self.settings));
        let request = altered.as_ref().map_or(request, TokenRequest::read);
        let presented = request.as_ref().ok().and_then(TokenRequest::refresh_token);
        self.end_tokens(order.as_ref(), presented, now);
        let answer = request.and_then(|request| request.answer(&self.settings, &mut self.tokens, now));
        let answer = match answer {
            Ok(mut members) => {
                if let Some(order) = &order {
                    order.bend(&mut members);
                }
                // RFC 6749 section 5.1.
                Answer::json(200, &Value::Object(members)).header("cache-control", "no-store")
            }
            Err(refusal) => Refusal::answer(&refusal),
        };
        Reply::with(answer, order.as_ref())
    }

    fn api_call(&mut self, received: &Received, now: Instant) -> Reply {
        let own = self.settings.is_own_path(received.path());
        let order = self.orders.take(if own { Call::Me } else { Call::Api });
        if let Some(reply) = order.as_ref().and_then(|order| Reply::instead(order, received)) {
            return reply;
        }
        let altered = order.as_ref().and_then(|order| order.altered(received, &self.settings));
        let received = altered.as_ref().unwrap_or(received);
        let presented = received.header("authorization").next().and_then(|value| bearer_token(value).ok());
        self.end_tokens(order.as_ref(), presented, now);
        let answer = api::answer(received, &self.settings, &self.tokens, &self.routes, now);
        Reply::with(answer, order.as_ref())
    }

    fn end_tokens(&mut self, order: Option<&FaultRule>, presented: Option<&str>, now: Instant) {
        let Some(fault) = order.map(|order| order.fault) else { return };
        if fault == Fault::Revoked {
            self.tokens.forget();
        }
        let Some(token) = presented else { return };
        let refreshes = self.tokens.standing(token, now) == Standing::Good(Kind::Refresh);
        match fault {
            Fault::Expired => self.tokens.end(token, now),
            Fault::RefreshDead if refreshes => self.tokens.end(token, now),
            Fault::RefreshRotated if refreshes => {
                // It goes to nobody: somebody else has it.
                self.tokens.replace(token, self.settings.refresh_expires_in, now);
            }
            _ => {}
        }
    }
}

impl Reply {
    fn with(answer: Answer, order: Option<&FaultRule>) -> Self {
        let Some(order) = order else { return Self { answer, delivery: Delivery::Whole, fault: None } };
        Self { answer: order.finished(answer), delivery: order.delivery(), fault: Some(order.fault) }
    }

    /// The reply of an order that does not let the call be handled.
    fn instead(order: &FaultRule, received: &Received) -> Option<Self> {
        order.replacement(received).map(|answer| Self::with(answer, Some(order)))
    }
}

#[cfg(test)]
mod tests {
    use super::{FaultRule, Received, Routes, Settings, State};
    use crate::document::Document;
    use crate::postman::Collection;
    use std::time::Instant;

    #[test]
    fn debugging_shows_nothing_that_came_in_or_goes_out() {
        let collection = r#"{"item": [{"name": "a", "request": {"url": "http://x/a?key=hunter2", "auth": {"type": "noauth"}},
            "response": [{"code": 200, "body": "hunter2", "header": [{"key": "Set-Cookie", "value": "hunter2"}]}]}]}"#;
        let document = Document::json("c.json", collection).unwrap();
        let routes = Routes::new(Collection::new(document.root()));
        let order = FaultRule::parse(
            r#"{"fault": "answer", "on": "api", "times": 1, "body": "hunter2", "headers": {"x-token": "hunter2"}}"#,
        );
        let settings = Settings { password: Some("hunter2".to_owned()), ..Settings::default() };
        let mut state = State::new(routes, settings, vec![order.unwrap()], "tag".to_owned());
        let before = format!("{state:?}");
        let request = || Received {
            method: "GET".to_owned(),
            url: "/a?key=hunter2".to_owned(),
            headers: [("authorization", "Bearer hunter2"), ("x-tallyfy-client", "APIClient")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            body: b"hunter2".to_vec(),
        };
        for sent in ["ordered", "saved"] {
            let reply = state.exchange(request(), Instant::now());
            assert!(String::from_utf8_lossy(&reply.answer.body).contains("hunter2"), "{sent}");
            assert!(!format!("{before} {state:?} {reply:?}").contains("hunter2"), "{sent}: {state:?} {reply:?}");
        }
    }
}
