//! What a token endpoint refuses with.

/// The error codes of RFC 6749 section 5.2 that the life cycle meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// A parameter is missing or repeated, or the body has another form than urlencoded.
    InvalidRequest,
    /// Unknown client id, or wrong secret; also: right ones of another environment.
    InvalidClient,
    /// Wrong user name or password; a refresh token that is expired, revoked or another client's.
    InvalidGrant,
    /// A grant that this client may not use.
    UnauthorizedClient,
    /// A `grant_type` that the server does not know.
    UnsupportedGrantType,
}

impl TokenError {
    /// The value of `error`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
        }
    }

    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            _ => 400,
        }
    }
}
