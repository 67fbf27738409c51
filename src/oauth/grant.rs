//! The OAuth grants: how a client gets a token.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An OAuth grant. Its serialized form is the value of `grant_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// RFC 6749 section 4.3: a user name and password; issues a token with the user's rights, and a refresh token.
    Password,
    /// RFC 6749 section 4.4: the client alone; issues a token without a user, and no refresh token.
    ClientCredentials,
    /// RFC 6749 section 6: a refresh token; issues a new access token.
    RefreshToken,
}

impl Grant {
    /// Every grant.
    pub const ALL: [Self; 3] = [Self::Password, Self::ClientCredentials, Self::RefreshToken];

    /// The value of `grant_type`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::ClientCredentials => "client_credentials",
            Self::RefreshToken => "refresh_token",
        }
    }

    /// The grant with this `grant_type`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }

    /// The required parameters of the token request, without `grant_type`.
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["username", "password", "client_id", "client_secret"],
            Self::ClientCredentials => &["client_id", "client_secret"],
            Self::RefreshToken => &["refresh_token", "client_id", "client_secret"],
        }
    }

    /// The owner of its token, for people.
    pub const fn acts_as(self) -> &'static str {
        match self {
            Self::Password => "you, with all your rights",
            Self::ClientCredentials => "the application, without a user",
            Self::RefreshToken => "the user who logged in",
        }
    }

    /// The purpose, for people.
    pub const fn used_for(self) -> &'static str {
        match self {
            Self::Password => "working in Postman as yourself",
            Self::ClientCredentials => "programs; the API refuses requests that need a user",
            Self::RefreshToken => "a new access token without a password",
        }
    }

    /// Whether it starts a life cycle; [`Self::RefreshToken`] continues one.
    pub const fn is_login(self) -> bool {
        !matches!(self, Self::RefreshToken)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
