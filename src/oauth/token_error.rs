//! The errors of a token endpoint. The mock returns them.

/// An error code of RFC 6749 section 5.2; `invalid_scope` is left out, because the mock has no scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// A parameter is missing or repeated, or the body is not urlencoded.
    InvalidRequest,
    /// The client id is unknown or the secret is wrong, possibly because they belong to another environment.
    InvalidClient,
    /// The user name or password is wrong, or the refresh token is expired, revoked or another client's.
    InvalidGrant,
    /// This client may not use the grant.
    UnauthorizedClient,
    /// The server does not know the `grant_type`.
    UnsupportedGrantType,
}

impl TokenError {
    /// The value of the member `error`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
        }
    }

    /// The HTTP status of the response.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            _ => 400,
        }
    }
}
