//! A local mock API: OAuth rules, a collection's saved examples as responses, and faults on demand.
//!
//! - The token endpoint issues tokens for the three [grants](crate::oauth::Grant), by the [`Settings`].
//! - For every other path, the mock checks the headers and the token, then returns a saved example from the [`Routes`] of a collection.
//!   The header `x-mock-response-code` selects an example by its status; `/me` always exists.
//! - A [`FaultRule`] makes calls fail with a [`Fault`].
//! - The control endpoint under `/__postsmith/` reads and writes JSON:
//!
//! | call | effect |
//! |---|---|
//! | `GET requests`, `DELETE requests` | returns or clears the log: `method`, `url`, `headers`, `body` of each request, with its credentials masked unless [`MockServer::show_credentials`] was called |
//! | `PUT faults`, `GET faults` | replaces or returns the list of [`FaultRule`]s; the first one that affects a call applies |
//! | `PUT settings` | changes some of the [`Settings`] |
//! | `GET tokens` | returns the valid tokens: `access`, `refresh`, `application` |
//! | `POST expire` | `{"token": "access"}` (or `refresh`, `all`) expires the tokens issued so far |
//! | `POST reset` | removes faults, tokens and log, and restores the initial settings |
//!
//! ```no_run
//! use postsmith::mock::{MockServer, Routes, Settings};
//!
//! # async fn example() -> Result<(), postsmith::mock::MockError> {
//! let mock = MockServer::new(Routes::default(), Settings::default(), Vec::new(), "docs");
//! let server = mock.bind(([127, 0, 0, 1], 0).into()).await?;
//! println!("listening on http://{}", server.address());
//! server.serve().await
//! # }
//! ```

mod api;
mod caller;
mod connection;
mod control;
mod fault;
mod fault_rule;
mod masked_log;
mod raw_response;
mod request;
mod response;
mod routes;
mod server;
mod settings;
mod state;
mod tamper;
mod token_endpoint;
mod tokens;

pub use control::control_calls;
pub use fault::{Fault, FaultScope};
pub use fault_rule::{FaultRule, FaultRuleError, FaultTarget};
pub use routes::Routes;
pub use server::{BoundServer, CallSummary, MockError, MockServer};
pub use settings::{HeaderError, Settings, TokenRule};
