//! The token endpoint (RFC 6749): checks a token request and issues tokens.

use super::request::MockRequest;
use super::response::MockResponse;
use super::settings::Settings;
use super::tokens::{TokenKind, TokenStatus, TokenStore};
use crate::oauth::{Grant, TokenError};
use crate::text::percent;
use serde_json::{Map, Value, json};
use std::time::Instant;

/// A token request that has every parameter of its grant exactly once.
pub(super) struct TokenRequest {
    pub(super) grant: Grant,
    parameters: Vec<(String, String)>,
}

/// Why the token endpoint issues no token.
#[derive(Debug)]
pub(super) enum TokenRefusal {
    /// The method is not POST.
    Method,
    Error(TokenError, String),
}

impl TokenRefusal {
    fn request(description: impl Into<String>) -> Self {
        Self::Error(TokenError::InvalidRequest, description.into())
    }

    pub(super) fn response(&self) -> MockResponse {
        match self {
            Self::Method => {
                MockResponse::error(405, "METHOD_NOT_ALLOWED", "The token endpoint needs POST.").header("allow", "POST")
            }
            Self::Error(error, description) => {
                MockResponse::json(error.status(), &json!({ "error": error.code(), "error_description": description }))
            }
        }
    }
}

impl TokenRequest {
    /// Reads the request and checks that it is complete. [`TokenRequest::respond`] checks the values.
    pub(super) fn read(request: &MockRequest) -> Result<Self, TokenRefusal> {
        if request.method != "POST" {
            return Err(TokenRefusal::Method);
        }
        check_media_type(request.header("content-type").next())?;
        // RFC 6749 section 3.1: a parameter without a value counts as left out.
        let mut parameters = percent::pairs(&request.body);
        parameters.retain(|(_, value)| !value.is_empty());
        let has = |name: &str| parameters.iter().any(|(key, _)| key == name);
        if !has("grant_type") {
            return Err(TokenRefusal::request("missing parameter: grant_type"));
        }
        let repeated = |name: &&str| parameters.iter().filter(|(key, _)| key == name).count() > 1;
        let known = Grant::ALL.iter().flat_map(|grant| grant.parameters()).chain(&["grant_type"]);
        if let Some(name) = known.copied().find(|name| repeated(name)) {
            return Err(TokenRefusal::request(format!("parameter sent twice: {name}")));
        }
        let request = Self { grant: Grant::Password, parameters };
        let Some(grant) = Grant::from_name(request.get("grant_type")) else {
            let known = Grant::ALL.map(Grant::name).join(", ");
            return Err(TokenRefusal::Error(
                TokenError::UnsupportedGrantType,
                format!("grant_type must be one of: {known}"),
            ));
        };
        let missing: Vec<_> = grant.parameters().iter().copied().filter(|name| request.get(name).is_empty()).collect();
        if !missing.is_empty() {
            return Err(TokenRefusal::request(format!("missing parameter: {}", missing.join(", "))));
        }
        Ok(Self { grant, ..request })
    }

    fn get(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The refresh token in the request.
    pub(super) fn refresh_token(&self) -> Option<&str> {
        (self.grant == Grant::RefreshToken).then(|| self.get("refresh_token"))
    }

    /// The members of the token response.
    pub(super) fn respond(
        &self,
        settings: &Settings,
        tokens: &mut TokenStore,
        now: Instant,
    ) -> Result<Map<String, Value>, TokenRefusal> {
        self.check_client(settings)?;
        let is_right = |expected: &Option<String>, name| {
            expected.as_ref().is_none_or(|expected| expected.as_str() == self.get(name))
        };
        let refresh = match self.grant {
            Grant::ClientCredentials => None,
            Grant::Password => {
                if !is_right(&settings.username, "username") || !is_right(&settings.password, "password") {
                    let text = "wrong username or password".to_owned();
                    return Err(TokenRefusal::Error(TokenError::InvalidGrant, text));
                }
                settings
                    .refresh_token_in_response
                    .then(|| tokens.issue(TokenKind::Refresh, settings.refresh_expires_in, now))
            }
            Grant::RefreshToken => self.next_refresh_token(settings, tokens, now)?,
        };
        let (kind, seconds) = match self.grant {
            Grant::ClientCredentials => (TokenKind::Application, settings.application_expires_in),
            Grant::Password | Grant::RefreshToken => (TokenKind::Access, settings.expires_in),
        };
        let mut members = Map::new();
        members.insert("token_type".to_owned(), settings.token_type.as_str().into());
        members.insert("expires_in".to_owned(), seconds.into());
        members.insert("access_token".to_owned(), tokens.issue(kind, seconds, now).into());
        members.extend(refresh.map(|token| ("refresh_token".to_owned(), token.into())));
        Ok(members)
    }

    fn check_client(&self, settings: &Settings) -> Result<(), TokenRefusal> {
        let id = self.get("client_id");
        let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let secret_is_right =
            settings.client_secret.as_ref().is_none_or(|secret| secret.as_str() == self.get("client_secret"));
        let text = if numeric(&settings.client_id) && !numeric(id) {
            "client_id must be a number"
        } else if id != settings.client_id || !secret_is_right {
            "wrong client_id or client_secret, or those of another environment"
        } else {
            return Ok(());
        };
        Err(TokenRefusal::Error(TokenError::InvalidClient, text.to_owned()))
    }

    /// Checks the refresh token in the request, and returns the one for the response.
    fn next_refresh_token(
        &self,
        settings: &Settings,
        tokens: &mut TokenStore,
        now: Instant,
    ) -> Result<Option<String>, TokenRefusal> {
        let presented = self.get("refresh_token");
        let text = match tokens.status(presented, now) {
            TokenStatus::Valid(TokenKind::Refresh) if !settings.refresh_token_in_response => return Ok(None),
            TokenStatus::Valid(TokenKind::Refresh) if settings.rotate_refresh_token => {
                return Ok(Some(tokens.replace(presented, settings.refresh_expires_in, now)));
            }
            TokenStatus::Valid(TokenKind::Refresh) => return Ok(Some(presented.to_owned())),
            TokenStatus::Expired(TokenKind::Refresh) => "the refresh token has expired; log in again",
            TokenStatus::Replaced => "the refresh token was used already and replaced by another; log in again",
            TokenStatus::Valid(_) | TokenStatus::Expired(_) => "this is an access token, not a refresh token",
            TokenStatus::Unknown => "unknown refresh token; log in again",
        };
        Err(TokenRefusal::Error(TokenError::InvalidGrant, text.to_owned()))
    }
}

fn check_media_type(content_type: Option<&str>) -> Result<(), TokenRefusal> {
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(());
    }
    let sent = if media_type.to_ascii_lowercase().ends_with("json") { "JSON" } else { "of another or no media type" };
    Err(TokenRefusal::request(format!("the body is {sent}; send it as application/x-www-form-urlencoded")))
}
