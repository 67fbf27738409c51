//! The token endpoint: RFC 6749 with Tallyfy's rules.

use super::answer::Answer;
use super::received::Received;
use super::settings::Settings;
use super::tokens::{Kind, Standing, Tokens};
use crate::oauth::{Grant, TokenError};
use crate::text::percent;
use serde_json::{Map, Value, json};
use std::time::Instant;

/// A token request that carries all its parameters once.
pub(super) struct TokenRequest {
    pub(super) grant: Grant,
    parameters: Vec<(String, String)>,
}

/// Why there is no token.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Only POST gives a token.
    Method,
    Error(TokenError, String),
}

impl Refusal {
    fn request(description: impl Into<String>) -> Self {
        Self::Error(TokenError::InvalidRequest, description.into())
    }

    pub(super) fn answer(&self) -> Answer {
        match self {
            Self::Method => {
                Answer::error(405, "METHOD_NOT_ALLOWED", "The token endpoint takes POST.").header("allow", "POST")
            }
            Self::Error(error, description) => {
                Answer::json(error.status(), &json!({ "error": error.code(), "error_description": description }))
            }
        }
    }
}

impl TokenRequest {
    /// Reads and checks the form; what the parameters are worth is checked by [`TokenRequest::answer`].
    pub(super) fn read(received: &Received) -> Result<Self, Refusal> {
        if received.method != "POST" {
            return Err(Refusal::Method);
        }
        check_media_type(received.header("content-type").next())?;
        // RFC 6749 section 3.1: a parameter without a value counts as left out.
        let mut parameters = percent::pairs(&received.body);
        parameters.retain(|(_, value)| !value.is_empty());
        let has = |name: &str| parameters.iter().any(|(key, _)| key == name);
        if !has("grant_type") {
            return Err(Refusal::request("missing parameter: grant_type"));
        }
        let repeated = |name: &&str| parameters.iter().filter(|(key, _)| key == name).count() > 1;
        let known = Grant::ALL.iter().flat_map(|grant| grant.parameters()).chain(&["grant_type"]);
        if let Some(name) = known.copied().find(|name| repeated(name)) {
            return Err(Refusal::request(format!("parameter sent twice: {name}")));
        }
        let request = Self { grant: Grant::Password, parameters };
        let Some(grant) = Grant::from_name(request.get("grant_type")) else {
            let known = Grant::ALL.map(Grant::name).join(", ");
            return Err(Refusal::Error(TokenError::UnsupportedGrantType, format!("grant_type is one of: {known}")));
        };
        let missing: Vec<_> = grant.parameters().iter().copied().filter(|name| request.get(name).is_empty()).collect();
        if !missing.is_empty() {
            return Err(Refusal::request(format!("missing parameter: {}", missing.join(", "))));
        }
        Ok(Self { grant, ..request })
    }

    fn get(&self, name: &str) -> &str {
        self.parameters.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The refresh token that the request presents.
    pub(super) fn refresh_token(&self) -> Option<&str> {
        (self.grant == Grant::RefreshToken).then(|| self.get("refresh_token"))
    }

    /// The token answer's members.
    pub(super) fn answer(
        &self,
        settings: &Settings,
        tokens: &mut Tokens,
        now: Instant,
    ) -> Result<Map<String, Value>, Refusal> {
        self.check_client(settings)?;
        let right = |expected: &Option<String>, name| {
            expected.as_ref().is_none_or(|expected| expected.as_str() == self.get(name))
        };
        let refresh = match self.grant {
            Grant::ClientCredentials => None,
            Grant::Password => {
                if !right(&settings.username, "username") || !right(&settings.password, "password") {
                    let text = "wrong username or password".to_owned();
                    return Err(Refusal::Error(TokenError::InvalidGrant, text));
                }
                settings.refresh_token_in_answer.then(|| tokens.issue(Kind::Refresh, settings.refresh_expires_in, now))
            }
            Grant::RefreshToken => self.next_refresh_token(settings, tokens, now)?,
        };
        let (kind, seconds) = match self.grant {
            Grant::ClientCredentials => (Kind::Application, settings.application_expires_in),
            Grant::Password | Grant::RefreshToken => (Kind::Access, settings.expires_in),
        };
        let mut answer = Map::new();
        answer.insert("token_type".to_owned(), settings.token_type.as_str().into());
        answer.insert("expires_in".to_owned(), seconds.into());
        answer.insert("access_token".to_owned(), tokens.issue(kind, seconds, now).into());
        answer.extend(refresh.map(|token| ("refresh_token".to_owned(), token.into())));
        Ok(answer)
    }

    fn check_client(&self, settings: &Settings) -> Result<(), Refusal> {
        let id = self.get("client_id");
        let numeric = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let secret_is_right =
            settings.client_secret.as_ref().is_none_or(|secret| secret.as_str() == self.get("client_secret"));
        let text = if numeric(&settings.client_id) && !numeric(id) {
            "client_id is a number"
        } else if id != settings.client_id || !secret_is_right {
            "wrong client_id or client_secret, or those of another environment"
        } else {
            return Ok(());
        };
        Err(Refusal::Error(TokenError::InvalidClient, text.to_owned()))
    }

    /// Checks the presented refresh token, and gives the one for the answer.
    fn next_refresh_token(
        &self,
        settings: &Settings,
        tokens: &mut Tokens,
        now: Instant,
    ) -> Result<Option<String>, Refusal> {
        let presented = self.get("refresh_token");
        let text = match tokens.standing(presented, now) {
            Standing::Good(Kind::Refresh) if !settings.refresh_token_in_answer => return Ok(None),
            Standing::Good(Kind::Refresh) if settings.rotate_refresh_token => {
                return Ok(Some(tokens.replace(presented, settings.refresh_expires_in, now)));
            }
            Standing::Good(Kind::Refresh) => return Ok(Some(presented.to_owned())),
            Standing::Ended(Kind::Refresh) => "the refresh token has ended; log in again",
            Standing::Replaced => "the refresh token was used already, and another was given for it; log in again",
            Standing::Good(_) | Standing::Ended(_) => "this is an access token, no refresh token",
            Standing::Unknown => "unknown refresh token; log in again",
        };
        Err(Refusal::Error(TokenError::InvalidGrant, text.to_owned()))
    }
}

fn check_media_type(content_type: Option<&str>) -> Result<(), Refusal> {
    let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(());
    }
    let sent = if media_type.to_ascii_lowercase().ends_with("json") { "JSON" } else { "of another type, or of none" };
    Err(Refusal::request(format!("the body is {sent}; send it as application/x-www-form-urlencoded")))
}
