//! The control endpoint: sets fault rules, changes settings, expires tokens, returns the log.

use super::fault_rule::{ActiveFaults, FaultRule, FaultRuleError};
use super::response::MockResponse;
use super::state::MockState;
use super::tokens::TokenKind;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Instant;

/// The start of every path of the control endpoint.
pub(super) const PREFIX: &str = "/__postsmith/";

/// Every call of the control endpoint, for the help and for the response to an unknown call.
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
    token: TokenSelection,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TokenSelection {
    Access,
    Refresh,
    All,
}

/// All calls of the control endpoint, each as `METHOD PATH`.
pub fn control_calls() -> impl Iterator<Item = String> {
    ROUTES.iter().map(|(method, name)| format!("{method} {PREFIX}{name}"))
}

/// Responds to a call of the control endpoint; `name` is the path after [`PREFIX`].
pub(super) fn respond(state: &mut MockState, method: &str, name: &str, body: &[u8], now: Instant) -> MockResponse {
    let done = match (method, name) {
        ("GET", "requests") => return MockResponse::json(200, &state.logged_requests()),
        ("GET", "faults") => return MockResponse::json(200, &json!(state.faults.rules())),
        ("GET", "tokens") => return tokens(state, now),
        ("DELETE", "requests") => {
            state.log.clear();
            Ok(())
        }
        ("POST", "reset") => {
            state.reset();
            Ok(())
        }
        ("PUT", "faults") => set_faults(state, body),
        ("PUT", "settings") => change_settings(state, body),
        ("POST", "expire") => expire(state, body, now),
        _ => {
            let known: Vec<_> = control_calls().collect();
            return MockResponse::json(
                404,
                &json!({ "error": "unknown call of the control endpoint", "calls": known }),
            );
        }
    };
    match done {
        Ok(()) => MockResponse::empty(204),
        Err(problem) => MockResponse::json(400, &json!({ "error": problem })),
    }
}

fn tokens(state: &MockState, now: Instant) -> MockResponse {
    let valid = |kind| state.tokens.valid(kind, now);
    let all = json!({
        "access": valid(TokenKind::Access), "refresh": valid(TokenKind::Refresh), "application": valid(TokenKind::Application),
    });
    MockResponse::json(200, &all)
}

fn set_faults(state: &mut MockState, body: &[u8]) -> Result<(), String> {
    let list: Vec<Value> = read(body)?;
    let rules: Result<Vec<_>, FaultRuleError> = list.into_iter().map(FaultRule::from_json).collect();
    state.faults = ActiveFaults::new(rules.map_err(|error| error.to_string())?);
    Ok(())
}

fn change_settings(state: &mut MockState, body: &[u8]) -> Result<(), String> {
    state.settings = state.settings.changed(read(body)?).map_err(|error| error.to_string())?;
    Ok(())
}

fn expire(state: &mut MockState, body: &[u8], now: Instant) -> Result<(), String> {
    let kinds: &[TokenKind] = match read::<Expire>(body)?.token {
        TokenSelection::Access => &[TokenKind::Access, TokenKind::Application],
        TokenSelection::Refresh => &[TokenKind::Refresh],
        TokenSelection::All => &[TokenKind::Access, TokenKind::Application, TokenKind::Refresh],
    };
    state.tokens.expire_all(kinds, now);
    Ok(())
}

fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| format!("the body does not fit this call: {error}"))
}
