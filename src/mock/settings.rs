//! What the mock holds its callers to.

use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

const DAY: u64 = 24 * 60 * 60;

/// The rules of the mock's API; the default is Tallyfy's.
///
/// Its JSON form is what the control endpoint takes, with any part of the keys.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The one client id that is right.
    pub client_id: String,
    /// The client secret; none: any text.
    pub client_secret: Option<String>,
    /// The user name; none: any text.
    pub username: Option<String>,
    /// The password; none: any text.
    pub password: Option<String>,
    /// Seconds that a user's access token lives.
    pub expires_in: u64,
    /// Seconds that an application's access token lives.
    pub application_expires_in: u64,
    /// Seconds that a refresh token lives.
    pub refresh_expires_in: u64,
    /// Whether a refresh gives a new refresh token and ends the old one.
    pub rotate_refresh_token: bool,
    /// Whether token answers carry a refresh token at all, after a login as after a refresh.
    pub refresh_token_in_answer: bool,
    /// The `token_type` of token answers.
    pub token_type: String,
    /// The token endpoint's path, below the base path or without it.
    pub token_path: String,
    /// What a base URL adds to the server's address; paths without it are answered too.
    pub base_path: String,
    /// Headers that every request to the API must carry, exactly once and with this value.
    pub required_headers: BTreeMap<String, String>,
    /// Which tokens are good for which requests to the API.
    pub token_rule: TokenRule,
}

/// Which tokens are good for which requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenRule {
    /// No request needs a token.
    None,
    /// Every request needs a token of any owner.
    Any,
    /// Paths below `/applications/` need an application's token, all others a user's.
    ByOwner,
}

/// Why a text is no header. It does not repeat the text, which may hold a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is no colon.
    #[error("write it as `Name: value`")]
    Form,
    /// HTTP allows no such name, or it is empty.
    #[error("in front of the colon stands no name of a header")]
    Name,
    /// HTTP allows no such value.
    #[error("behind the colon stands no value of a header")]
    Value,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client_id: "1001".to_owned(),
            client_secret: None,
            username: None,
            password: None,
            expires_in: 60 * 60,
            application_expires_in: 7 * DAY,
            refresh_expires_in: 365 * DAY,
            rotate_refresh_token: false,
            refresh_token_in_answer: true,
            token_type: "Bearer".to_owned(),
            token_path: "/oauth/token".to_owned(),
            base_path: "/api".to_owned(),
            required_headers: [("X-Tallyfy-Client".to_owned(), "APIClient".to_owned())].into(),
            token_rule: TokenRule::ByOwner,
        }
    }
}

impl Settings {
    /// Reads `Name: value` as one of [`Settings::required_headers`].
    pub fn parse_header(text: &str) -> Result<(String, String), HeaderError> {
        let (name, value) = text.split_once(':').ok_or(HeaderError::Form)?;
        let (name, value) = (name.trim(), value.trim());
        HeaderName::try_from(name).map_err(|_| HeaderError::Name)?;
        HeaderValue::try_from(value).map_err(|_| HeaderError::Value)?;
        Ok((name.to_owned(), value.to_owned()))
    }

    /// These settings with the keys of `change` replaced.
    pub(super) fn changed(&self, change: serde_json::Map<String, Value>) -> Result<Self, serde_json::Error> {
        let mut all = serde_json::to_value(self)?;
        if let Value::Object(all) = &mut all {
            all.extend(change);
        }
        Self::deserialize(all)
    }

    /// `path` without the base path, when it starts with it.
    pub(super) fn below_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base = self.base_path.trim_end_matches('/');
        path.strip_prefix(base).filter(|rest| !base.is_empty() && (rest.is_empty() || rest.starts_with('/')))
    }

    /// Whether `path` asks for the user itself.
    pub(super) fn is_own_path(&self, path: &str) -> bool {
        let path = self.below_base(path).unwrap_or(path);
        path == "/me" || path.starts_with("/me/")
    }

    /// Whether `path` is the token endpoint's.
    pub(super) fn is_token_path(&self, path: &str) -> bool {
        path == self.token_path || self.below_base(path) == Some(&self.token_path)
    }
}

// By hand: the credentials may be real ones.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use serde_json::json;

    #[test]
    fn a_part_of_the_keys_can_be_changed() {
        let change = |value: serde_json::Value| Settings::default().changed(value.as_object().unwrap().clone());
        let changed = change(json!({"expires_in": 5, "password": "p"})).unwrap();
        assert_eq!((changed.expires_in, changed.password.as_deref()), (5, Some("p")));
        assert_eq!(changed.client_id, "1001");
        assert_eq!(change(json!({"password": null})).unwrap(), Settings::default());
        assert!(change(json!({"expire_in": 5})).unwrap_err().to_string().contains("`expires_in`"));
        assert!(change(json!({"expires_in": -1})).is_err());
        assert!(!format!("{changed:?}").contains("\"p\""));
    }

    #[test]
    fn the_token_endpoint_is_found_with_and_without_base_path() {
        let settings = Settings::default();
        assert!(settings.is_token_path("/api/oauth/token") && settings.is_token_path("/oauth/token"));
        for path in ["/api//oauth/token", "//oauth/token", "/apioauth/token", "/api/oauth/token/", "/oauth/tokens"] {
            assert!(!settings.is_token_path(path), "{path}");
        }
        let bare = Settings { base_path: "/".to_owned(), ..settings };
        assert!(bare.is_token_path("/oauth/token") && bare.below_base("/x").is_none());
    }
}
