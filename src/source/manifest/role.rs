//! What the standard variables are for.

use crate::oauth::Grant;

/// What a standard variable is for. Its name is the manifest's prefix, `_` and [`Role::suffix`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Where the API lies.
    BaseUrl,
    /// The application's id.
    ClientId,
    /// The application's secret.
    ClientSecret,
    /// The user's name.
    Username,
    /// The user's password.
    Password,
    /// The token in use.
    AccessToken,
    /// What renews it.
    RefreshToken,
    /// When it ends, in milliseconds since 1970.
    TokenExpiry,
    /// How long it lives, in seconds.
    TokenLifetime,
    /// What stands before it in the header, `Bearer`.
    TokenType,
    /// The token of a client-credentials request, kept apart from the user's.
    AppAccessToken,
}

impl Role {
    /// All roles, in the order in which scripts list them.
    pub const ALL: [Self; 11] = [
        Self::BaseUrl,
        Self::ClientId,
        Self::ClientSecret,
        Self::Username,
        Self::Password,
        Self::AccessToken,
        Self::RefreshToken,
        Self::TokenExpiry,
        Self::TokenLifetime,
        Self::TokenType,
        Self::AppAccessToken,
    ];

    /// The end of the variable's name.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::BaseUrl => "BASE_URL",
            Self::ClientId => "CLIENT_ID",
            Self::ClientSecret => "CLIENT_SECRET",
            Self::Username => "USERNAME",
            Self::Password => "PASSWORD",
            Self::AccessToken => "ACCESS_TOKEN",
            Self::RefreshToken => "REFRESH_TOKEN",
            Self::TokenExpiry => "TOKEN_EXPIRY",
            Self::TokenLifetime => "TOKEN_LIFETIME",
            Self::TokenType => "TOKEN_TYPE",
            Self::AppAccessToken => "APP_ACCESS_TOKEN",
        }
    }

    /// What scripts call it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::BaseUrl => "baseUrl",
            Self::ClientId => "clientId",
            Self::ClientSecret => "clientSecret",
            Self::Username => "username",
            Self::Password => "password",
            Self::AccessToken => "accessToken",
            Self::RefreshToken => "refreshToken",
            Self::TokenExpiry => "tokenExpiry",
            Self::TokenLifetime => "tokenLifetime",
            Self::TokenType => "tokenType",
            Self::AppAccessToken => "appAccessToken",
        }
    }

    /// Whether its value must stay secret.
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::ClientSecret | Self::Password | Self::AccessToken | Self::RefreshToken | Self::AppAccessToken
        )
    }

    /// Whether the scripts write it once they have fetched a token.
    pub const fn is_kept_by_scripts(self) -> bool {
        matches!(
            self,
            Self::AccessToken
                | Self::RefreshToken
                | Self::TokenExpiry
                | Self::TokenLifetime
                | Self::TokenType
                | Self::AppAccessToken
        )
    }

    /// Whether the scripts of `grant` cannot do without it.
    pub fn is_needed(self, grant: Grant) -> bool {
        match self {
            Self::Username | Self::Password | Self::RefreshToken => grant == Grant::Password,
            Self::AppAccessToken => false,
            _ => true,
        }
    }
}
