//! The control endpoint: orders faults, changes settings, tells what came in.

use super::answer::Answer;
use super::order::{FaultRule, FaultRuleError};
use super::orders::Orders;
use super::state::State;
use super::tokens::Kind;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Instant;

/// Where all paths of the control endpoint start.
pub(super) const PREFIX: &str = "/__postsmith/";

/// What the endpoint takes, for whoever asks for something else.
const ROUTES: [(&str, &str); 8] = [
    ("GET", "requests"),
    ("DELETE", "requests"),
    ("GET", "faults"),
    ("PUT", "faults"),
    ("PUT", "settings"),
    ("GET", "tokens"),
    ("POST", "expire"),
    ("POST", "reset"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expire {
    token: Which,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Which {
    Access,
    Refresh,
    All,
}

/// All calls of the control endpoint, each as `METHOD PATH`.
pub fn control_calls() -> impl Iterator<Item = String> {
    ROUTES.iter().map(|(method, name)| format!("{method} {PREFIX}{name}"))
}

/// Answers a call of the control endpoint; `name` is the path behind [`PREFIX`].
pub(super) fn answer(state: &mut State, method: &str, name: &str, body: &[u8], now: Instant) -> Answer {
    let done = match (method, name) {
        ("GET", "requests") => return Answer::json(200, &json!(state.log.entries())),
        ("GET", "faults") => return Answer::json(200, &json!(state.orders.list())),
        ("GET", "tokens") => return tokens(state, now),
        ("DELETE", "requests") => {
            state.log.clear();
            Ok(())
        }
        ("POST", "reset") => {
            state.reset();
            Ok(())
        }
        ("PUT", "faults") => order(state, body),
        ("PUT", "settings") => change(state, body),
        ("POST", "expire") => expire(state, body, now),
        _ => {
            let known: Vec<_> = control_calls().collect();
            return Answer::json(404, &json!({ "error": "no such call of the control endpoint", "calls": known }));
        }
    };
    match done {
        Ok(()) => Answer::empty(204),
        Err(problem) => Answer::json(400, &json!({ "error": problem })),
    }
}

fn tokens(state: &State, now: Instant) -> Answer {
    let good = |kind| state.tokens.good(kind, now);
    let all = json!({
        "access": good(Kind::Access), "refresh": good(Kind::Refresh), "application": good(Kind::Application),
    });
    Answer::json(200, &all)
}

fn order(state: &mut State, body: &[u8]) -> Result<(), String> {
    let list: Vec<Value> = read(body)?;
    let orders: Result<Vec<_>, FaultRuleError> = list.into_iter().map(FaultRule::from_json).collect();
    state.orders = Orders::new(orders.map_err(|error| error.to_string())?);
    Ok(())
}

fn change(state: &mut State, body: &[u8]) -> Result<(), String> {
    state.settings = state.settings.changed(read(body)?).map_err(|error| error.to_string())?;
    Ok(())
}

fn expire(state: &mut State, body: &[u8], now: Instant) -> Result<(), String> {
    let kinds: &[Kind] = match read::<Expire>(body)?.token {
        Which::Access => &[Kind::Access, Kind::Application],
        Which::Refresh => &[Kind::Refresh],
        Which::All => &[Kind::Access, Kind::Application, Kind::Refresh],
    };
    state.tokens.end_all(kinds, now);
    Ok(())
}

fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body is not what this call takes: {error}"))
}
