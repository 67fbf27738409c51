//! The `Authorization` header.

use std::fmt;

/// How an `Authorization` header fails to be `Bearer <token>`. Its text says what to mend and never shows the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BearerError {
    /// Another scheme, another spelling of it, or a token alone.
    Scheme,
    /// The scheme without a token.
    Empty,
    /// More than one space, or a space of another kind, or text behind the token.
    Spacing,
    /// The token is a variable that was never resolved: `{{NAME}}`.
    Unresolved,
}

/// The token of an `Authorization` header's value, which stands without the white space around it.
///
/// Stricter than RFC 6750 on purpose: servers exist that refuse `bearer` in lower case or a second space, so neither should be sent.
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
            Self::Scheme => "the Authorization header does not start with `Bearer `; it is `Bearer <token>`",
            Self::Empty => "the Authorization header holds no token; request a token first",
            Self::Spacing => "the Authorization header is malformed; it is `Bearer <token>` with exactly one space",
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
    fn only_one_form_is_right() {
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
