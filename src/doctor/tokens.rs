//! The tokens in a token response.

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use std::ops::Deref;
use zeroize::Zeroize as _;

/// A JSON body that may hold tokens. Its texts are wiped from memory when it is dropped.
pub(super) struct JsonBody(Value);

impl JsonBody {
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok().map(Self)
    }
}

impl Deref for JsonBody {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Drop for JsonBody {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// The JSON parser bounds the depth of this recursion.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Tokens that the token endpoint issued.
#[derive(Debug, Clone)]
pub struct ReceivedTokens {
    /// The access token.
    pub access: SecretString,
    /// The refresh token that is valid now.
    pub refresh: Option<SecretString>,
    /// The token type, as the scripts of a collection store it.
    pub token_type: &'static str,
    /// How long the access token is valid, in seconds from `issued` on.
    pub lifetime: Option<u64>,
    /// When the response came, in milliseconds since 1970.
    pub issued: u64,
}

impl ReceivedTokens {
    /// When the access token expires, in milliseconds since 1970. Without a lifetime it is one hour, as in the scripts.
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

/// The token in a member of a token response, if it is a text that a header can hold.
pub(super) fn token_of(response: &Value, member: &str) -> Option<SecretString> {
    let token = response.get(member)?.as_str()?;
    // Postman would replace a variable in a stored token by its value, so a server could ask for the password.
    let names_variable = token.contains("{{");
    let is_sendable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) && !names_variable;
    is_sendable.then(|| token.to_owned().into())
}

/// Longest lifetime, in seconds: a hundred years.
const MAX_LIFETIME: f64 = 3_155_760_000.0;

/// The number of seconds in `expires_in`; some servers send it as a text.
pub(super) fn lifetime_of(response: &Value) -> Option<u64> {
    let value = response.get("expires_in")?;
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the value is between 1 and a hundred years"
    )]
    (seconds >= 1.0).then(|| seconds.min(MAX_LIFETIME) as u64)
}

#[cfg(test)]
mod tests {
    use super::{lifetime_of, token_of};
    use serde_json::json;

    #[test]
    fn only_a_number_of_seconds_above_0_is_a_lifetime() {
        for (value, lifetime) in [
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
            assert_eq!(lifetime_of(&json!({ "expires_in": value })), lifetime, "{value}");
        }
    }

    #[test]
    fn a_token_is_a_text_that_a_header_can_hold() {
        for wrong in
            [json!(""), json!("a b"), json!("a\r\nEvil: 1"), json!("a{{PASSWORD}}"), json!(5), json!(null), json!("é")]
        {
            assert!(token_of(&json!({ "access_token": wrong }), "access_token").is_none(), "{wrong}");
        }
        assert!(token_of(&json!({ "access_token": "a.b-c" }), "access_token").is_some());
    }
}
