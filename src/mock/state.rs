//! The mock without its wire: a request and a moment in, an answer out.

use super::answer::{Answer, Delivery};
use super::api;
use super::log::Log;
use super::order::Order;
use super::orders::{Call, Orders};
use super::received::Received;
use super::routes::Routes;
use super::settings::Settings;
use super::token_endpoint::{Refusal, TokenRequest};
use super::tokens::{Kind, Tokens};
use crate::oauth::{Fault, bearer_token};
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
    pub(super) fn new(routes: Routes, settings: Settings, orders: Vec<Order>, tag: String) -> Self {
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
        if let Some(reply) = order.as_ref().and_then(Reply::instead) {
            return reply;
        }
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
        let order = self.orders.take(Call::Api);
        if let Some(reply) = order.as_ref().and_then(Reply::instead) {
            return reply;
        }
        let presented = received.header("authorization").next().and_then(|value| bearer_token(value).ok());
        self.end_tokens(order.as_ref(), presented, now);
        let answer = api::answer(received, &self.settings, &self.tokens, &self.routes, now);
        Reply::with(answer, order.as_ref())
    }

    fn end_tokens(&mut self, order: Option<&Order>, presented: Option<&str>, now: Instant) {
        match order.map(|order| order.fault) {
            Some(Fault::Revoked) => self.tokens.end_all(&[Kind::Access, Kind::Refresh, Kind::Application], now),
            Some(Fault::Expired) => {
                if let Some(token) = presented {
                    self.tokens.end(token, now);
                }
            }
            _ => {}
        }
    }
}

impl Reply {
    fn with(answer: Answer, order: Option<&Order>) -> Self {
        Self { answer, delivery: order.map_or(Delivery::Whole, Order::delivery), fault: order.map(|order| order.fault) }
    }

    /// The reply of an order that does not let the call be handled.
    fn instead(order: &Order) -> Option<Self> {
        order.replacement().map(|answer| Self::with(answer, Some(order)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Order, Received, Routes, Settings, State};
    use crate::document::Document;
    use crate::postman::Collection;
    use std::time::Instant;

    #[test]
    fn debugging_shows_nothing_that_came_in_or_goes_out() {
        let collection = r#"{"item": [{"name": "a", "request": {"url": "http://x/a?key=hunter2", "auth": {"type": "noauth"}},
            "response": [{"code": 200, "body": "hunter2", "header": [{"key": "Set-Cookie", "value": "hunter2"}]}]}]}"#;
        let document = Document::json("c.json", collection).unwrap();
        let routes = Routes::new(Collection::new(document.root()));
        let order = Order::parse(
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
