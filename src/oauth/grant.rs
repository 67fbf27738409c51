//! The ways to get a token.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A grant, by its `grant_type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// RFC 6749 section 4.3: user name and password; a token with the user's rights, and a refresh token.
    Password,
    /// RFC 6749 section 4.4: the client for itself; no user, no refresh token.
    ClientCredentials,
    /// RFC 6749 section 6: a refresh token for a new access token.
    RefreshToken,
}

impl Grant {
    /// All of them.
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

    /// The parameters that the token request must carry beside `grant_type`.
    pub const fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["username", "password", "client_id", "client_secret"],
            Self::ClientCredentials => &["client_id", "client_secret"],
            Self::RefreshToken => &["refresh_token", "client_id", "client_secret"],
        }
    }

    /// Whom its token stands for.
    pub const fn acts_as(self) -> &'static str {
        match self {
            Self::Password => "you, with everything that you may do",
            Self::ClientCredentials => "the application, with no user behind it",
            Self::RefreshToken => "the same person as before",
        }
    }

    /// What it is for.
    pub const fn used_for(self) -> &'static str {
        match self {
            Self::Password => "working in Postman as yourself",
            Self::ClientCredentials => "machines; refused wherever a user is needed",
            Self::RefreshToken => "a new access token without a password",
        }
    }

    /// Whether it starts a life cycle, rather than going on with one.
    pub const fn is_login(self) -> bool {
        !matches!(self, Self::RefreshToken)
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
