//! HTTP/1.1 over TCP and TLS, phase by phase: each phase has its own time-out and its own ways to fail.

mod address;
mod answer;
mod body;
mod client;
mod connect;
mod failure;
mod proxy;
mod request;
mod timed;
mod tls;

pub(super) use address::Address;
pub(super) use answer::Answer;
pub(super) use client::Client;
pub use connect::NameService;
pub(super) use connect::system_names;
pub(super) use failure::{CertificateFault, Failed, Failure, ProxyFault};
pub use proxy::{Proxies, Proxy, ProxyError};
pub(super) use request::Request;
pub use tls::{Authorities, AuthorityError};
