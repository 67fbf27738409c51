//! Ground: the OAuth 2.0 life cycle as data, as Tallyfy and most servers behind a Postman collection live it (RFC 6749, RFC 6750).
//!
//! No I/O and no engine: whoever walks the cycle, plays the server or explains a failure reads the same words from here.
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
mod cycle;
mod grant;
mod symptom;
mod terms;
mod token_error;

pub use bearer::{BearerError, bearer_token};
pub use cause::Cause;
pub use cycle::{Actor, Cycle, Message, Phase};
pub use grant::Grant;
pub use symptom::{SYMPTOMS, Symptom};
pub use terms::ApiTerms;
pub use token_error::TokenError;
