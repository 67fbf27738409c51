//! Ground: the OAuth 2.0 life cycle (RFC 6749, RFC 6750) as data: grants, errors, messages, causes of failures and their texts.
//!
//! The doctor, the guide, the mock and the commands `explain` and `rules --causes` read it. It does no I/O.
//!
//! ```
//! use postsmith::oauth::{BearerError, Grant, bearer_token};
//!
//! assert_eq!(Grant::from_name("refresh_token"), Some(Grant::RefreshToken));
//! assert!(Grant::Password.parameters().contains(&"username"));
//! assert_eq!(bearer_token("Bearer  two-spaces"), Err(BearerError::Spacing));
//! ```

mod bearer;
mod cause;
mod grant;
mod lifecycle;
mod symptom;
mod terms;
mod token_error;

pub use bearer::{BearerError, bearer_token};
pub use cause::Cause;
pub use grant::Grant;
pub use lifecycle::{Actor, Lifecycle, Message, Phase};
pub use symptom::{SYMPTOMS, Symptom};
pub use terms::ApiTerms;
pub use token_error::TokenError;
