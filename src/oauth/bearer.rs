//! Checks the `Authorization` header of RFC 6750. The mock, the doctor and the lint rules call it.

use std::fmt;

/// Why an `Authorization` header is not `Bearer <token>`. The message says what to fix and never contains the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BearerError {
    /// Another scheme, `Bearer` in another case, or a token without a scheme.
    Scheme,
    /// The scheme without a token.
    Empty,
    /// More than one space, other whitespace than a space, or text after the token.
    Spacing,
    /// The token is an unresolved variable: `{{NAME}}`.
    Unresolved,
}

/// Returns the token in the value of an `Authorization` header. The caller trims the value.
///
/// Stricter than RFC 6750 on purpose: some servers refuse `bearer` in lower case or a second space, so do not send them.
///
/// # Errors
/// The first deviation from `Bearer <token>`.
pub fn bearer_token(value: &str) -> Result<&str, BearerError> {
    let token = match value.strip_prefix("Bearer") {
        Some("") => return Err(BearerError::Empty),
        Some(rest) if rest.starts_with(char::is_whitespace) => rest,
        _ => return Err(BearerError::Scheme),
    };
    if token.trim().is_empty() {
        return Err(BearerError::Empty);
    }
    if token.contains("{{") {
        return Err(BearerError::Unresolved);
    }
    match token.strip_prefix(' ') {
        Some(token) if !token.contains(char::is_whitespace) => Ok(token),
        _ => Err(BearerError::Spacing),
    }
}

impl fmt::Display for BearerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "the Authorization header does not start with `Bearer `; write `Bearer <token>`",
            Self::Empty => "the Authorization header holds no token; request a token first",
            Self::Spacing => "the Authorization header is malformed; write `Bearer <token>` with exactly one space",
            Self::Unresolved => {
                "the Authorization header holds an unresolved variable; select an environment that has it"
            }
        })
    }
}

impl std::error::Error for BearerError {}

#[cfg(test)]
mod tests {
    use super::{BearerError, bearer_token};

    #[test]
    fn only_bearer_one_space_and_a_token_is_accepted() {
        assert_eq!(bearer_token("Bearer a.b-c"), Ok("a.b-c"));
        for (value, fault) in [
            ("", BearerError::Scheme),
            ("a.b-c", BearerError::Scheme),
            ("bearer a", BearerError::Scheme),
            ("Bearera", BearerError::Scheme),
            ("Basic a", BearerError::Scheme),
            ("Bearer", BearerError::Empty),
            ("Bearer   ", BearerError::Empty),
            ("Bearer  a", BearerError::Spacing),
            ("Bearer\ta", BearerError::Spacing),
            ("Bearer a b", BearerError::Spacing),
            ("Bearer a ", BearerError::Spacing),
            ("Bearer {{TOKEN}}", BearerError::Unresolved),
            ("Bearer\u{a0}a", BearerError::Spacing),
        ] {
            assert_eq!(bearer_token(value), Err(fault), "{value:?}");
        }
    }
}
