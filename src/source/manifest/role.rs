//! The standard variables: base URL, credentials and tokens, which scripts and `doctor` find by their names.

use crate::oauth::Grant;

/// The role of a standard variable. The variable's name is the manifest's prefix, `_` and [`Role::suffix`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The base URL of the API.
    BaseUrl,
    /// The client id of the application.
    ClientId,
    /// The client secret of the application.
    ClientSecret,
    /// The user name.
    Username,
    /// The password of the user.
    Password,
    /// The access token.
    AccessToken,
    /// The refresh token.
    RefreshToken,
    /// The time at which the access token expires, in milliseconds since 1970.
    TokenExpiry,
    /// The lifetime of the access token, in seconds.
    TokenLifetime,
    /// The type of the access token, `Bearer`, which precedes it in the header.
    TokenType,
    /// The token of a client-credentials request, stored apart from the user's token.
    AppAccessToken,
}

impl Role {
    /// All roles, in the order of the scripts' constants.
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

    /// Returns the end of the variable's name.
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

    /// Returns the key of the variable in the scripts' constants.
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

    /// Whether the value is a secret.
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Self::ClientSecret | Self::Password | Self::AccessToken | Self::RefreshToken | Self::AppAccessToken
        )
    }

    /// Whether the scripts write the value when they store a token.
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

    /// Whether the scripts of `grant` need the variable.
    pub fn is_needed(self, grant: Grant) -> bool {
        match self {
            Self::Username | Self::Password | Self::RefreshToken => grant == Grant::Password,
            Self::AppAccessToken => false,
            _ => true,
        }
    }
}
