//! The rules of the mock's API: credentials, expiry times, paths, required headers.

use axum::http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;

const DAY: u64 = 24 * 60 * 60;

/// The rules of the mock's API. The default requires no header; callers add those of their API.
///
/// The control endpoint reads its JSON form, with some or all of the keys.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The valid client id.
    pub client_id: String,
    /// The valid client secret; `None` accepts any text.
    pub client_secret: Option<String>,
    /// The valid user name; `None` accepts any text.
    pub username: Option<String>,
    /// The valid password; `None` accepts any text.
    pub password: Option<String>,
    /// Seconds until a user's access token expires.
    pub expires_in: u64,
    /// Seconds until an application's access token expires.
    pub application_expires_in: u64,
    /// Seconds until a refresh token expires.
    pub refresh_expires_in: u64,
    /// Whether a refresh issues a new refresh token and makes the old one invalid.
    pub rotate_refresh_token: bool,
    /// Whether token responses contain a refresh token, after a login and after a refresh.
    pub refresh_token_in_response: bool,
    /// The `token_type` of token responses.
    pub token_type: String,
    /// The path of the token endpoint, which works with and without the base path.
    pub token_path: String,
    /// The path of the API's base URL; requests without it work too.
    pub base_path: String,
    /// Headers that every request to the API must have, exactly once and with this value.
    pub required_headers: BTreeMap<String, String>,
    /// Which requests to the API need which tokens.
    pub token_rule: TokenRule,
}

/// Which requests need which tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenRule {
    /// No request needs a token.
    None,
    /// Every request needs a user's or an application's token.
    Any,
    /// Paths below `/applications/` need an application's token, all others a user's.
    ByOwner,
}

/// Why a text is not a header. The message does not contain the text, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The colon is missing.
    #[error("write it as `Name: value`")]
    Form,
    /// The name is empty, or HTTP does not allow it.
    #[error("the text before the colon is not a header name")]
    Name,
    /// HTTP does not allow the value.
    #[error("the text after the colon is not a header value")]
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
            refresh_token_in_response: true,
            token_type: "Bearer".to_owned(),
            token_path: "/oauth/token".to_owned(),
            base_path: "/api".to_owned(),
            required_headers: BTreeMap::new(),
            token_rule: TokenRule::ByOwner,
        }
    }
}

impl Settings {
    /// Reads `Name: value`, as an entry of [`Settings::required_headers`].
    ///
    /// # Errors
    /// If the text has no colon, or HTTP does not allow the name or the value.
    pub fn parse_header(text: &str) -> Result<(String, String), HeaderError> {
        let (name, value) = text.split_once(':').ok_or(HeaderError::Form)?;
        let (name, value) = (name.trim(), value.trim());
        HeaderName::try_from(name).map_err(|_| HeaderError::Name)?;
        HeaderValue::try_from(value).map_err(|_| HeaderError::Value)?;
        Ok((name.to_owned(), value.to_owned()))
    }

    /// The settings with the keys of `change` replaced.
    pub(super) fn changed(&self, change: serde_json::Map<String, Value>) -> Result<Self, serde_json::Error> {
        let mut all = serde_json::to_value(self)?;
        if let Value::Object(all) = &mut all {
            all.extend(change);
        }
        Self::deserialize(all)
    }

    /// `path` without the base path; `None` if it does not start with the base path.
    pub(super) fn below_base<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base = self.base_path.trim_end_matches('/');
        path.strip_prefix(base).filter(|rest| !base.is_empty() && (rest.is_empty() || rest.starts_with('/')))
    }

    /// Whether `path` is `/me` or below it.
    pub(super) fn is_user_path(&self, path: &str) -> bool {
        let path = self.below_base(path).unwrap_or(path);
        path == "/me" || path.starts_with("/me/")
    }

    /// Whether `path` is the path of the token endpoint.
    pub(super) fn is_token_path(&self, path: &str) -> bool {
        path == self.token_path || self.below_base(path) == Some(&self.token_path)
    }
}

// Not derived: the credentials may be real.
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
    fn some_of_the_keys_can_be_changed() {
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
    fn the_token_endpoint_works_with_and_without_the_base_path() {
        let settings = Settings::default();
        assert!(settings.is_token_path("/api/oauth/token") && settings.is_token_path("/oauth/token"));
        for path in ["/api//oauth/token", "//oauth/token", "/apioauth/token", "/api/oauth/token/", "/oauth/tokens"] {
            assert!(!settings.is_token_path(path), "{path}");
        }
        let bare = Settings { base_path: "/".to_owned(), ..settings };
        assert!(bare.is_token_path("/oauth/token") && bare.below_base("/x").is_none());
    }
}
