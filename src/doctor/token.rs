//! What a token answer says.

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::ops::Deref;
use zeroize::Zeroize as _;

/// JSON that may hold tokens: it is wiped from memory when it is dropped.
pub(super) struct Json(Value);

impl Json {
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok().map(Self)
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Drop for Json {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// The parser bounds how deep it goes.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Tokens that the API gave.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The access token.
    pub access: SecretString,
    /// The refresh token that is good now.
    pub refresh: Option<SecretString>,
    /// The type, as the scripts write it.
    pub kind: &'static str,
    /// How long the access token lives, in seconds, from `issued` on.
    pub lifetime: Option<u64>,
    /// When the answer came, in milliseconds since 1970.
    pub issued: u64,
}

impl Tokens {
    /// When the access token ends, in milliseconds since 1970; without a lifetime it is taken to be an hour, as the scripts do.
    pub fn expiry(&self) -> u64 {
        self.issued.saturating_add(self.lifetime.unwrap_or(3600).saturating_mul(1000))
    }

    pub(super) fn access(&self) -> &str {
        self.access.expose_secret()
    }

    pub(super) fn refresh(&self) -> Option<&str> {
        self.refresh.as_ref().map(SecretString::expose_secret)
    }
}

/// The text of a member of an answer that a header can hold.
pub(super) fn token_of(answer: &Value, member: &str) -> Option<SecretString> {
    let token = answer.get(member)?.as_str()?;
    let is_sendable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    is_sendable.then(|| token.to_owned().into())
}

/// Longest life that is believed, in seconds: a hundred years.
const LONGEST: f64 = 3_155_760_000.0;

/// The number of seconds in `expires_in`; some servers send it as text.
pub(super) fn lifetime_of(answer: &Value) -> Option<u64> {
    let value = answer.get("expires_in")?;
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 1 and a hundred years"
    )]
    (seconds >= 1.0).then(|| seconds.min(LONGEST) as u64)
}

#[cfg(test)]
mod tests {
    use super::{lifetime_of, token_of};
    use serde_json::json;

    #[test]
    fn only_a_number_of_seconds_above_0_is_a_life() {
        for (value, life) in [
            (json!(3600), Some(3600)),
            (json!("60"), Some(60)),
            (json!(1.5), Some(1)),
            (json!(1e300), Some(3_155_760_000)),
            (json!(0), None),
            (json!(-5), None),
            (json!("soon"), None),
            (json!("NaN"), None),
            (json!(null), None),
            (json!({}), None),
        ] {
            assert_eq!(lifetime_of(&json!({ "expires_in": value })), life, "{value}");
        }
    }

    #[test]
    fn a_token_is_a_text_that_a_header_can_hold() {
        for wrong in [json!(""), json!("a b"), json!("a\r\nEvil: 1"), json!(5), json!(null), json!("é")] {
            assert!(token_of(&json!({ "access_token": wrong }), "access_token").is_none(), "{wrong}");
        }
        assert!(token_of(&json!({ "access_token": "a.b-c" }), "access_token").is_some());
    }
}
