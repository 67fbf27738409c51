//! A local API: Tallyfy's OAuth rules, a collection's saved examples, and faults to order.
//!
//! - `POST /api/oauth/token` gives tokens for the three [grants](crate::oauth::Grant), by the [`Settings`].
//! - Every other path is answered from the [`Routes`] of a collection, once headers and token are right. The header
//!   `x-mock-response-code` chooses an example by its status; `/me` is always there.
//! - An [`FaultRule`] makes calls fail in the way of a [`Fault`](Fault).
//! - Under `/__postsmith/` lies the control endpoint, in JSON:
//!
//! | call | does |
//! |---|---|
//! | `GET requests`, `DELETE requests` | gives or empties the log: `method`, `url`, `headers`, `body` of each request, as received |
//! | `PUT faults`, `GET faults` | replaces or gives the list of [`FaultRule`]s; the first that meets a call applies |
//! | `PUT settings` | changes any of the [`Settings`] |
//! | `GET tokens` | gives the tokens that are good: `access`, `refresh`, `application` |
//! | `POST expire` | `{"token": "access"}` (or `refresh`, `all`) ends those issued so far |
//! | `POST reset` | no faults, the settings of the start, no tokens, no log |
//!
//! ```no_run
//! use postsmith::mock::{Mock, Routes, Settings};
//!
//! # async fn example() -> Result<(), postsmith::mock::MockError> {
//! let mock = Mock::new(Routes::default(), Settings::default(), Vec::new(), "docs");
//! let server = mock.bind(([127, 0, 0, 1], 0).into()).await?;
//! println!("listening on http://{}", server.address());
//! server.serve().await
//! # }
//! ```

mod alter;
mod answer;
mod api;
mod control;
mod effect;
mod fault;
mod feed;
mod log;
mod order;
mod orders;
mod parameters;
mod received;
mod route;
mod routes;
mod server;
mod settings;
mod state;
mod target;
mod token_endpoint;
mod tokens;
mod wire;

pub use control::control_calls;
pub use fault::{Fault, Scope};
pub use order::{FaultRule, FaultRuleError};
pub use routes::Routes;
pub use server::{Exchange, Mock, MockError, Server};
pub use settings::{HeaderError, Settings, TokenRule};
pub use target::Target;
